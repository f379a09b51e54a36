from Crypto.Cipher import PKCS1_OAEP, PKCS1_v1_5
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding


def sealed(key, data):
    # ruleid: python.rsa.weak-padding
    first = key.encrypt(data, padding.PKCS1v15())
    # ruleid: python.rsa.weak-padding
    second = PKCS1_v1_5.new(key).encrypt(data)
    # ok: python.rsa.weak-padding
    third = PKCS1_OAEP.new(key).encrypt(data)
    # ok: python.rsa.weak-padding
    fourth = key.encrypt(data, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None))
    # ok: python.rsa.weak-padding
    fifth = key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return first, second, third, fourth, fifth
