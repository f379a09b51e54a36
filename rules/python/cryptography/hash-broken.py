import crypt
import hashlib
import hashlib as digests
from hashlib import md5 as digest_of

from cryptography.hazmat.primitives import hashes
from Crypto.Hash import MD5


def summed(data, name):
    # ruleid: python.hash.broken
    first = hashlib.md5(data).hexdigest()
    # ruleid: python.hash.broken
    first = digests.sha1(data)
    # ruleid: python.hash.broken
    first = digest_of(data)
    # ruleid: python.hash.broken
    first = hashlib.new("MD5", data)
    # ruleid: python.hash.broken
    first = hashlib.new(name="sha1")
    # ruleid: python.hash.broken
    first = MD5.new(data)
    # ruleid: python.hash.broken
    first = hashes.Hash(hashes.SHA1())
    # ruleid: python.hash.broken
    first = crypt.crypt(name, crypt.METHOD_MD5)
    # ok: python.hash.broken
    first = hashlib.md5(data, usedforsecurity=False)
    # ok: python.hash.broken
    first = hashlib.new("md5", data, usedforsecurity=False)
    # ok: python.hash.broken
    first = hashlib.sha256(data)
    # ok: python.hash.broken
    first = hashlib.new("sha512", data)
    # ok: python.hash.broken
    first = crypt.crypt(name, crypt.METHOD_SHA512)
    return first
