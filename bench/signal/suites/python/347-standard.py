# CWE-347: tokens that nobody checks.
import jwt
from jose import jwt as jose
# == vulnerable: switched off
def claims(token):
    return jwt.decode(token, options={"verify_signature": False})
# == vulnerable: the old way
def claims(token, key):
    return jwt.decode(token, key, verify=False)
# == vulnerable: no algorithm
def claims(token):
    return jwt.decode(token, "", algorithms=["none"])
# == vulnerable: another library
def claims(token):
    return jose.get_unverified_claims(token)
# == safe: checked
def claims(token, key):
    return jwt.decode(token, key, algorithms=["RS256"])
# == safe: another check is left out
def claims(token, key):
    return jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False})
# == safe: looked at to find the key
def claims(token, keys):
    kid = jwt.get_unverified_header(token)["kid"]
    return jwt.decode(token, keys[kid], algorithms=["RS256"])
# == safe: made
def make(user, key):
    return jwt.encode({"sub": user}, key, algorithm="RS256")
