"""The policy that an owner gives to all of their repositories, from their repository ``.patchwarden`` or ``.github``.

Source: https://docs.github.com/en/rest/repos/contents#get-repository-content
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from bot.decoding import Misread, decode
from bot.hosts.base import ChangeNotFound
from bot.hosts.github import wire
from bot.hosts.github.client import Api
from bot.hosts.github.errors import Refused
from bot.policy import BOUNDS

_REPOSITORIES = (".patchwarden", ".github")
_FILES = (".patchwarden.yml", "patchwarden.yml")
_NOT_FOR_US = (403, 404, 451)
"""Answers for what is not there, and for what our credential may not see."""


def policies(api_of: Callable[[str], Api], repository: str) -> tuple[tuple[str, str], ...]:
    """The first such file, as where it stands and its text; nothing where there is none, or where we may not read it.

    ``repository`` is the one under review, as ``owner/name``; ``api_of`` gives what reads a repository, and raises
    :class:`~bot.hosts.base.ChangeNotFound` where the App is not installed on it: then it is read as anybody may.
    Raises :class:`~bot.hosts.base.HostError` for every other answer.
    """
    owner = repository.split("/")[0]
    for name in _REPOSITORIES:
        home = f"{owner}/{name}"
        if home.lower() == repository.lower():
            continue  # its own file is read from git
        try:
            api = api_of(home)
        except ChangeNotFound:
            api = api_of(repository)
        if not _is_theirs(api, home):
            continue
        for file in _FILES:
            text = _text(api, home, file)
            if text is not None:
                return ((f"{home}/{file}", text),)
    return ()


def _is_theirs(api: Api, home: str) -> bool:
    """Whether the owner has this repository. One that was given away is answered for under its new owner's name."""
    try:
        found = api.get(wire.Repository, f"/repos/{home}", f"look for {home}")
    except Refused as refusal:
        if refusal.status not in _NOT_FOR_US:
            raise
        return False
    return found.full_name.lower() == home.lower()


def _text(api: Api, home: str, file: str) -> str | None:
    try:
        answer = api.get(object, f"/repos/{home}/contents/{file}", f"read {file} of {home}")
    except Refused as refusal:
        if refusal.status not in _NOT_FOR_US:
            raise
        return None
    try:
        content = decode(wire.Content, answer)
    except Misread:  # a folder is answered with a list
        return None
    if content.encoding != "base64":  # it is larger than 1 MB, and GitHub leaves the text out
        return " " * (BOUNDS.size + 1)
    return base64.b64decode(content.content).decode("utf-8", "replace")
