# CWE-329: the same start for every message.
import os

from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

IV = b"0123456789abcdef"
# == vulnerable: zeros
def encrypt(key, data):
    return Cipher(algorithms.AES(key), modes.CBC(b"\x00" * 16)).encryptor().update(data)
# == vulnerable: a constant of the module
def encrypt(key, data):
    return AES.new(key, AES.MODE_CBC, IV).encrypt(data)
# == vulnerable: a nonce
def encrypt(key, data):
    return AESGCM(key).encrypt(b"constant-non", data, None)
# == vulnerable: by keyword
def encrypt(key, data):
    return AES.new(key, AES.MODE_GCM, nonce=b"0" * 12).encrypt(data)
# == safe: random
def encrypt(key, data):
    iv = os.urandom(16)
    return iv + Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor().update(data)
# == safe: the library makes it
def encrypt(key, data):
    cipher = AES.new(key, AES.MODE_GCM)
    return cipher.nonce + cipher.encrypt(data)
# == safe: read from the message
def decrypt(key, data):
    return AES.new(key, AES.MODE_CBC, data[:16]).decrypt(data[16:])
# == safe: random nonce
def encrypt(key, data):
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, data, None)
