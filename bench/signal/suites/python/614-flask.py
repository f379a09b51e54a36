# CWE-614: cookies that travel without protection.
from flask import Flask, make_response, request

app = Flask(__name__)
# == vulnerable: said to be insecure
@app.get("/a")
def a():
    answer = make_response("")
    answer.set_cookie("session", "1", secure=False, httponly=True)
    return answer
# == vulnerable: readable by scripts
@app.get("/b")
def b():
    answer = make_response("")
    answer.set_cookie("session", "1", secure=True, httponly=False)
    return answer
# == vulnerable: settings
app.config["SESSION_COOKIE_HTTPONLY"] = False
# == vulnerable: settings, in a call
app.config.update(SESSION_COOKIE_SECURE=False)
# == safe: protected
@app.get("/c")
def c():
    answer = make_response("")
    answer.set_cookie("session", "1", secure=True, httponly=True, samesite="Lax")
    return answer
# == safe: settings
app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_HTTPONLY=True)
# == safe: removed
@app.get("/d")
def d():
    answer = make_response("")
    answer.delete_cookie("session")
    return answer
# == safe: the setting of the request
@app.get("/e")
def e():
    answer = make_response("")
    answer.set_cookie("session", "1", secure=request.is_secure, httponly=True)
    return answer
