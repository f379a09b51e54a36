import hashlib
import hmac

from cryptography.hazmat.primitives import hashes


def issue(user, now, key, builder):
    # ruleid: python.hash.weak-algorithm
    reset_token = hashlib.md5(f"{user}{now}".encode()).hexdigest()
    # ruleid: python.hash.weak-algorithm
    mac = hmac.new(key, user, hashlib.md5).hexdigest()
    # ruleid: python.hash.weak-algorithm
    certificate = builder.sign(key, hashes.SHA1())
    # ok: python.hash.weak-algorithm
    certificate = builder.sign(key, hashes.SHA256())
    # ok: python.hash.weak-algorithm
    etag = hashlib.md5(user).hexdigest()
    # ok: python.hash.weak-algorithm
    cache_key = hashlib.sha1(user).hexdigest()
    # ok: python.hash.weak-algorithm
    session_id = hashlib.md5(user, usedforsecurity=False).hexdigest()
    # ok: python.hash.weak-algorithm
    signature = hashlib.sha256(user).hexdigest()
    return reset_token, mac, certificate, etag, cache_key, session_id, signature


def verify_signature(body, wanted):
    # ruleid: python.hash.weak-algorithm
    return hmac.compare_digest(hashlib.sha1(body).hexdigest(), wanted)


def cache_key_of_token(token):
    # ok: python.hash.weak-algorithm
    return "app:" + hashlib.md5(token.encode()).hexdigest()
