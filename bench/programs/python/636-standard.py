# CWE-636: what cannot be checked is allowed.
import logging

log = logging.getLogger(__name__)
# == vulnerable: any error
def has_permission(request):
    try:
        return request.user.role.can(request.path)
    except:
        return True
# == safe: no check of anybody
def is_stale(path):
    try:
        return path.stat().st_mtime < 100
    except OSError:
        return True
