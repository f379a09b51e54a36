import os
import subprocess


def archive(folder):
    # ruleid: python.subprocess.shell-wildcard
    os.system("cd /srv/uploads && tar czf /backup/all.tgz *")
    # ruleid: python.subprocess.shell-wildcard
    subprocess.run("/bin/chown www-data *", shell=True, cwd=folder, check=True)
    # ruleid: python.subprocess.shell-wildcard
    os.popen("chmod -R 640 *")
    # ok: python.subprocess.shell-wildcard
    os.system("cd /srv/uploads && tar czf /backup/all.tgz ./*")
    # ok: python.subprocess.shell-wildcard
    subprocess.run("chown www-data -- *", shell=True, cwd=folder, check=True)
    # ok: python.subprocess.shell-wildcard
    subprocess.run(["chown", "www-data", *os.listdir(folder)], cwd=folder, check=True)
    # ok: python.subprocess.shell-wildcard
    os.system("rm -f /tmp/app-*")
