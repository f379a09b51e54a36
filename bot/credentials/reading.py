"""Everything at once: the credentials of one line of a file, the surest first and none twice."""

from __future__ import annotations

import bisect
import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.credentials import assigned, encoded, issued, strength
from bot.credentials.assigned import Effort, Manner
from bot.model import Severity


class Kind(enum.Enum):
    PRIVATE_KEY = "private key"
    TOKEN = "token"  # noqa: S105 # nosec B105 - a word
    ADDRESS = "address"
    SIGNED = "signed"
    HEADER = "header"
    ASSIGNED = "assigned"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential of a line; ``value`` stands at ``start..end`` of it and must never be shown."""

    kind: Kind
    name: str
    """What it is or what it is called: the provider, the scheme of an address, the name that it is given to."""
    value: str
    start: int
    end: int
    certain: bool = True
    severity: Severity | None = None
    inner: str = ""
    """What must not be shown either: the credential inside, where the value is its base64."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line and what is needed to understand it."""

    text: str
    following: tuple[str, ...] = ()
    """The next lines: a private key's body is there."""
    before: tuple[str, ...] = ()
    """The lines before, the nearest last: the name of a value may be there."""
    around: str = ""
    """Words near it."""
    manner: Manner = Manner.CODE
    is_secret_object: bool = False
    """It belongs to a Kubernetes Secret."""


def issued_in(line: Line) -> Iterator[Credential]:
    """What is a credential wherever it stands: private keys and providers' tokens, plain or in base64."""
    for key, kind in issued.private_keys(line.text, "\n".join(line.following)):
        yield _of(key, Kind.PRIVATE_KEY, name=kind)
    for token in issued.tokens(line.text, line.around):
        yield _of(token, Kind.TOKEN)
    yield from _wrapped(line)


def _of(found: issued.Found, kind: Kind, name: str = "") -> Credential:
    name = name if kind is Kind.PRIVATE_KEY else found.name
    return Credential(kind, name, found.value, found.start, found.end, severity=found.severity)


def _wrapped(line: Line) -> Iterator[Credential]:
    """Keys and tokens that base64 wraps."""
    following = line.following if encoded.is_wrapped_key(line.text) else ()
    for item in encoded.decoded(line.text, following):
        for credential in _keys_and_tokens(Line(item.text.replace("\r", ""))):
            yield replace(credential, value=item.value, start=item.start, end=item.end, inner=credential.value)


def _keys_and_tokens(line: Line) -> Iterator[Credential]:
    for key, kind in issued.private_keys(line.text):
        yield _of(key, Kind.PRIVATE_KEY, name=kind)
    for token in issued.tokens(line.text, line.around):
        yield _of(token, Kind.TOKEN)


def known_in(line: Line) -> Iterator[Credential]:
    """What its form shows: passwords in addresses, signed tokens, headers."""
    for found in issued.addresses(line.text):
        yield _of(found, Kind.ADDRESS)
    for found in issued.signed(line.text):
        yield _of(found, Kind.SIGNED)
    for found in issued.headers(line.text):
        yield _of(found, Kind.HEADER)


def assigned_in(line: Line, effort: Effort) -> Iterator[Credential]:
    """What the line, or the one before, calls a secret. Raises :class:`~bot.credentials.assigned.Overloaded`."""
    said = [item for item in encoded.fields(line.text) if item.text] if line.is_secret_object else []
    for found in assigned.assigned(line.text, line.manner, effort):
        if not any(item.start < found.end and found.start < item.end for item in said):
            yield _named(found)
    if line.is_secret_object:
        yield from _in_secret_object(line)
    name = _name_before(line)
    if name and (found_here := assigned.value_of(line.text, name, line.manner)):
        yield _named(found_here)


def _named(found: assigned.Assigned) -> Credential:
    return Credential(Kind.ASSIGNED, found.name, found.value, found.start, found.end, certain=found.certain)


def _name_before(line: Line) -> str:
    """The name that stands on a line before: the last one where it is left open, or the field of a pair."""
    if not line.before:
        return ""
    if assigned.is_value_field(line.text):
        named = (assigned.name_before(text) for text in reversed(line.before) if assigned.begins_a_pair(text))
        return next(named, "")
    return assigned.name_before(line.before[-1]) if line.before[-1].rstrip().endswith(_OPEN) else ""


_OPEN = tuple("=:(,>\\|-+")
"""How a line ends whose value is on the next."""


def _in_secret_object(line: Line) -> Iterator[Credential]:
    """Each field of a Kubernetes Secret is one by what it is in; what it says has to look like one."""
    for item in encoded.fields(line.text):
        if item.name in _METADATA or assigned.is_another(item.name):
            continue
        said = item.text.strip()
        if not said:
            inner = item.value if _is_plain_secret(item) else None
        elif "\n" not in said and not strength.is_placeholder(said) and _is_worth_keeping(said):
            inner = said
        else:
            inner = next(_in_text(item.text), None)
        if inner:
            yield Credential(Kind.ASSIGNED, item.name, item.value, item.start, item.end, inner=inner)


def _is_plain_secret(item: encoded.Decoded) -> bool:
    """Whether a field's value is a secret as it stands: ``stringData``, or base64 of bytes."""
    is_stand_in = strength.is_placeholder(item.value) or strength.is_hash(item.value, item.name)
    return not is_stand_in and _is_worth_keeping(item.value)


_METADATA = frozenset(
    {"name", "namespace", "uid", "resourceVersion", "creationTimestamp", "apiVersion", "kind", "type"}
)


def _in_text(text: str) -> Iterator[str]:
    """What a decoded file holds."""
    for part in text.splitlines():
        line = Line(part, manner=Manner.SETTINGS)
        found = [*issued_in(line), *known_in(line), *assigned_in(line, Effort())]
        yield from (credential.value for credential in found)


def _is_worth_keeping(value: str) -> bool:
    return strength.is_strong(value) or strength.is_strong_password(value) or strength.is_password_like(value)


def without_overlaps(found: Iterable[Credential]) -> Iterator[Credential]:
    """Each place once: what comes first is the surest that stands there."""
    starts: list[int] = []
    ends: list[int] = []
    for credential in found:
        position = bisect.bisect_left(starts, credential.start)
        after_another = position > 0 and ends[position - 1] > credential.start
        into_another = position < len(starts) and starts[position] < credential.end
        if not after_another and not into_another:
            starts.insert(position, credential.start)
            ends.insert(position, credential.end)
            yield credential
