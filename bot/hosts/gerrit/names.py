"""What may stand in a URL that we build: names and ids are checked by their own grammar, never taken as they come.

Gerrit's projects are git repositories under a root: names with slashes, also with spaces and plus signs.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_PART = re.compile(r"(?!\.{1,2}$)[^\x00-\x1f\x7f/\\?%*:<>|\"]{1,200}")
"""One part of a project's name; the refused characters are those that Gerrit itself refuses."""
_LONGEST_PROJECT = 400
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}", re.ASCII)


def is_project(text: str) -> bool:
    """Whether ``text`` can be a project's name."""
    parts = text.split("/")
    return len(text) <= _LONGEST_PROJECT and all(_PART.fullmatch(part) for part in parts) and text == text.strip()


def is_label(text: str) -> bool:
    """Whether ``text`` can be a label's name."""
    return _LABEL.fullmatch(text) is not None


def change_path(project: str, number: int) -> str:
    """The REST path of a change. The project stands in it: bare numbers can collide after an import."""
    return f"/changes/{quote(project, safe='')}~{number}"


def project_path(project: str) -> str:
    """The REST path of a project."""
    return f"/projects/{quote(project, safe='')}"


def change_ref(number: int, patch_set: int) -> str:
    """The git ref of a patch set: ``refs/changes/02/2/1`` (the last two digits of the number first)."""
    return f"refs/changes/{number % 100:02d}/{number}/{patch_set}"
