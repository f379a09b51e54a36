# CWE-330 where a web application hands numbers out.
import random
import secrets

from flask import Flask, make_response, redirect, request, session, url_for

app = Flask(__name__)
# == vulnerable: a cookie that remembers
@app.post("/login")
def login():
    answer = make_response("welcome")
    answer.set_cookie("rememberme", str(random.getrandbits(64)), httponly=True, secure=True)
    return answer
# == vulnerable: the name and the value in variables
@app.post("/login")
def login():
    name = "remember_token"
    number = random.randint(0, 2**63)
    value = str(number)
    answer = make_response("welcome")
    answer.set_cookie(name, value, httponly=True, secure=True)
    return answer
# == vulnerable: kept in the session to compare with
@app.get("/start")
def start():
    session["oauth_state"] = "%016x" % random.getrandbits(64)
    return redirect(url_for("away"))
# == vulnerable: a code by mail
@app.post("/forgot")
def forgot():
    code = str(random.randrange(100000, 1000000))
    session["reset_code"] = code
    return ""
# == vulnerable: a header against forgery
@app.get("/form")
def form():
    answer = make_response("")
    answer.headers["X-CSRF-Token"] = str(random.random())
    return answer
# == vulnerable: a new password
@app.post("/new-password")
def new_password():
    user = find(request.form["user"])
    user.set_password("".join(random.choice("abcdefghkmnpqrstuvwxyz23456789") for _ in range(10)))
    return ""
# == safe: the cookie of an experiment
@app.get("/")
def index():
    answer = make_response("")
    answer.set_cookie("variant", str(random.randint(0, 1)), httponly=True, secure=True)
    return answer
# == safe: a cookie from secrets
@app.post("/login")
def login():
    answer = make_response("welcome")
    answer.set_cookie("rememberme", secrets.token_urlsafe(), httponly=True, secure=True)
    return answer
# == safe: a cookie from the system's numbers
@app.post("/login")
def login():
    answer = make_response("welcome")
    answer.set_cookie("rememberme", str(random.SystemRandom().getrandbits(128)), httponly=True, secure=True)
    return answer
# == safe: a quote of the day
@app.get("/quote")
def quote():
    session["quote"] = random.choice(["one", "two"])
    return session["quote"]
# == safe: a header for tracing
@app.get("/trace")
def trace():
    answer = make_response("")
    answer.headers["X-Trace"] = "%08x" % random.getrandbits(32)
    return answer
# == safe: a page among many
@app.get("/random")
def page():
    return redirect(url_for("show", page=random.randrange(100)))
