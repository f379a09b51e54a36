# CWE-326: keys and protocols that are too weak.
import ssl

from Crypto.PublicKey import DSA, RSA
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
# == vulnerable: DSA
def key():
    return dsa.generate_private_key(key_size=1024)
