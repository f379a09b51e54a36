"""Names that say that a call protects."""

from __future__ import annotations

import pytest

from bot.knowledge.protection import NO_CHECK, SURE_CALL


@pytest.mark.parametrize(
    "name", "check_user _allowed _allowed_file _within_root _safe _or_403 __check_user is_safe secure_filename".split()
)
def test_a_name_that_protects(name: str) -> None:
    assert SURE_CALL.match(name)


@pytest.mark.parametrize("name", "check mark_safe checkout invalidate _load count _in_validate".split())
def test_a_name_that_does_not(name: str) -> None:
    assert not SURE_CALL.match(name)


@pytest.mark.parametrize("name", "get_user _get_user __findAll unescape ParseError".split())
def test_a_name_that_is_no_check(name: str) -> None:
    assert NO_CHECK.search(name)
