# CWE-760: one salt for all.
import hashlib
import os

import bcrypt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

SALT = b"pepper-and-salt"
# == vulnerable: a class
def deriver():
    return PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=b"\x00" * 16, iterations=600_000)
