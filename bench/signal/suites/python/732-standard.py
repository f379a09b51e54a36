# CWE-732: files that everybody may change.
import os
import stat
from pathlib import Path
# == vulnerable: all rights for all
def share(path):
    os.chmod(path, 0o777)
# == vulnerable: everybody writes
def share(path):
    Path(path).chmod(0o666)
# == vulnerable: by name
def share(path):
    os.chmod(path, stat.S_IRUSR | stat.S_IWOTH)
# == vulnerable: no mask
def start():
    os.umask(0)
# == safe: the owner
def keep(path):
    os.chmod(path, 0o600)
# == safe: readable
def publish(path):
    os.chmod(path, 0o644)
# == safe: a program
def program(path):
    Path(path).chmod(0o755)
# == safe: a mask
def start():
    os.umask(0o077)
# == safe: the group
def group(path):
    os.chmod(path, 0o770)
