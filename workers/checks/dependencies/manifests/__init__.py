"""Reads dependency manifests and lock files into one shape. A part of the dependencies check.

Nothing is resolved, fetched or evaluated. What a file says may be of any shape; what is not of its format raises
:class:`Unreadable`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from bot.knowledge.languages import language_of
from workers.checks.dependencies.manifests import cargo, docker, go, maven, npm, php, python, ruby
from workers.checks.dependencies.manifests.model import Entry, Manifest, Unreadable

__all__ = ["Entry", "Manifest", "Unreadable", "reader_of"]

_READERS: Mapping[str, Callable[[str], Manifest]] = {
    "pyproject.toml": python.pyproject,
    "Pipfile": python.pipfile,
    "poetry.lock": python.lock,
    "uv.lock": python.lock,
    "pip.conf": python.pip_settings,
    "package.json": npm.package_json,
    ".npmrc": npm.settings,
    "package-lock.json": npm.package_lock,
    "npm-shrinkwrap.json": npm.package_lock,
    "yarn.lock": npm.yarn_lock,
    "pnpm-lock.yaml": npm.pnpm_lock,
    "go.mod": go.go_mod,
    "go.sum": go.go_sum,
    "pom.xml": maven.pom,
    "Cargo.toml": cargo.manifest,
    "Cargo.lock": cargo.lock,
    "Gemfile": ruby.gemfile,
    "composer.json": php.composer,
}
_BY_NAME = {name.lower(): read for name, read in _READERS.items()}
_REQUIREMENTS = re.compile(
    r"(^|/)[^/]*requirements[^/]*\.(?:txt|in|pip)$|(^|/)constraints[^/]*\.txt$|(^|/)requirements/[^/]+\.(?:txt|in)$",
    re.IGNORECASE,
)


def reader_of(path: str) -> Callable[[str], Manifest] | None:
    """The reader for a path, or ``None`` where the path is no manifest. A byte order mark is no part of a text."""
    read = _reader_of(path)
    return None if read is None else lambda text: read(text.removeprefix("\ufeff"))


def _reader_of(path: str) -> Callable[[str], Manifest] | None:
    name = PurePosixPath(path).name.lower()
    if name in _BY_NAME:
        return _BY_NAME[name]
    if _REQUIREMENTS.search(path):
        return python.requirements
    return docker.dockerfile if language_of(path) == "dockerfile" else None
