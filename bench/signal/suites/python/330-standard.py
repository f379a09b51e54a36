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
# == vulnerable: a token of letters
def token():
    return "".join(random.choice(string.ascii_letters) for _ in range(32))
# == vulnerable: a password
def password():
    return "".join(random.choices(string.ascii_letters + string.digits, k=12))
# == vulnerable: a session id
def session_id():
    return str(random.getrandbits(128))
# == vulnerable: a one-time code
def verification_code():
    code = random.randint(100000, 999999)
    return f"{code}"
# == vulnerable: seeded with the time
def reset_token():
    source = random.Random(time.time())
    return "%032x" % source.getrandbits(128)
# == vulnerable: a cookie that remembers
def remember(response):
    key = str(random.random())[2:]
    response.set_cookie("remember_me", key)
# == vulnerable: a salt
def salt():
    return bytes(random.randrange(256) for _ in range(16))
# == safe: secrets
def token():
    return secrets.token_urlsafe(32)
# == safe: the system's numbers
def token():
    return "".join(random.SystemRandom().choice(string.ascii_letters) for _ in range(32))
# == safe: secrets, by letter
def password():
    return "".join(secrets.choice(string.ascii_letters) for _ in range(16))
# == safe: a random identifier
def session_id():
    return str(uuid.uuid4())
# == safe: a game
def roll():
    return random.randint(1, 6)
# == safe: a delay
def wait(attempt):
    time.sleep(2**attempt + random.random())
# == safe: a shuffled list
def shuffled(cards):
    random.shuffle(cards)
    return cards
# == safe: a sample
def sample(rows):
    return random.sample(rows, 10)
# == safe: numbers for a model
def noise(shape):
    return numpy.random.normal(size=shape)
# == safe: one of the servers
def server(servers):
    return random.choice(servers)
# == vulnerable: hashed, which adds nothing to it
def api_key():
    return hashlib.sha256(str(random.random()).encode()).hexdigest()
# == vulnerable: NumPy
def secret_key():
    return numpy.random.bytes(32)
# == vulnerable: a clock and a network card
def make_session_id():
    return uuid.uuid1().hex
# == vulnerable: a field of an object
class Account:
    def forget(self):
        self.reset_code = "".join(random.sample(string.digits, 6))
# == vulnerable: a name in a call
def invite(store, user):
    store.add(user=user, token="%08x" % random.getrandbits(32))
# == vulnerable: the key of a dictionary
def issue(user):
    return {"user": user, "access_token": str(random.randint(0, 2**64))}
# == vulnerable: a key for encryption
def cipher():
    return Fernet(base64.urlsafe_b64encode(random.randbytes(32)))
# == vulnerable: the link of a mail
def link():
    number = random.randrange(10**12)
    return f"https://example.org/reset?code={number}"
# == safe: a colour
def color():
    return "#%06x" % random.randrange(2**24)
# == safe: the token of a language model
def next_token(logits):
    token_id = random.choices(range(len(logits)), weights=logits)[0]
    return token_id
# == safe: which key of a cache goes
def evict(cache):
    key = random.choice(list(cache))
    del cache[key]
# == safe: the position of a password's letter
def position(password):
    password_index = random.randrange(len(password))
    return password_index
# == safe: a random source that asks the system
def token():
    random = secrets.SystemRandom()
    token = "".join(random.choice(string.ascii_letters) for _ in range(32))
    return token
# == safe: a port
def port():
    return random.randint(20000, 30000)
# == safe: Fernet's own key
def cipher():
    return Fernet(Fernet.generate_key())
# == safe: the system's bytes as a salt
def salt():
    return os.urandom(16)
