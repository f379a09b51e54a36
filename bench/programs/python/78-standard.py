# CWE-78 without a client in sight: a function's argument in a shell's line.
import asyncio
import os
import shlex
import subprocess
# == safe: quoted before
def owner(path, user):
    path = shlex.quote(path)
    subprocess.check_call("chown www {}".format(path), shell=True)
