# CWE-295: whoever answers is believed.
import ssl
import urllib.request

import aiohttp
import httpx
import paramiko
import requests
import urllib3
# == vulnerable: a session
def session():
    session = requests.Session()
    session.verify = False
    return session
# == vulnerable: urllib3
def pool():
    return urllib3.PoolManager(cert_reqs="CERT_NONE")
# == vulnerable: a socket without a name to compare
def wrap(sock):
    return ssl.wrap_socket(sock, ca_certs="/etc/ca.pem", cert_reqs=ssl.CERT_REQUIRED)
# == safe: the side of the server
def wrap(sock):
    return ssl.wrap_socket(sock, certfile="/etc/cert.pem", server_side=True)
