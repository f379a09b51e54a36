"""Reads the settings out of an environment and the file that it names, and gathers all that is wrong with them."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from bot import concern_settings, markers
from bot.announce_settings import AnnounceSettings
from bot.concern import Concern
from bot.decoding import Misread, decode, decode_json
from bot.hosts.fields import Fields, Problem, is_loopback, name_problem
from bot.hosts.kind import Door, HostSettings
from bot.hosts.registry import HOSTS
from bot.sign_in_settings import HOUSE, SignInSettings
from bot.telemetry.settings import TelemetrySettings

DEFAULT_LISTEN = "127.0.0.1:8080"
NO_REDIS = "not set; `patchwarden serve` starts an embedded Redis, separate processes share one"
NUMBERS: Final[Mapping[str, tuple[int, int, int]]] = {
    "PATCHWARDEN_CONCURRENCY": (2, 1, 64),
    "PATCHWARDEN_CONNECTIONS": (2_000, 10, 100_000),
    "PATCHWARDEN_CONNECTIONS_PER_ADDRESS": (0, 0, 100_000),
    "PATCHWARDEN_KEEP_DAYS": (400, 1, 36_500),
    "PATCHWARDEN_SHARED_FROM": (200_000, 0, 1_000_000_000),
    "PATCHWARDEN_SWEEP_BUDGET": (1_500, 100, 10_000),
}
"""Settings that are whole numbers: what holds where they are not set, the least and the most."""
_MIRROR = "mirror"
"""The TOML table of repositories that are the same."""
_NEW_SECRET = "make one with `openssl rand -hex 32` and keep it"  # noqa: S105 # nosec B105 - a remedy, no secret


Named = TypeVar("Named", HostSettings, Door)


class Reader:
    """Reads one environment and gathers what is wrong with it, so that people mend everything in one go."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._mirrors: list[Fields] = []
        self.tables: list[tuple[str, Fields]] = []
        """The hosts' fields that were read, each with its kind."""
        self.problems: list[Problem] = []

    def existing(self, name: str) -> Path | None:
        """A file or folder that must be there, where one is named."""
        given = self._text(name)
        path = Path(given).expanduser()
        if given and not path.exists():
            self.problem(name, f"{path} does not exist")
        return path if given else None

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        value = self._text(name)
        if value and value.partition("://")[0] not in schemes:
            self.problem(name, f"not a URL that begins with {', '.join(f'{scheme}://' for scheme in schemes)}")
        return value

    def redis(self) -> str:
        return self.url("REDIS_URL", ("redis", "rediss", "unix", "redis+socket"))

    def log_level(self) -> str:
        return self.choice("PATCHWARDEN_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")

    def database(self, state_dir: Path) -> str:
        """PostgreSQL's common URL forms name no driver that we install, so they are given one."""
        value = self._text("DATABASE_URL")
        if not value:
            return f"sqlite:///{state_dir / 'patchwarden.db'}"
        scheme, _, rest = value.partition("://")
        if scheme in {"postgres", "postgresql"}:
            return f"postgresql+psycopg://{rest}"
        if scheme.partition("+")[0] not in {"sqlite", "postgresql"}:
            self.problem("DATABASE_URL", "only sqlite:// and postgresql:// are supported")
        return value

    def listen(self) -> str:
        """``PORT`` is how platforms that read a Procfile give the port: there the server listens on all addresses."""
        name, value = "PATCHWARDEN_LISTEN", self._text("PATCHWARDEN_LISTEN")
        if not value:
            port = self._text("PORT")
            if not port:
                return DEFAULT_LISTEN
            name, value = "PORT", f"0.0.0.0:{port}"
        self._address(name, value, DEFAULT_LISTEN)
        return value

    def metrics(self) -> tuple[str, str]:
        """Where the page of figures is served, and who may read it from another machine: who sends the token."""
        name, given = "PATCHWARDEN_METRICS_LISTEN", self._text("PATCHWARDEN_METRICS_LISTEN")
        token, is_wrong = self._secret("PATCHWARDEN_METRICS_", "token")
        self._short("PATCHWARDEN_METRICS_TOKEN", token)
        if given and self._address(name, given, "127.0.0.1:9464") and not token and not is_wrong:
            address = given.rpartition(":")[0].strip("[]")
            if address not in ("127.0.0.1", "::1", "localhost"):
                remedy = "set PATCHWARDEN_METRICS_TOKEN, or listen on 127.0.0.1"
                self.problem(name, f"{given} can be reached from other machines: {remedy}")
        return given, token

    def pages(self) -> str:
        """``local`` only where no other machine reaches the web server."""
        value, listen = self._text("PATCHWARDEN_PAGES"), self._text("PATCHWARDEN_LISTEN") or DEFAULT_LISTEN
        if value not in ("", "local"):
            self.problem("PATCHWARDEN_PAGES", f"{value!r} is not local")
        elif value and not (is_loopback(f"http://{listen}") and not self._text("PORT")):
            self.problem("PATCHWARDEN_PAGES", "local pages are for this machine alone: listen on 127.0.0.1")
        return value

    def sarif_secret(self) -> str:
        """The secret of reports; ``""`` where it is not set."""
        given, _ = self._secret("PATCHWARDEN_", "sarif_secret")
        self._short("PATCHWARDEN_SARIF_SECRET", given)
        return given

    def telemetry(self) -> TelemetrySettings:
        found, problems = TelemetrySettings.read(self._environ)
        self.problems += problems
        return found

    def concern(self) -> Concern:
        """Which changes are reviewed."""
        found, problems = concern_settings.read(self._environ)
        self.problems += problems
        return found

    def announce(self) -> AnnounceSettings:
        found, problems = AnnounceSettings.read(self._environ)
        self.problems += problems
        return found

    def sign_in(self, hosts: Iterable[str]) -> SignInSettings:
        """Who may look at the pages; ``hosts`` are the names of those that are set up."""
        found, problems = SignInSettings.read(self._environ)
        self.problems += problems
        taken = {"oidc": found.oidc, "proxy": found.proxy}
        for name in sorted(set(hosts) & set(HOUSE)):
            if taken[name]:
                self.problem(f"PATCHWARDEN_{name.upper()}_…", f"a host is called {name}: give it another name")
        return found

    def _secret(self, prefix: str, key: str) -> tuple[str, bool]:
        """A secret that a variable holds, or a file that another one names; and whether it is set and cannot be
        used."""
        values = {name: self._environ.get(_variable(prefix, name), "") for name in (key, f"{key}_file")}
        fields = Fields(values, partial(_variable, prefix))
        given = fields.secret(key)
        self.problems += fields.problems
        return given, bool(fields.problems)

    def _short(self, name: str, given: str) -> bool:
        """Whether a secret that was given is too short, which is a problem."""
        short = 0 < len(given) < 16
        if short:
            self.problem(name, f"shorter than 16 characters: {_NEW_SECRET}")
        return short

    def _address(self, name: str, value: str, example: str) -> bool:
        port = value.rpartition(":")[2]
        good = bool(port.isascii() and port.isdigit() and int(port) < 65_536 and value.rpartition(":")[0])
        if not good:
            self.problem(name, f"{value!r} is not address:port, for example {example}")
        return good

    def number(self, name: str) -> int:
        """One of :data:`NUMBERS`."""
        value, (default, low, high) = self._text(name), NUMBERS[name]
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
            self.problem(name, f"{value!r} is not a whole number from {low} to {high}")
            return default
        return int(value)

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self._text(name).upper() or default
        if value not in choices:
            self.problem(name, f"{value!r} is none of {', '.join(choices)}")
        return value

    def marker_secret(self, state_dir: Path, *, embedded: bool) -> str:
        """The deployment's secret: given, or kept in the state directory, or (embedded only) made there now.

        It is never made where REDIS_URL is set: two machines would make two, and each would post what the other has
        posted already.
        """
        name = "PATCHWARDEN_SECRET"
        kept = state_dir / "secret"
        given, is_wrong = self._secret("PATCHWARDEN_", "secret")
        if given or is_wrong:
            return "" if self._short(name, given) else given
        try:
            if embedded:
                _keep_secret(kept)
        except OSError as error:
            where = f"keep the secret in {kept}" if state_dir.is_dir() else f"make the folder {state_dir}"
            self.problem("PATCHWARDEN_STATE_DIR", f"cannot {where}: {error.strerror}")
            return ""
        try:
            return kept.read_text().strip()
        except FileNotFoundError:
            self.problem(name, f"not set: {_NEW_SECRET}, the same on all machines (it signs our comments' marks)")
        except OSError as error:
            self.problem("PATCHWARDEN_STATE_DIR", f"cannot read {kept}: {error.strerror}")
        return ""

    def hosts(self, secret: str) -> tuple[HostSettings, ...]:
        """Hosts from the simple variables first, then those of the TOML file, each by its kind's reader."""
        marker_key = markers.derive_key(secret or "no secret: said already")
        tables = (*self._simple_hosts(), *self._file_hosts())
        return self._named(tables, lambda kind, fields: HOSTS[kind].settings.read(fields, marker_key))

    def doors(self, handed_over: str) -> tuple[Door, ...]:
        """What the web server needs of each host: from the variable ``handed_over`` where it is set, and then nothing
        else is looked at."""
        tables = self._given_hosts(handed_over) or (*self._simple_hosts(), *self._file_hosts())
        return self._named(tables, lambda kind, fields: HOSTS[kind].door.read(fields))

    def _named(
        self, tables: Iterable[tuple[Fields, str]], read: Callable[[str, Fields], Named | None]
    ) -> tuple[Named, ...]:
        """What ``read`` makes of each table of that kind; no name stands twice."""
        found: list[Named] = []
        for fields, kind in tables:
            made = read(kind, fields)
            self.tables.append((kind, fields))
            self.problems += fields.problems
            if made is None:
                continue
            if problem := name_problem(made.name):
                self.problem(fields.label("name"), problem)
            if any(host.name == made.name for host in found):
                self.problem(fields.label("name"), f"two hosts are called {made.name!r}: give each its own name")
            found.append(made)
        return tuple(found)

    def _given_hosts(self, variable: str) -> list[tuple[Fields, str]]:
        """Tables by kind, as JSON."""
        given = self._text(variable)
        try:
            tables = decode_json(dict[str, list[dict[str, object]]], given.encode()) if given else {}
        except Misread as error:
            self.problem(variable, str(error))
            return []
        return [
            (Fields(row, partial("{} {} {} {}".format, variable, kind, number)), kind)
            for kind, rows in tables.items()
            for number, row in enumerate(rows, 1)
            if kind in HOSTS
        ]

    def _simple_hosts(self) -> Iterator[tuple[Fields, str]]:
        for kind in HOSTS:
            prefix = f"PATCHWARDEN_{kind.upper()}_"
            values = {
                name.removeprefix(prefix).lower(): value
                for name, value in self._environ.items()
                if name.startswith(prefix) and value.strip()
            }
            if values:
                yield Fields(values, partial(_variable, prefix)), kind

    def _file_hosts(self) -> Iterator[tuple[Fields, str]]:
        path = self._environ.get("PATCHWARDEN_CONFIG", "")
        if not path:
            return
        try:
            document = tomllib.loads(Path(path).read_text("utf-8"))
        except OSError as error:
            self.problem("PATCHWARDEN_CONFIG", f"cannot read {path}: {error.strerror}")
            return
        except (
            ValueError,
            RecursionError,
        ) as error:  # ValueError: no UTF-8, no TOML, or a number of thousands of digits
            self.problem("PATCHWARDEN_CONFIG", f"{path} is not TOML: {error}")
            return
        for kind, tables in document.items():
            try:
                rows = decode(list[dict[str, object]], tables) if kind in (*HOSTS, _MIRROR) else None
            except Misread:
                rows = None
            if rows is None:
                known = " or ".join(f"[[{name}]]" for name in (*HOSTS, _MIRROR))
                self.problem("PATCHWARDEN_CONFIG", f"{path} has {kind!r}: it may hold only tables {known}")
            for number, row in enumerate(rows or (), 1):
                fields = Fields(row, partial("{} [[{}]] {} {}".format, path, kind, number))
                if kind == _MIRROR:
                    self._mirrors.append(fields)
                else:
                    yield fields, kind

    def mirrors(self, hosts: Collection[HostSettings]) -> tuple[tuple[str, ...], ...]:
        """The groups of the TOML file, which :meth:`hosts` has read."""
        groups: list[tuple[str, ...]] = []
        names = [] if self.problems else [host.name for host in hosts]  # a host with a problem has no name here
        for fields in self._mirrors:
            group = fields.words("repositories")
            for problem in _mirror_problems(group, names, groups) if fields.good("repositories") else ():
                fields.problem("repositories", problem)
            groups.append(fields.finish(partial(tuple[str, ...], group)) or ())
            self.problems += fields.problems
        return tuple(group for group in groups if group)

    def _text(self, name: str) -> str:
        return self._environ.get(name, "").strip()

    def problem(self, name: str, text: str) -> None:
        self.problems.append(Problem(name, text))


