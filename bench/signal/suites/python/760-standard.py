# CWE-760: one salt for all.
import hashlib
import os

import bcrypt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

SALT = b"pepper-and-salt"
# == vulnerable: a constant
def stored(password):
    return hashlib.pbkdf2_hmac("sha256", password, b"salt", 600_000)
# == vulnerable: a constant of the module
def stored(password):
    return hashlib.scrypt(password, salt=SALT, n=2**15, r=8, p=1)
# == vulnerable: a class
def deriver():
    return PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=b"\x00" * 16, iterations=600_000)
# == safe: random
def stored(password):
    salt = os.urandom(16)
    return salt + hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
# == safe: the user's
def stored(user, password):
    return hashlib.scrypt(password, salt=user.salt, n=2**15, r=8, p=1)
# == safe: bcrypt makes it
def stored(password):
    return bcrypt.hashpw(password, bcrypt.gensalt())
# == safe: compared with what is stored
def check(password, known):
    return bcrypt.checkpw(password, known)
