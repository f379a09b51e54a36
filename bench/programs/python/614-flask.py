# CWE-614: cookies that travel without protection.
from flask import Flask, make_response, request

app = Flask(__name__)
# == vulnerable: readable by scripts
@app.get("/b")
def b():
    answer = make_response("")
    answer.set_cookie("session", "1", secure=True, httponly=False)
    return answer
# == vulnerable: settings, in a call
app.config.update(SESSION_COOKIE_SECURE=False)
