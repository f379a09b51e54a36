# CWE-78 without a client in sight: a function's argument in a shell's line.
import asyncio
import os
import shlex
import subprocess
# == vulnerable: an f-string
def archive(name):
    subprocess.run(f"tar czf /srv/{name}.tgz /srv/data", shell=True, check=True)
# == vulnerable: joined
def remove(folder):
    os.system("rm -rf " + folder)
# == vulnerable: formatted, then run
def owner(path, user):
    command = "chown {} {}".format(user, path)
    subprocess.check_call(command, shell=True)
# == vulnerable: a percent sign
def size(path):
    return os.popen("du -sh '%s'" % path).read()
# == vulnerable: asynchronous
async def listing(folder):
    return await asyncio.create_subprocess_shell(f"ls -l {folder}")
# == vulnerable: a field
class Job:
    def start(self, job):
        subprocess.getoutput("at now -f " + job.script)
# == safe: a list
def archive(name):
    subprocess.run(["tar", "czf", f"/srv/{name}.tgz", "/srv/data"], check=True)
# == safe: quoted
def remove(folder):
    os.system("rm -rf " + shlex.quote(folder))
# == safe: quoted before
def owner(path, user):
    path = shlex.quote(path)
    subprocess.check_call("chown www {}".format(path), shell=True)
# == safe: a number
def head(count):
    return os.popen("head -n %d /var/log/app" % count).read()
# == safe: a typed number
def head(count: int):
    return os.popen(f"head -n {count} /var/log/app").read()
# == safe: a constant
def disk():
    return subprocess.getoutput("df -h | sort")
# == safe: the value is no part of the command
def sort(text):
    return subprocess.run("sort | uniq -c", shell=True, input=text.encode(), capture_output=True).stdout
