import random
import secrets
import string
from random import SystemRandom


def invite(user):
    # ruleid: python.random.predictable-token
    token = "".join(random.choice(string.ascii_letters) for _ in range(32))
    # ruleid: python.random.predictable-token
    user.reset_token = str(random.randint(100000, 999999))
    digits = random.getrandbits(64)
    # ruleid: python.random.predictable-token
    session_id = "%x" % digits
    # ok: python.random.predictable-token
    token = secrets.token_urlsafe()
    # ok: python.random.predictable-token
    token = "".join(SystemRandom().choice(string.ascii_letters) for _ in range(32))
    # ok: python.random.predictable-token
    retry_delay = random.uniform(1, 2)
    # ok: python.random.predictable-token
    token_index = random.randrange(10)
    # ok: python.random.predictable-token
    greeting = random.choice(["hello", "hi"])
    return token, session_id, retry_delay, token_index, greeting


def generate_password(length):
    # ruleid: python.random.predictable-token
    return "".join(random.choices(string.printable, k=length))
