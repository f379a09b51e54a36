import os
import stat
from pathlib import Path


def daemonise():
    # ruleid: python.file.world-writable
    os.umask(0)
    os.setsid()


def publish(path):
    # ruleid: python.file.world-writable
    os.chmod(path, 0o777)
    # ruleid: python.file.world-writable
    Path(path).chmod(0o666)
    # ruleid: python.file.world-writable
    os.chmod(path, stat.S_IRUSR | stat.S_IWOTH)
    # ok: python.file.world-writable
    os.chmod(path, 0o755)
    # ok: python.file.world-writable
    Path(path).chmod(0o600)
    # ok: python.file.world-writable
    os.umask(0o077)
    # ok: python.file.world-writable
    os.makedirs(path, mode=0o775)
    # ok: python.file.world-writable
    before = os.umask(0)
    os.umask(before)
    # ok: python.file.world-writable
    before = os.umask(0)
    os.umask(before | 0o77)
