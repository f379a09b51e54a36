# CWE-916: passwords that are hashed too cheaply.
import hashlib

import bcrypt
# == vulnerable: one round of SHA-256
def stored(password):
    return hashlib.sha256(password.encode()).hexdigest()
# == vulnerable: with a salt
def stored(password, salt):
    return hashlib.sha512(salt + password.encode()).hexdigest()
# == vulnerable: a thousand rounds
def stored(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1000)
# == vulnerable: a low cost
def stored(password):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=5))
# == safe: many rounds
def stored(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)
# == safe: the usual cost
def stored(password):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())
# == safe: scrypt
def stored(password, salt):
    return hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=1)
# == safe: no password
def name(path):
    return hashlib.sha256(path.encode()).hexdigest()
# == safe: a token that is long enough
def stored(api_token):
    return hashlib.sha256(api_token.encode()).hexdigest()
