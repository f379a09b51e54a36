import jwt


def is_authorized(user, action):
    # ruleid: python.auth.fails-open
    try:
        return policy.check(user, action)
    except Exception:
        return True


def verify_token(token):
    # ruleid: python.auth.fails-open
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        log.warning("bad token: %s", error)
        return True
    return True


def has_permission(user, action):
    # ok: python.auth.fails-open
    try:
        return policy.check(user, action)
    except Exception:
        return False


def check_password(user, password):
    # ok: python.auth.fails-open
    try:
        return hasher.verify(user.hash, password)
    except ValueError:
        raise


def is_newer(version):
    # ok: python.auth.fails-open
    try:
        return version > current
    except TypeError:
        return True
