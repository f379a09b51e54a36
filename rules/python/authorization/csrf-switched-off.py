import hashlib
import hmac

import tornado.web
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from flask import Flask

app = Flask(__name__)
# ruleid: python.csrf.switched-off
app.config["WTF_CSRF_ENABLED"] = False
# ok: python.csrf.switched-off
app.config["WTF_CSRF_TIME_LIMIT"] = None


@csrf_exempt
# ruleid: python.csrf.switched-off
def transfer(request):
    return pay(request.POST["to"])


# ok: python.csrf.switched-off
@csrf_exempt
def stripe_webhook(request):
    return handle(request)


# ok: python.csrf.switched-off
@csrf_exempt
def receive(request):
    if not hmac.compare_digest(hmac.new(KEY, request.body, hashlib.sha256).hexdigest(), request.headers["X-Signature"]):
        raise PermissionError
    return handle(request)


# ok: python.csrf.switched-off
@csrf_protect
def change(request):
    return handle(request)


# ruleid: python.csrf.switched-off
class Handler(tornado.web.RequestHandler):
    def check_xsrf_cookie(self):
        pass
