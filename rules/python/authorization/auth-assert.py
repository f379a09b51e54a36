def delete(user, item):
    # ruleid: python.auth.assert
    assert user.is_admin
    item.delete()


def publish(request, item):
    # ruleid: python.auth.assert
    assert request.user.has_perm("publish"), "not allowed"
    # ok: python.auth.assert
    assert item is not None
    # ok: python.auth.assert
    assert isinstance(request.user, User)
    item.publish()


def close(user, item):
    if not user.is_admin:
        raise PermissionError
    # ok: python.auth.assert
    assert item.count >= 0
    item.close()


def test_admin(user):
    # ok: python.auth.assert
    assert user.is_admin
