import hashlib
import os

import bcrypt

SALT = b"f8a1c9"


def stored(password, salt):
    # ruleid: python.hash.constant-salt
    first = hashlib.pbkdf2_hmac("sha256", password, b"pepper", 600_000)
    # ruleid: python.hash.constant-salt
    second = hashlib.scrypt(password, salt=SALT, n=2**14, r=8, p=1)
    # ok: python.hash.constant-salt
    third = hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
    # ok: python.hash.constant-salt
    fourth = hashlib.pbkdf2_hmac("sha256", password, os.urandom(16), 600_000)
    # ok: python.hash.constant-salt
    fifth = bcrypt.hashpw(password, bcrypt.gensalt())
    # ok: python.hash.constant-salt
    sixth = hashlib.scrypt(password, salt=salt.encode("latin-1"), n=2**14, r=8, p=1)
    return first, second, third, fourth, fifth, sixth
