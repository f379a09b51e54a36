"""What ``patchwarden config show`` tells: what is set, where it comes from, and what nobody reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot import folders, setting_names
from bot.hosts.fields import Fields
from bot.hosts.registry import HOSTS
from bot.setting_names import HANDED_OVER, OWN, SECRET, SHARED
from bot.settings_reader import NUMBERS, Reader

DEFAULT, _ENVIRONMENT = "default", "environment"
_MASKED = "••••••"
_IN_QUERY = re.compile(r"([?&][^=&]{0,40}pass[^=&]{0,40}=)[^&]{0,4000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as it holds."""

    name: str
    value: str
    """Masked where it is a secret."""
    source: str


def settings(environ: Mapping[str, str]) -> tuple[list[Row], list[str]]:
    """What holds, and what is wrong. Nothing is made, tried or connected."""
    reader = Reader(environ)
    state = folders.state_dir(environ)
    rows = list(_own(environ, state))
    redis_url, database_url = reader.redis(), reader.database(state)
    kept = state / "secret"
    name = "PATCHWARDEN_SECRET"
    if redis_url or kept.exists() or environ.get(name, "").strip() or environ.get(f"{name}_FILE", "").strip():
        reader.marker_secret(state, embedded=False)
    rows.append(Row("REDIS_URL", address(redis_url) or "embedded", _source(environ, "REDIS_URL")))
    rows.append(Row("DATABASE_URL", address(database_url), _source(environ, "DATABASE_URL")))
    listen, listen_source = reader.listen(), "PORT" if _is_by_port(environ) else _source(environ, "PATCHWARDEN_LISTEN")
    rows.append(Row("PATCHWARDEN_LISTEN", listen, listen_source))
    for name in NUMBERS:
        reader.number(name)
    reader.log_level()
    reader.metrics()
    reader.announce()
    reader.sarif_secret()
    reader.concern()
    reader.telemetry()
    reader.pages()
    reader.url("PATCHWARDEN_DOCS_URL", ("https", "http"))
    for name in ("PATCHWARDEN_OSV", "PATCHWARDEN_RULES", "PATCHWARDEN_RULE_PAGES"):
        reader.existing(name)
    hosts = reader.hosts("not needed to show them")
    reader.mirrors(hosts)
    reader.sign_in(host.name for host in hosts)
    for kind, fields in reader.tables or _of_no_host():
        rows += _of_host(kind, fields)
    wrong = [f"{problem.name}: {problem.text}" for problem in (*reader.problems, *setting_names.unknown(environ))]
    return sorted(rows, key=lambda row: row.name), wrong


def _own(environ: Mapping[str, str], state: Path) -> Iterator[Row]:
    elsewhere = {
        "PATCHWARDEN_STATE_DIR": str(state),
        "PATCHWARDEN_CACHE_DIR": str(folders.cache_dir(environ)),
    }
    for name, default in OWN.items():
        if name == "PATCHWARDEN_LISTEN" or name.endswith("_FILE"):
            continue
        given = environ.get(name, "").strip()
        if name in HANDED_OVER and not given:
            continue
        if name in SECRET:
            yield _secret(environ, name, given, state)
        else:
            yield Row(name, given or elsewhere.get(name, default), _source(environ, name))
    if folder := environ.get(SHARED[3], ""):
        yield Row(SHARED[3], folder, _ENVIRONMENT)


def _secret(environ: Mapping[str, str], name: str, given: str, state: Path) -> Row:
    if given:
        return Row(name, _MASKED, _ENVIRONMENT)
    if file := environ.get(f"{name}_FILE", "").strip():
        return Row(name, _MASKED, f"file {file}")
    kept = state / "secret"
    if name == "PATCHWARDEN_SECRET":
        if kept.exists():
            return Row(name, _MASKED, f"kept in {kept}")
        return Row(name, "", DEFAULT if environ.get("REDIS_URL", "").strip() else "made by `patchwarden serve`")
    return Row(name, "", DEFAULT)


def _of_no_host() -> Iterator[tuple[str, Fields]]:
    """The fields of each kind of host as they are where none is set up."""
    for kind, host in HOSTS.items():
        fields = Fields({}, partial(_variable, f"{setting_names.PREFIX}{kind.upper()}_"))
        host.settings.read(fields, b"")
        yield kind, fields


def _variable(prefix: str, field: str) -> str:
    return f"{prefix}{field.upper()}"


def _of_host(kind: str, fields: Fields) -> Iterator[Row]:
    """The fields of one host: all that are known for its kind."""
    for field, default in fields.asked.items():
        if field.removesuffix("_file") in fields.secrets and field.endswith("_file"):
            continue
        label, written = fields.label(field), fields.given(field)
        text = ", ".join(map(str, written)) if isinstance(written, list) else str(written).strip()
        file = str(fields.given(f"{field}_file")).strip() if field in fields.secrets else ""
        source = _ENVIRONMENT if label.startswith(f"{setting_names.PREFIX}{kind.upper()}_") else "PATCHWARDEN_CONFIG"
        if file and not text:
            yield Row(label, _MASKED, f"file {file}")
        elif text:
            yield Row(label, _MASKED if field in fields.secrets else address(text), source)
        else:
            yield Row(label, default, DEFAULT)


def _source(environ: Mapping[str, str], name: str) -> str:
    return _ENVIRONMENT if environ.get(name, "").strip() else DEFAULT


def _is_by_port(environ: Mapping[str, str]) -> bool:
    return not environ.get("PATCHWARDEN_LISTEN", "").strip() and bool(environ.get("PORT", "").strip())


def address(url: str) -> str:
    """A value without what only its owner may know: an address' user and password, and passwords in its query."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return url
    user, at, place = rest.rpartition("@")
    return _IN_QUERY.sub(rf"\1{_MASKED}", f"{scheme}://{f'{_MASKED}@' if at and user else ''}{place}")
