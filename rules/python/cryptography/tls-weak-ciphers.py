import ssl


def contexts():
    context = ssl.create_default_context()
    # ruleid: python.tls.weak-ciphers
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    # ruleid: python.tls.weak-ciphers
    context.set_ciphers("RC4-SHA:AES128-SHA")
    # ok: python.tls.weak-ciphers
    context.set_ciphers("ECDHE+AESGCM:!aNULL:!MD5")
    # ok: python.tls.weak-ciphers
    context.set_ciphers("DEFAULT")
    # ok: python.tls.weak-ciphers
    context.set_ciphers("HIGH:!aNULL:!eNULL:!RC4")
    return context
