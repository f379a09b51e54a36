# CWE-326: keys and protocols that are too weak.
import ssl

from Crypto.PublicKey import DSA, RSA
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
# == vulnerable: RSA
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)
# == vulnerable: DSA
def key():
    return dsa.generate_private_key(key_size=1024)
# == vulnerable: another library
def key():
    return RSA.generate(1024)
# == vulnerable: a size in a variable
def key():
    bits = 512
    return DSA.generate(bits)
# == vulnerable: a small curve
def key():
    return ec.generate_private_key(ec.SECP192R1())
# == vulnerable: an old protocol
def context():
    return ssl.SSLContext(ssl.PROTOCOL_TLSv1)
# == safe: RSA
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=4096)
# == safe: another library
def key():
    return RSA.generate(3072)
# == safe: a curve
def key():
    return ec.generate_private_key(ec.SECP384R1())
# == safe: a size of the caller's
def key(bits):
    return RSA.generate(bits)
# == safe: the newest protocol
def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made
