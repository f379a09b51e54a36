# CWE-321: keys in the code.
import hmac
import os

from Crypto.Cipher import AES, ChaCha20
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import algorithms

KEY = b"0123456789abcdef0123456789abcdef"
# == vulnerable: Fernet
def box():
    return Fernet(b"mGd3xYw1Gm6Xo3n0o2bq3q0g1o7jI2p0v9t4w1xYz2k=")
# == vulnerable: a constant of the module
def cipher(nonce):
    return AES.new(KEY, AES.MODE_GCM, nonce=nonce)
# == vulnerable: a text that is encoded
def mac(message):
    return hmac.new("s3cretOfThisApp".encode(), message, "sha256").hexdigest()
# == vulnerable: another class
def algorithm():
    return algorithms.AES(b"sixteen byte key")
# == safe: the environment
def box():
    return Fernet(os.environ["FERNET_KEY"])
# == safe: a parameter
def cipher(key, nonce):
    return AES.new(key, AES.MODE_GCM, nonce=nonce)
# == safe: a file
def mac(message):
    with open("/etc/app/key", "rb") as file:
        return hmac.new(file.read(), message, "sha256").hexdigest()
# == safe: a new key
def stream():
    return ChaCha20.new(key=os.urandom(32))
