import logging

log = logging.getLogger(__name__)


def receive(key, message, signature, user):
    # ruleid: python.auth.failure-swallowed
    try:
        verify_signature(key, message, signature)
    except ValueError:
        log.warning("bad signature")
    # ruleid: python.auth.failure-swallowed
    try:
        key.verify(signature, message)
    except Exception:
        pass
    # ok: python.auth.failure-swallowed
    try:
        verify_signature(key, message, signature)
    except ValueError:
        log.warning("bad signature")
        raise
    # ok: python.auth.failure-swallowed
    try:
        check_permission(user, "write")
    except PermissionError:
        return None
    # ok: python.auth.failure-swallowed
    try:
        check_spelling(message)
    except ValueError:
        pass
    return message
