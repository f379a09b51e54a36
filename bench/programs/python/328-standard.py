# CWE-328: digests that can be forged or guessed, where that matters.
import hashlib
import hmac
import uuid
import zlib

import bcrypt
from Crypto.Hash import MD5, SHA256
from cryptography.hazmat.primitives import hashes
# == vulnerable: by its name
def stored(password):
    return hashlib.new("md5", password.encode()).hexdigest()
# == vulnerable: another library
def stored(password):
    return MD5.new(password.encode()).hexdigest()
# == vulnerable: a signature of MD5
def signature(message):
    digest = hashes.Hash(hashes.MD5())
    digest.update(message)
    return digest.finalize()
# == safe: SHA-256 by its name
def checksum(data):
    return hashlib.new("sha256", data).hexdigest()
# == safe: a checksum against accidents
def crc(data):
    return zlib.crc32(data)
# == safe: another library
def checksum(data):
    return SHA256.new(data).hexdigest()
