import os
import secrets

import jwt
from flask import Flask

app = Flask(__name__)
# ruleid: python.framework.constant-secret-key
app.secret_key = "blue-mountain-42"
# ruleid: python.framework.constant-secret-key
app.config["SECRET_KEY"] = "blue-mountain-42"
# ok: python.framework.constant-secret-key
app.secret_key = os.environ["SECRET_KEY"]
# ok: python.framework.constant-secret-key
app.config["SECRET_KEY"] = secrets.token_bytes(32)
# ok: python.framework.constant-secret-key
app.config["SECRET_KEY"] = "change-me"
# ok: python.framework.constant-secret-key
app.config["SESSION_COOKIE_NAME"] = "blue-mountain-42"


def issue(claims, key):
    # ruleid: python.framework.constant-secret-key
    first = jwt.encode(claims, "blue-mountain-42", algorithm="HS256")
    # ok: python.framework.constant-secret-key
    second = jwt.encode(claims, key, algorithm="HS256")
    return first, second
