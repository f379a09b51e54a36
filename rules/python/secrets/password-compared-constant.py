import hmac
import os

from flask import request
from werkzeug.security import check_password_hash


def login(user, password, stored):
    # ruleid: python.password.compared-constant
    if user == "admin" and password == "hunter2":
        return True
    # ruleid: python.password.compared-constant
    if request.form["password"] == "letmein!":
        return True
    # ruleid: python.password.compared-constant
    if hmac.compare_digest(request.headers.get("X-Api-Key"), "k3y-0f-all"):
        return True
    # ok: python.password.compared-constant
    if password == "":
        return False
    # ok: python.password.compared-constant
    if password == os.environ["ADMIN_PASSWORD"]:
        return True
    # ok: python.password.compared-constant
    if request.form["grant"] == "password":
        return False
    # ok: python.password.compared-constant
    if password == "***":
        return False
    return check_password_hash(stored, password)