def _mirror_problems(
    group: tuple[str, ...], hosts: Collection[str], others: Iterable[tuple[str, ...]]
) -> Iterator[str]:
    """``hosts`` are the names that a repository may begin with; none are known where they have problems themselves."""
    if len(set(group)) < 2:
        yield 'names fewer than two repositories: write all that are the same, e.g. ["github:octo/app", "gerrit:app"]'
    for name in group:
        host, mark, repository = name.partition(":")
        if not (host and mark and repository):
            yield f"{name[:140]!r} is no repository of a host: write it as host:repository, e.g. github:octo/app"
        elif hosts and host not in hosts:
            yield f"{name[:140]!r} is on no host of these settings: the hosts are {', '.join(hosts)}"
        elif any(name in other for other in others):
            yield f"{name[:140]!r} stands in another group already: put both groups together"


def _variable(prefix: str, field: str) -> str:
    return f"{prefix}{field.upper()}"


def _keep_secret(path: Path) -> None:
    """Makes the secret once. Two processes that start together agree: the name is linked only to a whole file."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".secret-{os.getpid()}-{secrets.token_hex(4)}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        draft.write_text(secrets.token_hex(32) + "\n")
        with suppress(FileExistsError):  # the other process was first: its secret holds
            os.link(draft, path)
    finally:
        draft.unlink()
