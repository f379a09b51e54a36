# CWE-377: files in a shared folder under a name that others know.
import os
import shutil
import tempfile
from pathlib import Path

WORK = "/tmp/report"
# == vulnerable: mktemp
def scratch():
    return open(tempfile.mktemp(), "w")
# == vulnerable: a fixed name
def log(text):
    with open("/tmp/app.log", "a") as file:
        file.write(text)
# == vulnerable: the process's number
def pid():
    with open(f"/tmp/app-{os.getpid()}", "w") as file:
        file.write("1")
# == vulnerable: a fixed folder
def folder():
    if not os.path.exists(WORK):
        os.makedirs(WORK)
# == vulnerable: a path object
def mark():
    Path("/tmp/app.lock").write_text("1")
# == vulnerable: the system's folder, a fixed name
def state(text):
    with open(os.path.join(tempfile.gettempdir(), "app.state"), "w") as file:
        file.write(text)
# == safe: a named temporary file
def scratch():
    return tempfile.NamedTemporaryFile("w")
# == safe: a folder of one's own
def folder():
    with tempfile.TemporaryDirectory() as work, open(os.path.join(work, "report"), "w") as file:
        file.write("1")
# == safe: reading
def read():
    with open("/tmp/motd") as file:
        return file.read()
# == safe: mkstemp
def low():
    handle, path = tempfile.mkstemp()
    os.close(handle)
    return path
# == safe: another folder
def state(text):
    Path("/var/lib/app/state").write_text(text)
# == safe: copied out
def copy(target):
    shutil.copy("/tmp/input", target)
