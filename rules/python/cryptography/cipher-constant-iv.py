import os

from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

FIXED = b"0123456789abcdef"


def seal(key, given):
    # ruleid: python.cipher.constant-iv
    Cipher(algorithms.AES(key), modes.CBC(b"0123456789abcdef"))
    # ruleid: python.cipher.constant-iv
    Cipher(algorithms.AES(key), modes.CBC(FIXED))
    # ruleid: python.cipher.constant-iv
    AES.new(key, AES.MODE_CBC, iv=b"\0" * 16)
    # ruleid: python.cipher.constant-iv
    AES.new(key, AES.MODE_CBC, bytes(16))
    # ok: python.cipher.constant-iv
    AES.new(key, AES.MODE_CBC, os.urandom(16))
    fresh = os.urandom(16)
    # ok: python.cipher.constant-iv
    Cipher(algorithms.AES(key), modes.CBC(fresh))
    # ok: python.cipher.constant-iv
    AES.new(key, AES.MODE_CBC, iv=given.encode("utf-8", "surrogatepass"))
    # ok: python.cipher.constant-iv
    return AES.new(key, AES.MODE_GCM)


def unseal(key, message):
    # ok: python.cipher.constant-iv
    return AES.new(key, AES.MODE_CBC, message[:16])
