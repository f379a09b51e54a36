# CWE-329: the same start for every message.
import os

from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

IV = b"0123456789abcdef"
# == vulnerable: a nonce
def encrypt(key, data):
    return AESGCM(key).encrypt(b"constant-non", data, None)
# == safe: read from the message
def decrypt(key, data):
    return AES.new(key, AES.MODE_CBC, data[:16]).decrypt(data[16:])
# == safe: random nonce
def encrypt(key, data):
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, data, None)
