# CWE-328: digests that can be forged or guessed, where that matters.
import hashlib
import hmac
import uuid
import zlib

import bcrypt
from Crypto.Hash import MD5, SHA256
from cryptography.hazmat.primitives import hashes
# == vulnerable: MD5 of a password
def stored(password):
    return hashlib.md5(password.encode()).hexdigest()
# == vulnerable: SHA-1 of a password
def stored(password, salt):
    return hashlib.sha1((salt + password).encode()).hexdigest()
# == vulnerable: by its name
def stored(password):
    return hashlib.new("md5", password.encode()).hexdigest()
# == vulnerable: by a name in a variable
def stored(password):
    algorithm = "sha1"
    return hashlib.new(algorithm, password.encode()).hexdigest()
# == vulnerable: another library
def stored(password):
    return MD5.new(password.encode()).hexdigest()
# == vulnerable: a signature of MD5
def signature(message):
    digest = hashes.Hash(hashes.MD5())
    digest.update(message)
    return digest.finalize()
# == vulnerable: a token of MD5
def token(user):
    return hashlib.md5(f"{user.id}:{user.email}".encode()).hexdigest()
# == safe: scrypt
def stored(password, salt):
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
# == safe: PBKDF2
def stored(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)
# == safe: bcrypt
def stored(password):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())
# == safe: not for security, and it says so
def bucket(name):
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
# == safe: SHA-256 of a file
def checksum(data):
    return hashlib.sha256(data).hexdigest()
# == safe: SHA-256 by its name
def checksum(data):
    return hashlib.new("sha256", data).hexdigest()
# == safe: HMAC
def signature(key, message):
    return hmac.new(key, message, hashlib.sha256).hexdigest()
# == safe: a checksum against accidents
def crc(data):
    return zlib.crc32(data)
# == safe: another library
def checksum(data):
    return SHA256.new(data).hexdigest()
# == safe: a name of a name space
def name(text):
    return uuid.uuid5(uuid.NAMESPACE_URL, text)
