from flask import Flask, make_response

app = Flask(__name__)
# ruleid: python.cookie.weak-flags
app.config["SESSION_COOKIE_HTTPONLY"] = False
# ok: python.cookie.weak-flags
app.config["SESSION_COOKIE_SECURE"] = True
# ok: python.cookie.weak-flags
app.config["SESSION_REFRESH_EACH_REQUEST"] = False


@app.route("/in")
def enter(options):
    response = make_response("")
    # ruleid: python.cookie.weak-flags
    response.set_cookie("theme", "dark", secure=False)
    # ruleid: python.cookie.weak-flags
    response.set_cookie("session_id", make_id())
    # ok: python.cookie.weak-flags
    response.set_cookie("session_id", make_id(), secure=True, httponly=True, samesite="Lax")
    # ok: python.cookie.weak-flags
    response.set_cookie("theme", "dark")
    # ok: python.cookie.weak-flags
    response.set_cookie("auth", make_id(), **options)
    return response
