import contextlib
import logging

log = logging.getLogger(__name__)


def sent(mails, server):
    # ruleid: python.error.swallowed
    try:
        server.send(mails[0])
    except:
        pass
    # ruleid: python.error.swallowed
    try:
        server.send(mails[1])
    except Exception:
        pass
    for mail in mails:
        # ruleid: python.error.swallowed
        try:
            server.send(mail)
        except Exception:
            continue
    # ok: python.error.swallowed
    try:
        server.send(mails[0])
    except ConnectionError:
        pass
    # ok: python.error.swallowed
    try:
        server.send(mails[0])
    except Exception:
        log.exception("A mail was not sent")
    # ok: python.error.swallowed
    with contextlib.suppress(FileNotFoundError):
        server.forget(mails[0])
