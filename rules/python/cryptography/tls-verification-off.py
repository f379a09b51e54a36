import ssl

import aiohttp
import httpx
import requests


def calls(session, url, ca):
    # ruleid: python.tls.verification-off
    requests.get(url, verify=False, timeout=5)
    # ruleid: python.tls.verification-off
    httpx.Client(verify=False)
    # ruleid: python.tls.verification-off
    session.post(url, json={}, verify=False)
    # ruleid: python.tls.verification-off
    session.verify = False
    # ruleid: python.tls.verification-off
    context = ssl._create_unverified_context()
    # ruleid: python.tls.verification-off
    context.check_hostname = False
    # ruleid: python.tls.verification-off
    context.verify_mode = ssl.CERT_NONE
    # ruleid: python.tls.verification-off
    aiohttp.TCPConnector(ssl=False)
    if settings.LDAP_TLS_INSECURE:
        # ok: python.tls.verification-off
        ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_NEVER)
    # ok: python.tls.verification-off
    requests.get(url, timeout=5)
    # ok: python.tls.verification-off
    requests.get(url, verify=ca, timeout=5)
    # ok: python.tls.verification-off
    context = ssl.create_default_context(cafile=ca)
    # ok: python.tls.verification-off
    context.check_hostname = True
    # ok: python.tls.verification-off
    image.save(url, verify=False)
    # ok: python.tls.verification-off
    context.verify_mode = ssl.CERT_REQUIRED


def own_authority(ca):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=ca)
    context.verify_mode = ssl.CERT_REQUIRED
    # ok: python.tls.verification-off
    context.check_hostname = False
    return context
