import random
import secrets


def issued(order):
    # ruleid: python.random.guessable-value
    nonce = random.getrandbits(64)
    # ruleid: python.random.guessable-value
    order.voucher = "".join(random.choices("ABCDEF", k=8))
    # ruleid: python.random.guessable-value
    iv = random.randbytes(16)
    # ok: python.random.guessable-value
    nonce = secrets.token_hex(8)
    # ok: python.random.guessable-value
    delay = random.uniform(1, 2)
    # ok: python.random.guessable-value
    position = random.randrange(10)
    return nonce, iv, delay, position
