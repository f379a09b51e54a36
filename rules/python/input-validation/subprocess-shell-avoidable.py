import asyncio
import os
import subprocess
from os import popen as started
from subprocess import Popen as Process


def rotate(log, options):
    # ruleid: python.subprocess.shell-avoidable
    subprocess.run("logrotate /etc/logrotate.conf | tee " + log, shell=True, check=True)
    # ruleid: python.subprocess.shell-avoidable
    Process("gzip /var/log/app.log.1", shell=True)
    # ruleid: python.subprocess.shell-avoidable
    os.system("sync")
    # ruleid: python.subprocess.shell-avoidable
    free = started("df -h").read()
    # ruleid: python.subprocess.shell-avoidable
    used = subprocess.getoutput("du -sh /var/log")
    # ruleid: python.subprocess.shell-avoidable
    subprocess.check_call(["ls"], shell=1)
    # ok: python.subprocess.shell-avoidable
    subprocess.run(["logrotate", "/etc/logrotate.conf"], check=True)
    # ok: python.subprocess.shell-avoidable
    subprocess.run(["gzip", log], shell=False, check=True)
    # ok: python.subprocess.shell-avoidable
    os.popen_later = None
    return free, used


async def measured():
    # ruleid: python.subprocess.shell-avoidable
    await asyncio.create_subprocess_shell("vmstat 1 2")
    # ok: python.subprocess.shell-avoidable
    await asyncio.create_subprocess_exec("vmstat", "1", "2")
