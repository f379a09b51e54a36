# CWE-614 in Django, FastAPI and with the standard library.
from http.cookies import SimpleCookie

from django.http import HttpResponse
from fastapi import FastAPI, Response
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
# == vulnerable: Django, a signed cookie for scripts
def signed(request):
    answer = HttpResponse("")
    answer.set_signed_cookie("who", "1", secure=True, httponly=False)
    return answer
# == vulnerable: a token without any flag
@app.post("/login")
def login(response: Response):
    response.set_cookie(key="access_token", value="1")
    return {}
# == vulnerable: the standard library
def morsel():
    cookie = SimpleCookie()
    cookie["session"] = "1"
    cookie["session"]["secure"] = False
    return cookie.output()
# == vulnerable: every site sends it
def everywhere(response):
    response.set_cookie("cart", "1", samesite="None", httponly=True)
# == safe: the standard library
def morsel():
    cookie = SimpleCookie()
    cookie["session"] = "1"
    cookie["session"]["secure"] = True
    return cookie.output()
