# CWE-390: the error of a check is caught and forgotten.
import logging

log = logging.getLogger(__name__)
# == vulnerable: a signature
def receive(key, message, signature):
    try:
        key.verify(signature, message)
    except Exception:
        pass
    return handle(message)
# == vulnerable: only a message
def update(user, page):
    try:
        check_permission(user, page)
    except PermissionError as error:
        log.error("%s", error)
    page.save()
# == vulnerable: a token
async def call(token):
    try:
        await verify_token(token)
    except ValueError:
        log.info("bad token")
    return await answer()
# == safe: refused
def receive(key, message, signature):
    try:
        key.verify(signature, message)
    except Exception:
        return None
    return handle(message)
# == safe: raised again
def update(user, page):
    try:
        check_permission(user, page)
    except PermissionError:
        log.error("not allowed")
        raise
    page.save()
# == safe: another question
def title(page):
    try:
        check_title(page)
    except ValueError:
        pass
    return page.title
# == safe: the good case is inside
def open_door(token):
    try:
        verify_token(token)
        unlock()
    except ValueError:
        log.info("bad token")
