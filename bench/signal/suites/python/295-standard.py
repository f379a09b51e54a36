# CWE-295: whoever answers is believed.
import ssl
import urllib.request

import aiohttp
import httpx
import paramiko
import requests
import urllib3
# == vulnerable: requests
def fetch(url):
    return requests.get(url, verify=False, timeout=5).text
# == vulnerable: a session
def session():
    session = requests.Session()
    session.verify = False
    return session
# == vulnerable: httpx
def client():
    return httpx.Client(verify=False)
# == vulnerable: a context
def context():
    made = ssl.create_default_context()
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made
# == vulnerable: a context that is unverified from the start
def fetch(url):
    return urllib.request.urlopen(url, context=ssl._create_unverified_context()).read()
# == vulnerable: aiohttp
def connector():
    return aiohttp.TCPConnector(ssl=False)
# == vulnerable: urllib3
def pool():
    return urllib3.PoolManager(cert_reqs="CERT_NONE")
# == vulnerable: SSH
def ssh(host):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(host)
# == vulnerable: a socket without a name to compare
def wrap(sock):
    return ssl.wrap_socket(sock, ca_certs="/etc/ca.pem", cert_reqs=ssl.CERT_REQUIRED)
# == safe: requests
def fetch(url):
    return requests.get(url, timeout=5).text
# == safe: an authority of one's own
def fetch(url):
    return requests.get(url, verify="/etc/ca.pem", timeout=5).text
# == safe: a context
def context():
    return ssl.create_default_context()
# == safe: verification is asked for
def context():
    made = ssl.create_default_context()
    made.check_hostname = True
    made.verify_mode = ssl.CERT_REQUIRED
    return made
# == safe: SSH refuses
def ssh(host):
    client = paramiko.SSHClient()
    client.load_system_host_keys()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.connect(host)
# == safe: the side of the server
def wrap(sock):
    return ssl.wrap_socket(sock, certfile="/etc/cert.pem", server_side=True)
