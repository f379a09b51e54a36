# CWE-327: ciphers and modes that no longer protect.
import ssl

from Crypto.Cipher import AES, ARC4, DES, DES3, Blowfish, ChaCha20_Poly1305
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
# == vulnerable: DES
def lock(key, text):
    return DES.new(key, DES.MODE_CBC, iv=b"\0" * 8).encrypt(text)
# == vulnerable: triple DES
def lock(key, text):
    return DES3.new(key, DES3.MODE_CBC).encrypt(text)
# == vulnerable: RC4
def lock(key, text):
    return ARC4.new(key).encrypt(text)
# == vulnerable: Blowfish
def lock(key, text):
    return Blowfish.new(key, Blowfish.MODE_CBC).encrypt(text)
# == vulnerable: AES in ECB
def lock(key, text):
    return AES.new(key, AES.MODE_ECB).encrypt(text)
# == vulnerable: ECB of cryptography
def lock(key, text):
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(text)
# == vulnerable: RC4 of cryptography
def lock(key, text):
    return Cipher(algorithms.ARC4(key), mode=None).encryptor().update(text)
# == vulnerable: a short RSA key
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)
# == vulnerable: an old protocol
def context():
    return ssl.SSLContext(ssl.PROTOCOL_TLSv1)
# == vulnerable: an old minimum
def context():
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1
    return made
# == safe: AES in GCM
def lock(key, text):
    return AES.new(key, AES.MODE_GCM).encrypt_and_digest(text)
# == safe: AESGCM
def lock(key, nonce, text):
    return AESGCM(key).encrypt(nonce, text, None)
# == safe: ChaCha20
def lock(key, text):
    return ChaCha20_Poly1305.new(key=key).encrypt_and_digest(text)
# == safe: Fernet
def lock(key, text):
    return Fernet(key).encrypt(text)
# == safe: CBC of cryptography
def lock(key, iv, text):
    return Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor().update(text)
# == safe: a long RSA key
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)
# == safe: the default context
def context():
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made
# == safe: the name only
def describe():
    return "we moved from DES and AES.MODE_ECB to GCM"
