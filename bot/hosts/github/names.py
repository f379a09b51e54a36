"""What may stand in a URL that we build: names and ids are checked by their own grammar, never taken as they come.

The grammars are GitHub's own limits: an owner is letters, digits, hyphens and (managed users) underscores; a repository
name is letters, digits, ``.``, ``_`` and ``-``, at most 100 of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.hosts.names import SHA, is_sha

_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}", re.ASCII)
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?", re.ASCII)
_TEAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[a-z0-9_-]{1,100}", re.ASCII)
_DELIVERY = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)
_TERMS = r"[0-9a-f]{8}-(?:[0-9a-f]{8})?"
_AGAIN = "again"
_CHECK_ID = re.compile(
    rf"([0-9]{{1,20}}):([0-9]{{1,10}}):({SHA})(?::([0-9a-f]{{16}}))?(?::({SHA}))?(?::({_TERMS}))?(:{_AGAIN})?",
    re.ASCII,
)


def is_repository(text: str) -> bool:
    """Whether ``text`` is an ``owner/name`` that is safe in a path."""
    return _REPOSITORY.fullmatch(text) is not None


def is_login(text: str) -> bool:
    """Whether ``text`` is the name of an account, as ``mona`` or ``renovate[bot]``."""
    return _LOGIN.fullmatch(text) is not None


def is_team(text: str) -> bool:
    """Whether ``text`` is ``org/team``, the team as in its page's address."""
    return _TEAM.fullmatch(text) is not None


def is_named(bot: str, names: Iterable[str]) -> bool:
    """Whether the account of a bot is among these names, with or without the ``[bot]`` of an App's."""
    return _plain(bot) in {_plain(name) for name in names}


def _plain(login: str) -> str:
    return login.lower().removesuffix("[bot]")


def is_delivery(text: str) -> bool:
    """Whether ``text`` looks like a delivery id."""
    return _DELIVERY.fullmatch(text) is not None


def check_id(repository_id: str, number: int, head: str, digest: str = "", base: str = "") -> str:
    """The ``external_id`` of a check run: the change, the head and the base that it speaks of, and a digest of what it
    says; without one it says nothing yet. A group of a merge queue has the number 0.
    """
    return ":".join([repository_id, str(number), head, *filter(None, (digest, base))])


def read_check_id(text: str) -> tuple[str, int, str, str] | None:
    """Repository id, number, head and digest (or ``""``) of an ``external_id`` of ours; ``None`` for anything else."""
    match = _CHECK_ID.fullmatch(text)
    if match is None:
        return None
    return match[1], int(match[2]), match[3], match[4] or ""


def read_check_base(text: str) -> str:
    """The base in an ``external_id`` of ours; ``""`` where there is none."""
    match = _CHECK_ID.fullmatch(text)
    return (match[5] or "") if match else ""


def with_terms(external_id: str, of: str) -> str:
    """The ``external_id`` with the :func:`~bot.hosts.survey.terms` of what it tells."""
    return f"{external_id}:{of}"


def read_check_terms(text: str) -> str:
    """The :func:`~bot.hosts.survey.terms` in an ``external_id`` of ours; ``""`` where there are none."""
    match = _CHECK_ID.fullmatch(text)
    return (match[6] or "") if match else ""


def marked_again(external_id: str) -> str:
    """The ``external_id`` of what lacks checks that may work later: a sweep has it tried again."""
    return f"{external_id}:{_AGAIN}"


def is_marked_again(text: str) -> bool:
    """Whether this is an ``external_id`` of ours with that mark."""
    match = _CHECK_ID.fullmatch(text)
    return match is not None and bool(match[7])


def group(base: str, head: str) -> str:
    """How a reference names a merge queue's group."""
    return f"{base}...{head}"


def read_group(text: str) -> tuple[str, str] | None:
    """Base and head of a group; ``None`` for anything else."""
    base, dots, head = text.partition("...")
    return (base, head) if dots and is_sha(base) and is_sha(head) else None
