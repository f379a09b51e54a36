# CWE-330: numbers that can be foretold, where somebody would want to.
import random
import secrets
import string
import time
import uuid

import numpy
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
