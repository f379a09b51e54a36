# CWE-617: checks that `python -O` leaves out.
# == safe: an invariant
def half(number):
    assert number % 2 == 0
    return number // 2
