import hashlib

import bcrypt


def stored(password, salt, rounds):
    # ruleid: python.hash.few-iterations
    first = hashlib.pbkdf2_hmac("sha256", password, salt, 1000)
    # ruleid: python.hash.few-iterations
    second = bcrypt.hashpw(password, bcrypt.gensalt(4))
    # ok: python.hash.few-iterations
    third = hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
    # ok: python.hash.few-iterations
    fourth = hashlib.pbkdf2_hmac("sha256", password, salt, rounds)
    # ok: python.hash.few-iterations
    fifth = bcrypt.hashpw(password, bcrypt.gensalt())
    return first, second, third, fourth, fifth
