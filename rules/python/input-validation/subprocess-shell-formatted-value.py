import os
import shlex
import subprocess


def archive(folder, name, count):
    # ruleid: python.subprocess.shell-formatted-value
    subprocess.run(f"tar czf /tmp/{name}.tgz .", shell=True, cwd=folder)
    command = "rm -rf " + folder
    # ruleid: python.subprocess.shell-formatted-value
    os.system(command)
    # ok: python.subprocess.shell-formatted-value
    subprocess.run(f"tar czf /tmp/{shlex.quote(name)}.tgz .", shell=True, cwd=folder)
    # ok: python.subprocess.shell-formatted-value
    subprocess.run(["tar", "czf", f"/tmp/{name}.tgz", "."], cwd=folder)
    # ok: python.subprocess.shell-formatted-value
    os.system("head -n %d /var/log/syslog" % count)
    # ok: python.subprocess.shell-formatted-value
    os.system("systemctl reload nginx")
