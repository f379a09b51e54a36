"""What stands above what in the field: roles, digests, randomness, header values, file modes, endings."""

from __future__ import annotations

import re

from workers.checks.guards.atoms import Atom, Relation

_ROLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (4, re.compile(r"superuser|superadmin|super_admin|\broot\b|sudo|sysadmin|site_?admin|master")),
    (3, re.compile(r"admin|staff|maintainer|moderator")),
    (2, re.compile(r"owner|permission|perm\b|hasperm|\bcan[a-z(:]|policy|\brole|authoriz|hasaccess|allowed|privilege")),
    (1, re.compile(r"authenticat|loggedin|signedin|islogin|login\b|currentuser|user\b|session\b|verified|guest")),
)
"""Who may, the highest first, in the one spelling of names (no capitals, no underscores)."""
_NOBODY = re.compile(r"anonym|public|unauthenti")


def role(text: str) -> int:
    """How high the role is that a text asks for: 4 superuser, 3 administrator, 2 a permission, 1 any user, 0 none."""
    if _NOBODY.search(text):
        return 0
    return next((rank for rank, words in _ROLES if words.search(text)), 0)


def is_higher(one: Atom, other: Atom) -> bool:
    """Whether who has the one has the other: a superuser is authenticated."""
    if one.relation not in (Relation.HOLDS, Relation.EQUAL, Relation.HAS) or other.relation is not Relation.HOLDS:
        return False
    mine, theirs = _rank(one), _rank(other)
    return mine > theirs > 0


def _rank(atom: Atom) -> int:
    return role(f"{atom.left} {atom.right}")
