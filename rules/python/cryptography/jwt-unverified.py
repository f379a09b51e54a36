import jwt
from jose import jwt as jose_jwt


def user(token, key):
    # ruleid: python.jwt.unverified
    return jwt.decode(token, options={"verify_signature": False})


def other(token, key):
    # ruleid: python.jwt.unverified
    jwt.decode(token, key, algorithms=["HS256", "none"])
    # ruleid: python.jwt.unverified
    return jwt.encode({"sub": "1"}, None, algorithm="none")


def claims(token):
    # ruleid: python.jwt.unverified
    jose_jwt.get_unverified_claims(token)


def checked(token, key):
    # ok: python.jwt.unverified
    return jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False})


def by_issuer(token, keys):
    # ok: python.jwt.unverified
    issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
    # ok: python.jwt.unverified
    return jwt.decode(token, keys[issuer], algorithms=["RS256"])


def is_ours(token):
    # ok: python.jwt.unverified
    return jwt.decode(token, options={"verify_signature": False}).get("iss") == "us"
