import hmac
import os

from Crypto.Cipher import AES
from cryptography.fernet import Fernet

KEY = b"0123456789abcdef"


def protect(data, key, nonce):
    # ruleid: python.cipher.constant-key
    first = Fernet(b"zmW8Qy3kTqk2b8mX9v0Xo0n5yL1b7mUqXn3r5k1d2e4=")
    # ruleid: python.cipher.constant-key
    second = AES.new(KEY, AES.MODE_GCM, nonce)
    # ruleid: python.cipher.constant-key
    third = hmac.new("s3cr3t-s4lt".encode(), data, "sha256")
    # ok: python.cipher.constant-key
    fourth = Fernet(os.environ["KEY"])
    # ok: python.cipher.constant-key
    fifth = AES.new(key, AES.MODE_GCM, nonce)
    # ok: python.cipher.constant-key
    sixth = Fernet(Fernet.generate_key())
    # ok: python.cipher.constant-key
    seventh = hmac.digest(key.encode("utf-8", "surrogatepass"), data, "sha256")
    # ok: python.cipher.constant-key
    eighth = hmac.new(bytes(key, encoding="utf-8", errors="surrogatepass"), data, "sha256")
    return first, second, third, fourth, fifth, sixth, seventh, eighth
