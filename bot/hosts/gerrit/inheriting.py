"""The policies that a project's parents give to it: ``.patchwarden.yml`` beside their ``project.config``.

Children inherit what stands on ``refs/meta/config``, and only those may write there who may change a project's access
rights. Source: https://gerrit-review.googlesource.com/Documentation/rest-api-projects.html (``get-project-parent``,
``get-content``).
"""

from __future__ import annotations

import base64
import binascii

from bot.hosts.base import HostError
from bot.hosts.gerrit.client import Api
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import is_project, project_path

_FILE = ".patchwarden.yml"
_CONTENT = f"branches/refs%2Fmeta%2Fconfig/files/{_FILE}/content"
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
        content = _answer(api, f"{project_path(project)}/{_CONTENT}", f"read {_FILE} of {project}")
        if content is not None:
            found.append((f"{project}:refs/meta/config/{_FILE}", _decoded(content, project)))
    return tuple(reversed(found))


def _answer(api: Api, path: str, to: str) -> str | None:
    try:
        return api.get(str, path, to)
    except Refused as refusal:
        if refusal.status not in _NOT_FOR_US:
            raise
        return None


def _decoded(content: str, project: str) -> str:
    try:
        return base64.b64decode(content, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError) as error:
        raise HostError(f"could not read {_FILE} of {project}: the answer is not base64") from error
