# CWE-273: rights that were not given up.
import logging
import os

log = logging.getLogger(__name__)
# == vulnerable: passed over
def drop(uid):
    try:
        os.setuid(uid)
    except OSError:
        pass
# == vulnerable: only told
def drop(uid, gid):
    try:
        os.setgid(gid)
        os.setuid(uid)
    except Exception as error:
        log.warning("still root: %s", error)
# == safe: it ends
def drop(uid):
    try:
        os.setuid(uid)
    except OSError as error:
        raise SystemExit("cannot give up root") from error
# == safe: nothing is caught
def drop(uid, gid):
    os.setgid(gid)
    os.setuid(uid)
# == safe: another call
def tidy(path):
    try:
        os.unlink(path)
    except OSError:
        pass
