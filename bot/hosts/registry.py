"""The one place that names the kinds of host: how each is set up, and how it is built.

A new host is a package beside this file and one line in :data:`HOSTS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from bot.hosts.base import EventSource, ReviewHost
from bot.hosts.gerrit import Gerrit, GerritEvents, GerritSettings
from bot.hosts.gerrit.names import is_project
from bot.hosts.gerrit.settings import DEFAULT_LABEL
from bot.hosts.github import GitHub, GitHubEvents, GitHubSettings
from bot.hosts.github.names import is_repository
from bot.hosts.github.settings import PUBLIC_API

HostSettings: TypeAlias = GerritSettings | GitHubSettings

_ADDRESS_END = re.compile(r"[A-Za-z0-9._~-]{16,200}")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the settings: the variable or the file's field, what is wrong, and the remedy."""

    name: str
    text: str


class HostFields:
    """One host's raw fields, from variables or from a TOML table, with a gatherer of problems.

    ``label`` turns a field's name into what people wrote: ``PATCHWARDEN_GITHUB_TOKEN``.
    """

    def __init__(self, values: Mapping[str, Any], label: Callable[[str], str] = str) -> None:
        self._values = values
        self._known: set[str] = set()
        self._bad: set[str] = set()
        self.label = label
        self.problems: list[Problem] = []

    def problem(self, field: str, text: str) -> None:
        self.problems.append(Problem(self.label(field), text))
        self._bad.add(field.removesuffix("_file"))

    def good(self, *fields: str) -> bool:
        """Whether nothing is wrong with these so far: what could not be read need not be missed as well."""
        return self._bad.isdisjoint(fields)

    def text(self, field: str, default: str = "") -> str:
        self._known.add(field)
        value = self._values.get(field, default)
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.problem(field, "must be a string")
            return default
        return str(value).strip() or default

    def secret(self, field: str) -> str:
        """A secret by value, or by the file that ``<field>_file`` names (how orchestrators hand out secrets)."""
        value, file = self.text(field), self.text(f"{field}_file")
        if value and file:
            self.problem(field, f"give either this or {self.label(f'{field}_file')}, not both")
        if not file or value:
            return value
        try:
            return Path(file).expanduser().read_text("utf-8").strip()
        except OSError as error:
            self.problem(f"{field}_file", f"cannot read {file}: {error.strerror}")
        except UnicodeDecodeError:
            self.problem(f"{field}_file", f"{file} is not a text file")
        return ""

    def words(self, field: str) -> tuple[str, ...]:
        """A TOML list of strings, or one string with commas or spaces between the words."""
        self._known.add(field)
        value = self._values.get(field, "")
        words = value.replace(",", " ").split() if isinstance(value, str) else value
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return tuple(words)
        self.problem(field, "must be a list of strings")
        return ()

    def flag(self, field: str, default: bool = False) -> bool:
        self._known.add(field)
        known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        answer = known.get(str(self._values.get(field, default)).strip().lower())
        if answer is None:
            self.problem(field, "must be true or false")
        return bool(answer)

    def finish(self) -> None:
        """Names the fields that nobody asked for: they are spelling mistakes."""
        for field in sorted(self._values.keys() - self._known):
            known = ", ".join(self.label(name) for name in sorted(self._known))
            self.problem(field, f"unknown; known are {known}")


@dataclass(frozen=True, slots=True)
class HostKind:
    """How one kind of host is set up and built."""

    read: Callable[[HostFields, bytes], HostSettings | None]
    """Fields and marker key → settings, or ``None`` with the problems noted in the fields."""
    build: Callable[[Any], ReviewHost]
    events: Callable[[Any], EventSource]
    settings: type
    library: str
    """The client that the package imports when it first needs it."""
    webhook: str = "/webhooks/{}"
    """Where deliveries go, with the host's name put in."""


def build(settings: HostSettings) -> ReviewHost:
    """A host account for one task."""
    return _kind(settings).build(settings)


def events(settings: HostSettings) -> EventSource:
    """The reader of that host's deliveries."""
    return _kind(settings).events(settings)


def webhook(settings: HostSettings) -> str:
    """The path that the host's deliveries go to, without any secret."""
    return _kind(settings).webhook.format(settings.name)


def preload(hosts: Iterable[HostSettings]) -> None:
    """Imports the clients of these hosts: once in a worker, not again in each process that it forks."""
    for host in hosts:
        import_module(_kind(host).library)


