# CWE-916: passwords that are hashed too cheaply.
import hashlib

import bcrypt
# == vulnerable: a low cost
def stored(password):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=5))
