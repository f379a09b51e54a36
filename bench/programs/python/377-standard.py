# CWE-377: files in a shared folder under a name that others know.
import os
import shutil
import tempfile
from pathlib import Path

WORK = "/tmp/report"
# == vulnerable: the process's number
def pid():
    with open(f"/tmp/app-{os.getpid()}", "w") as file:
        file.write("1")
# == vulnerable: a path object
def mark():
    Path("/tmp/app.lock").write_text("1")
# == safe: another folder
def state(text):
    Path("/var/lib/app/state").write_text(text)
# == safe: copied out
def copy(target):
    shutil.copy("/tmp/input", target)
