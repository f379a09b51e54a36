from flask import request, session


def delete(record):
    # ruleid: python.auth.client-role
    if request.cookies.get("is_admin") == "true":
        record.delete()
    # ruleid: python.auth.client-role
    if request.headers["X-User-Role"] != "admin":
        return "no", 403
    # ok: python.auth.client-role
    if session.get("role") == "admin":
        record.delete()
    # ok: python.auth.client-role
    if request.cookies.get("theme") == "admin":
        return "dark"
    # ok: python.auth.client-role
    if request.args.get("role") == "admin":
        return "the list of administrators"
    return ""
