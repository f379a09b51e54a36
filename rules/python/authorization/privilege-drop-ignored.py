import logging
import os

log = logging.getLogger(__name__)


def careless(uid):
    # ruleid: python.privilege.drop-ignored
    try:
        os.setuid(uid)
    except OSError:
        pass


def careful(uid):
    # ok: python.privilege.drop-ignored
    try:
        os.setuid(uid)
    except OSError as error:
        raise SystemExit(f"cannot become {uid}") from error


def plain(uid):
    # ok: python.privilege.drop-ignored
    os.setuid(uid)


def other(path):
    # ok: python.privilege.drop-ignored
    try:
        os.remove(path)
    except OSError:
        pass
