# CWE-494: what was downloaded is run.
import json
import os
import subprocess
import urllib.request

import requests
# == vulnerable: exec
def plugin(url):
    exec(requests.get(url, timeout=5).text)
# == vulnerable: a shell reads it
def install():
    os.system("curl -fsSL https://get.example.org | sh")
# == vulnerable: another shell
def install():
    subprocess.run("wget -qO - https://get.example.org/install | bash -s", shell=True, check=True)
# == vulnerable: through a variable
def script(url):
    text = urllib.request.urlopen(url).read().decode()
    subprocess.run(["bash", "-c", text], check=True)
# == safe: only kept
def download(url, path):
    with open(path, "wb") as file:
        file.write(requests.get(url, timeout=5).content)
# == safe: data
def settings(url):
    return json.loads(urllib.request.urlopen(url).read())
# == safe: downloaded to a file
def install():
    os.system("curl -fsSLo /tmp/install https://get.example.org")
# == safe: a shell without the net
def sort():
    subprocess.run("sort names | uniq", shell=True, check=True)