def _kind(settings: HostSettings) -> HostKind:
    return next(kind for kind in HOSTS.values() if isinstance(settings, kind.settings))


def _read_github(fields: HostFields, marker_key: bytes) -> GitHubSettings | None:
    """An App (id and private key) or a personal token; the webhook secret either way."""
    name, url = fields.text("name", "github"), fields.text("url", PUBLIC_API)
    app_id, private_key = fields.text("app_id"), fields.secret("private_key").replace("\\n", "\n")
    token, webhook_secret = fields.secret("token"), fields.secret("webhook_secret")
    repositories = fields.words("repositories")
    resolve_threads, paced = fields.flag("resolve_threads"), fields.flag("paced", default=True)
    fields.finish()
    if fields.good("app_id", "private_key", "token"):
        _check_credentials(fields, app_id, private_key, token)
    if fields.good("webhook_secret") and len(webhook_secret) < 16:
        state = "shorter than 16 characters" if webhook_secret else "not set"
        fields.problem("webhook_secret", f"{state}: enter the same long random text here and in GitHub's webhook page")
    for repository in repositories:
        if not is_repository(repository):
            fields.problem("repositories", f"{repository[:140]!r} is not a repository: write it as owner/name")
    if fields.problems:
        return None
    try:
        return GitHubSettings(
            name=name,
            base_url=url,
            app_id=app_id or None,
            private_key=private_key or None,
            token=token or None,
            webhook_secret=webhook_secret,
            marker_key=marker_key,
            allow_http=urlsplit(url).hostname in _LOOPBACK,
            resolve_threads=resolve_threads,
            repositories=repositories,
            paced=paced,
        )
    except ValueError as error:  # the address: everything else was looked at above
        fields.problem("url", str(error))
        return None


def _check_credentials(fields: HostFields, app_id: str, private_key: str, token: str) -> None:
    if token and (app_id or private_key):
        fields.problem("token", "give either a token or an App (app_id and private_key), not both")
    elif app_id and not private_key:
        fields.problem("private_key", "not set: download a private key from the App's settings page")
    elif private_key and not app_id:
        fields.problem("app_id", "not set: it stands at the top of the App's settings page")
    elif not (token or app_id):
        fields.problem("token", "not set: give a token, or an App by app_id and private_key")
    if private_key and not private_key.startswith("-----BEGIN "):
        fields.problem("private_key", "not a PEM private key (it begins with -----BEGIN)")


def _read_gerrit(fields: HostFields, marker_key: bytes) -> GerritSettings | None:
    """The bot's account by its HTTP password, and the end of the webhook's address."""
    name, url = fields.text("name", "gerrit"), fields.text("url")
    username, password = fields.text("username"), fields.secret("password")
    webhook_secret = fields.secret("webhook_secret")
    label, projects = fields.text("label", DEFAULT_LABEL), fields.words("projects")
    fix_suggestions = fields.flag("fix_suggestions")
    fields.finish()
    if fields.good("username") and not username:
        fields.problem("username", "not set: the bot's user name on that Gerrit")
    if fields.good("password") and not password:
        fields.problem("password", "not set: make one on Gerrit's Settings page, under HTTP Credentials")
    if fields.good("webhook_secret") and not _ADDRESS_END.fullmatch(webhook_secret):
        fields.problem("webhook_secret", "give 16 or more letters and digits: they end the webhook's address")
    for project in projects:
        if not is_project(project):
            fields.problem("projects", f"{project[:140]!r} is not a project's name")
    if fields.problems:
        return None
    try:
        return GerritSettings(
            name=name,
            url=url,
            username=username,
            password=password,
            webhook_secret=webhook_secret,
            marker_key=marker_key,
            allow_http=urlsplit(url).hostname in _LOOPBACK,
            label="" if label == "none" else label,
            projects=projects,
            fix_suggestions=fix_suggestions,
        )
    except ValueError as error:
        fields.problem("url", str(error))
        return None


HOSTS: Mapping[str, HostKind] = {
    "github": HostKind(_read_github, GitHub, GitHubEvents, GitHubSettings, library="github"),
    "gerrit": HostKind(
        _read_gerrit, Gerrit, GerritEvents, GerritSettings, library="gerrit", webhook="/webhooks/{}/<webhook secret>"
    ),
}
"""By the name that variables (``PATCHWARDEN_GITHUB_…``) and TOML tables (``[[github]]``) use."""
