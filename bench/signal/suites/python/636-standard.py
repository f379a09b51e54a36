# CWE-636: what cannot be checked is allowed.
import logging

log = logging.getLogger(__name__)
# == vulnerable: an error lets in
def is_allowed(user, page):
    try:
        return policy.check(user, page)
    except Exception:
        return True
# == vulnerable: any error
def has_permission(request):
    try:
        return request.user.role.can(request.path)
    except:
        return True
# == vulnerable: after a message
def verify_token(token):
    try:
        return server.verify(token).active
    except OSError as error:
        log.warning("no answer: %s", error)
        return True
# == safe: an error keeps out
def is_allowed(user, page):
    try:
        return policy.check(user, page)
    except Exception:
        return False
# == safe: it goes up
def has_permission(request):
    try:
        return request.user.role.can(request.path)
    except LookupError as error:
        raise PermissionError from error
# == safe: no check of anybody
def is_stale(path):
    try:
        return path.stat().st_mtime < 100
    except OSError:
        return True
# == safe: what does not exist needs no permission
def is_allowed(user, page):
    try:
        owner = Page.objects.get(pk=page).owner
    except Page.DoesNotExist:
        return True
    return owner == user
