import ssl


def contexts():
    # ruleid: python.tls.old-version
    old = ssl.SSLContext(ssl.PROTOCOL_TLSv1)
    # ruleid: python.tls.old-version
    old.minimum_version = ssl.TLSVersion.TLSv1_1
    # ok: python.tls.old-version
    new = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # ok: python.tls.old-version
    new.minimum_version = ssl.TLSVersion.TLSv1_2
    # ok: python.tls.old-version
    new.maximum_version = ssl.TLSVersion.TLSv1_3
    return old, new
