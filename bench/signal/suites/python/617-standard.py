# CWE-617: checks that `python -O` leaves out.
# == vulnerable: an administrator
def delete(request, pk):
    assert request.user.is_staff
    Account.objects.get(pk=pk).delete()
# == vulnerable: a permission
def edit(user, page):
    assert user.has_perm("change_page"), "not allowed"
    page.save()
# == vulnerable: a signature
def receive(key, message, signature):
    assert verify_signature(key, message, signature)
    return message
# == safe: an if
def delete(request, pk):
    if not request.user.is_staff:
        raise PermissionError
    Account.objects.get(pk=pk).delete()
# == safe: an invariant
def half(number):
    assert number % 2 == 0
    return number // 2
# == safe: for the type checker
def name(user):
    assert user is not None
    return user.name
# == safe: a test
def test_permission(user):
    assert user.has_perm("change_page")
