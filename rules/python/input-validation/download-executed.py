import hashlib
import json
import os
import subprocess
import urllib.request

import requests

KNOWN = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def install(url):
    # ruleid: python.download.executed
    exec(requests.get(url).text)
    # ruleid: python.download.executed
    os.system("curl -sSL https://example.org/install.sh | sh")
    # ruleid: python.download.executed
    subprocess.run("wget -qO- https://example.org/i | sudo bash", shell=True)
    # ok: python.download.executed
    os.system("curl -sSLo install.sh https://example.org/install.sh")
    # ok: python.download.executed
    data = json.loads(urllib.request.urlopen(url).read())
    text = requests.get(url).text
    if hashlib.sha256(text.encode()).hexdigest() != KNOWN:
        raise ValueError(url)
    # ok: python.download.executed
    subprocess.run(["sh", "install.sh"])
    return data
