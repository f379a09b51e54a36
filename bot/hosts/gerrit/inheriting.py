"""The policies that a project's parents give to it: ``.patchwarden.yml`` beside their ``project.config``.

Children inherit what stands on ``refs/meta/config``, and only those may write there who may change a project's access
rights. Source: https://gerrit-review.googlesource.com/Documentation/rest-api-projects.html (``get-project-parent``,
``get-content``).
"""

from __future__ import annotations

import base64
import binascii
from urllib.parse import quote

from bot.hosts.base import HostError
from bot.hosts.gerrit.client import Api
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import is_project, project_path

_FILE = ".patchwarden.yml"
_CONFIG = "refs/meta/config"
_MOST_PARENTS = 10
"""Deeper trees of projects are rare; Gerrit refuses circles."""
_NOT_FOR_US = (403, 404)
"""Answers for what is not there, and for what the account may not see."""


def policies(api: Api, project: str) -> tuple[tuple[str, str], ...]:
    """Each parent's file, as where it stands and its text, the nearest parent last. A parent without a file, or that
    the account may not read, gives none. Raises :class:`~bot.hosts.base.HostError` for every other answer."""
    found: list[tuple[str, str]] = []
    for _ in range(_MOST_PARENTS):
        parent = _answer(api, f"{project_path(project)}/parent", f"read the parent of {project}")
        if not parent or not is_project(parent):  # All-Projects has none
            break
        project = parent
        text = content(api, project, _CONFIG, _FILE)
        if text is not None:
            found.append((f"{project}:{_CONFIG}/{_FILE}", text.decode("utf-8", "replace")))
    return tuple(reversed(found))


def content(api: Api, project: str, branch: str, path: str) -> bytes | None:
    """A file of a branch, given by its whole name; ``None`` where it is not there, or not for us. Raises
    :class:`~bot.hosts.base.HostError`."""
    where = f"branches/{quote(branch, safe='')}/files/{quote(path, safe='')}/content"
    answer = _answer(api, f"{project_path(project)}/{where}", f"read {path} of {project}")
    return None if answer is None else _decoded(answer, path, project)


def _answer(api: Api, path: str, to: str) -> str | None:
    try:
        return api.get(str, path, to)
    except Refused as refusal:
        if refusal.status not in _NOT_FOR_US:
            raise
        return None


def _decoded(answer: str, path: str, project: str) -> bytes:
    try:
        return base64.b64decode(answer, validate=True)
    except (binascii.Error, ValueError) as error:
        raise HostError(f"could not read {path} of {project}: the answer is not base64") from error
