from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric import ec, rsa


def keys(size):
    # ruleid: python.key.short
    first = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    # ruleid: python.key.short
    second = RSA.generate(512)
    # ruleid: python.key.short
    third = ec.generate_private_key(ec.SECP192R1())
    # ok: python.key.short
    fourth = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    # ok: python.key.short
    fifth = ec.generate_private_key(ec.SECP256R1())
    # ok: python.key.short
    sixth = RSA.generate(size)
    return first, second, third, fourth, fifth, sixth
