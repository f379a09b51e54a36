# CWE-330: numbers that can be foretold, where somebody would want to.
import base64
import hashlib
import os
import random
import secrets
import string
import time
import uuid

import numpy
from cryptography.fernet import Fernet
# == vulnerable: seeded with the time
def reset_token():
    source = random.Random(time.time())
    return "%032x" % source.getrandbits(128)
# == safe: numbers for a model
def noise(shape):
    return numpy.random.normal(size=shape)
# == vulnerable: NumPy
def secret_key():
    return numpy.random.bytes(32)
# == vulnerable: a clock and a network card
def make_session_id():
    return uuid.uuid1().hex
# == safe: a random source that asks the system
def token():
    random = secrets.SystemRandom()
    token = "".join(random.choice(string.ascii_letters) for _ in range(32))
    return token
