# CWE-614 in Django, FastAPI and with the standard library.
from http.cookies import SimpleCookie

from django.http import HttpResponse
from fastapi import FastAPI, Response
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
# == vulnerable: Django, said to be insecure
def login(request):
    answer = HttpResponse("")
    answer.set_cookie("session_key", "1", secure=False, httponly=True)
    return answer
# == vulnerable: Django, a signed cookie for scripts
def signed(request):
    answer = HttpResponse("")
    answer.set_signed_cookie("who", "1", secure=True, httponly=False)
    return answer
# == vulnerable: FastAPI, a token for scripts
@app.post("/login")
def login(response: Response):
    response.set_cookie("access_token", "1", secure=True, httponly=False)
    return {}
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
# == safe: Django, protected
def login(request):
    answer = HttpResponse("")
    answer.set_cookie("session_key", "1", secure=True, httponly=True, samesite="Lax")
    return answer
# == safe: FastAPI, protected
@app.post("/login")
def login(response: Response):
    response.set_cookie("access_token", "1", secure=True, httponly=True)
    return {}
# == safe: options of one's own
def login(response, options):
    response.set_cookie("access_token", "1", **options)
# == safe: the standard library
def morsel():
    cookie = SimpleCookie()
    cookie["session"] = "1"
    cookie["session"]["secure"] = True
    return cookie.output()
# == safe: a language
def language(response):
    response.set_cookie("language", "de", max_age=3600)
# == safe: sessions over TLS only
app.add_middleware(SessionMiddleware, secret_key=load("key"), https_only=True)
