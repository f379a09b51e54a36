# CWE-352: requests that other sites can make a browser send.
import hmac

import tornado.web
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from flask import Flask

app = Flask(__name__)
# == vulnerable: Django, exempt
@csrf_exempt
def transfer(request):
    Account.objects.get(user=request.user).pay(request.POST["to"])
# == vulnerable: Flask, switched off
app.config["WTF_CSRF_ENABLED"] = False
# == vulnerable: Tornado, switched off
class Transfer(tornado.web.RequestHandler):
    def check_xsrf_cookie(self):
        pass
# == safe: Django, protected
@csrf_protect
def transfer(request):
    Account.objects.get(user=request.user).pay(request.POST["to"])
# == safe: Django, the caller signs
@csrf_exempt
def delivery(request):
    if not hmac.compare_digest(sign(request.body), request.headers["X-Signature"]):
        raise PermissionError
# == safe: a webhook
@csrf_exempt
def payment_webhook(request):
    return receive(request)
# == safe: Flask, on
app.config["WTF_CSRF_ENABLED"] = True
