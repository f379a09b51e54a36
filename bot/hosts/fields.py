"""What people write about a host, in variables or in a TOML table, and what is wrong with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from bot.decoding import Misread, decode

Settings = TypeVar("Settings")

_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the settings: the variable or the file's field, what is wrong, and the remedy."""

    name: str
    text: str


class BadSettings(ValueError):
    """A host cannot be used with these settings. No secret is in the message."""

    def __init__(self, host: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        """Each ``name`` is a field's."""
        super().__init__("\n".join(f"{host}: {problem.text}" for problem in self.problems))


class Fields:
    """One host's raw fields, with a gatherer of problems.

    ``label`` turns a field's name into what people wrote: ``PATCHWARDEN_GITHUB_TOKEN``.
    """

    def __init__(self, values: Mapping[str, object], label: Callable[[str], str] = str) -> None:
        self._values = values
        self.asked: dict[str, str] = {}
        """What was asked for, with what holds where nothing is written."""
        self.secrets: set[str] = set()
        self._bad: set[str] = set()
        self.label = label
        self.problems: list[Problem] = []

    def given(self, field: str) -> object:
        """As it is written, ``""`` where it is not."""
        return self._values.get(field, "")

    def problem(self, field: str, text: str) -> None:
        self.problems.append(Problem(self.label(field), text))
        self._bad.add(field.removesuffix("_file"))

    def good(self, field: str) -> bool:
        """Whether no problem with the field is noted yet.

        E.g. a token whose file could not be read is not good: that it is missing as well need not be said.
        """
        return field not in self._bad

    def together(self, *fields: str) -> None:
        """Where one of these could not be read, nothing more is said of the others.

        E.g. an App's private key whose file is missing: what to give in its place would only lead astray.
        """
        if not self._bad.isdisjoint(fields):
            self._bad.update(fields)

    def text(self, field: str, default: str = "") -> str:
        self.asked[field] = default
        value = self._values.get(field, default)
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.problem(field, "must be a string")
            return default
        text = str(value).strip()
        try:
            text.encode()
        except UnicodeEncodeError:  # a variable's other bytes become halves of characters
            self.problem(field, "is not written in UTF-8")
            return default
        return text or default

    def secret(self, field: str) -> str:
        """A secret by value, or by the file that ``<field>_file`` names (how orchestrators hand out secrets)."""
        value, file = self.text(field), self.text(f"{field}_file")
        self.secrets.add(field)
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
        self.asked[field] = ""
        value = self._values.get(field, "")
        try:
            return tuple(value.replace(",", " ").split() if isinstance(value, str) else decode(list[str], value))
        except Misread:
            self.problem(field, "must be a list of strings")
            return ()

    def number(self, field: str, default: int, *, low: int, high: int) -> int:
        text = self.text(field, str(default))
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            self.problem(field, f"must be a whole number from {low} to {high}")
            return default
        return int(text)

    def flag(self, field: str, default: bool = False) -> bool:
        self.asked[field] = str(default).lower()
        answer = _FLAGS.get(str(self._values.get(field, default)).strip().lower())
        if answer is None:
            self.problem(field, "must be true or false")
        return bool(answer)

    def finish(self, make: Callable[[], Settings]) -> Settings | None:
        """The settings, ``None`` where something is wrong: then ``problems`` say what.

        Fields that nobody asked for are named as well: they are spelling mistakes.
        """
        for field in sorted(self._values.keys() - self.asked.keys()):
            near = difflib.get_close_matches(field[:100], self.asked, n=1, cutoff=0.7)
            known = ", ".join(self.label(name) for name in sorted(self.asked))
            self.problem(field, f"unknown: is {self.label(near[0])} meant?" if near else f"unknown; known are {known}")
        return self.so_far(make)

    def so_far(self, make: Callable[[], Settings]) -> Settings | None:
        """As :meth:`finish`, for a reader that wants only some of the fields."""
        try:
            made = make()
        except BadSettings as bad:
            for problem in [problem for problem in bad.problems if self.good(problem.name)]:
                self.problem(problem.name, problem.text)
            return None
        return None if self.problems else made


def name_problem(name: str) -> str:
    """What is wrong with a host's name, which stands in addresses and in messages; ``""`` where nothing is."""
    if _NAME.fullmatch(name):
        return ""
    return f"{name[:100]!r} cannot be a host's name: give letters, digits, - and _"


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine: there a credential may go without TLS."""
    try:
        return urlsplit(url).hostname in _LOOPBACK
    except ValueError:
        return False


def address_problem(url: str, *, allow_http: bool, whose: str, example: str) -> str:
    """What is wrong with the address of a host; ``""`` where nothing is. It never holds the address's credentials."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"{whose} address is a plain URL such as {example}"
    if parts.scheme != "https" and not (allow_http and parts.scheme == "http"):
        return f"{whose} address must begin with https://"
    if not parts.hostname or parts.username or parts.password or parts.query or parts.fragment:
        return f"{whose} address is a plain URL such as {example}, without credentials in it"
    return ""
