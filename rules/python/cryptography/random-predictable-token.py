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


def remembered(response, request, mailer):
    # ruleid: python.random.predictable-token
    response.set_cookie("remember_me", str(random.random())[2:])
    # ruleid: python.random.predictable-token
    request.session["login_code"] = random.randint(1000, 9999)
    # ok: python.random.predictable-token
    response.set_cookie("variant", random.choice(["a", "b"]))
    number = random.getrandbits(128)
    letters = []
    letters.append(random.choice(string.ascii_letters))
    # ruleid: python.random.predictable-token
    secret = "".join(letters)
    # ruleid: python.random.predictable-token
    mailer.send(f"https://example.org/reset?token={number}")
    # ok: python.random.predictable-token
    mailer.send(f"https://example.org/offers?page={random.randint(1, 9)}")


def texted(user, sms):
    pin = random.randint(1000, 9999)
    # ruleid: python.random.predictable-token
    sms.send(user.phone, f"Your login code is {pin}")
    number = random.randrange(10**6)
    # ruleid: python.random.predictable-token
    sms.send(user.phone, "Your one-time password: " + str(number))
    # ruleid: python.random.predictable-token
    sms.send(user.phone, "https://example.org/verify/%s" % number)
    temp_password = ""
    for _ in range(8):
        # ruleid: python.random.predictable-token
        temp_password += random.choice(string.ascii_letters)
    # ruleid: python.random.predictable-token
    sid = random.getrandbits(64)
    # ok: python.random.predictable-token
    sms.send(user.phone, f"Your number in the queue is {random.randint(1, 9)}")
    # ok: python.random.predictable-token
    pin = random.choice([4, 17, 27])
    return temp_password, sid, pin


def verification_code():
    # ruleid: python.random.predictable-token
    return "%06d" % random.randrange(1000000)


def server_index(servers):
    # ok: python.random.predictable-token
    return random.randrange(len(servers))
