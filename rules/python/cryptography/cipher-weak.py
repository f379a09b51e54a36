from Crypto.Cipher import AES, ARC4, DES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def seal(key, nonce, block):
    # ruleid: python.cipher.weak
    DES.new(key, DES.MODE_CBC, nonce)
    # ruleid: python.cipher.weak
    ARC4.new(key)
    # ruleid: python.cipher.weak
    AES.new(key, AES.MODE_ECB)
    # ruleid: python.cipher.weak
    Cipher(algorithms.AES(key), modes.ECB())
    # ruleid: python.cipher.weak
    Cipher(algorithms.TripleDES(key), modes.CBC(nonce))
    # ok: python.cipher.weak
    AES.new(key, AES.MODE_GCM, nonce=nonce)
    # ok: python.cipher.weak
    Cipher(algorithms.AES(key), modes.GCM(nonce))
    # ok: python.cipher.weak
    return Cipher(algorithms.ChaCha20(key, nonce), mode=None)
