# CWE-347: tokens that nobody checks.
import jwt
from jose import jwt as jose
# == vulnerable: the old way
def claims(token, key):
    return jwt.decode(token, key, verify=False)
# == vulnerable: no algorithm
def claims(token):
    return jwt.decode(token, "", algorithms=["none"])
