"""Dockerfiles as BuildKit reads them: instructions, stages and the account that the image ends as.

Continued lines with comments inside, the ``escape`` directive, heredocs, ``ONBUILD``, the JSON form and arguments with
a constant default are understood (https://docs.docker.com/reference/dockerfile/). Nothing outside the file is resolved.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.knowledge.languages import language_of
from bot.model import split_lines
from workers.reading.line_patterns import LogicalLine, commands, joined

_DIRECTIVE = re.compile(r"#\s*([A-Za-z][\w-]*)\s*=\s*(\S+)\s*$")
_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)(?:\s+|$)")
_HEREDOC = re.compile(r"(?<![<\d])<<(?P<tabs>-?)(?P<quote>[\"']?)(?P<end>[A-Za-z_]\w*)(?P=quote)")
_TAKES_HEREDOC = frozenset({"RUN", "COPY", "ADD"})
_RUNS = frozenset({"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL"})
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?(?P<sign>[-+])(?P<word>[^{}]*))?\}|(?P<plain>\w+))")
_ASSIGNED = re.compile(r"(?<![\w.-])(?P<name>\w[\w.-]*)=(?P<value>\"(?:\\.|[^\"\\])*\"|'[^']*'|(?:\\.|[^\s\\])*)")
_OPTIONS = re.compile(r"(?:--\S+\s+)*")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its name in capitals, and the line that holds its arguments as one."""

    name: str
    line: LogicalLine
    """From the name on, ``ONBUILD`` left out."""
    first_line: int
    last_line: int
    heredocs: tuple[tuple[int, str], ...] = ()
    """The numbered lines of its heredocs."""

    @property
    def arguments(self) -> str:
        return self.line.text[len(self.name) :].strip()


@dataclass(frozen=True, slots=True)
class Image:
    """One ``FROM``, with its constant arguments put in."""

    name: str
    line: int
    stage: str = ""


def is_dockerfile(path: str) -> bool:
    """Whether the path is named like a Dockerfile, in any case: ``api.dockerfile``, ``Dockerfile.prod``."""
    return language_of(path) == "dockerfile"


def instructions(text: str) -> Iterator[Instruction]:
    """The instructions in their order."""
    lines = [line.rstrip("\r") for line in split_lines(text.removeprefix("\ufeff"))]
    escape = _escape(lines)
    ends = _Ends(lines)
    at = 0
    while at < len(lines):
        if not lines[at].strip() or lines[at].lstrip().startswith("#"):
            at += 1
            continue
        first = at
        parts: list[tuple[int, str]] = []
        while at < len(lines):
            line, at = lines[at], at + 1
            if parts and (not line.strip() or line.lstrip().startswith("#")):
                continue  # comments and empty lines do not end a continued instruction
            body = line.rstrip()
            goes_on = body.endswith(escape) and not body.endswith(escape * 2)
            parts.append((at, body[:-1] if goes_on else body))
            if not goes_on:
                break
        named = _INSTRUCTION.match(parts[0][1])
        logical = joined(parts)
        if named is not None and named[1].upper() == "ONBUILD":
            logical = logical.part(min(len("ONBUILD "), len(logical.text)), len(logical.text))
        name = logical.text.partition(" ")[0].upper()
        body_lines: tuple[tuple[int, str], ...] = ()
        if name in _TAKES_HEREDOC:
            body_lines, at = _heredocs(logical.text, lines, at, ends)
        yield Instruction(name, logical, first + 1, at, body_lines)


def shell_lines(instruction: Instruction) -> Iterator[LogicalLine]:
    """The commands that an instruction runs, and the lines of its heredocs; for others than those that run something
    their assignments, each as ``NAME=value``."""
    if instruction.name in _RUNS:
        yield from _run_lines(instruction)
    elif instruction.name in ("ENV", "ARG", "LABEL"):
        yield assignments(instruction)
    yield from (joined([numbered]) for numbered in instruction.heredocs)


def _run_lines(instruction: Instruction) -> Iterator[LogicalLine]:
    text = instruction.line.text
    options = _OPTIONS.match(text, min(len(instruction.name) + 1, len(text)))
    start = options.end() if options else len(instruction.name)
    if instruction.name == "HEALTHCHECK" and text[start:].upper().startswith("CMD "):
        start += len("CMD ")
    words = _json_words(text[start:])
    if words is not None:
        # The words of the JSON form are one command; a shell's own argument is commands again.
        yield LogicalLine(" ".join(" ".join(words).split()), (0,), (instruction.first_line,))
        return
    yield from commands(instruction.line.part(start, len(text)))


def assignments(instruction: Instruction) -> LogicalLine:
    """``ENV``, ``ARG`` or ``LABEL`` with ``NAME=value`` for the old form ``ENV NAME value``."""
    old = re.match(r"(ENV|LABEL) ([\w.-]+) (?=\S)", instruction.line.text, re.IGNORECASE)
    if old is None:
        return instruction.line
    line = instruction.line
    return LogicalLine(f"{line.text[: old.end(2)]}={line.text[old.end() :]}", line.offsets, line.numbers, line.is_cut)


def images(text: str) -> tuple[Image, ...]:
    """The images that the stages are built from, stages themselves too."""
    return tuple(image for image, _ in _stages(text))


def final_user(text: str) -> tuple[int, str] | None:
    """The line and name of the account that the image ends as; ``None`` where the last stage, and those that it is
    built on, name none."""
    users: dict[str, tuple[int, str] | None] = {}
    last: tuple[int, str] | None = None
    for image, body in _stages(text):
        own = [(item.first_line, user) for item, user in body if item.name == "USER"]
        last = own[-1] if own else users.get(image.name.lower())
        if image.stage:
            users[image.stage.lower()] = last
    return last


def with_constants(text: str) -> Iterator[tuple[Instruction, str]]:
    """Each instruction with its arguments, constants of ``ARG`` and ``ENV`` put in."""
    outer: dict[str, str] = {}
    inner: dict[str, str] | None = None
    for item in instructions(text):
        known = outer if inner is None or item.name == "FROM" else inner
        yield item, substituted(item.arguments, known)
        if item.name == "FROM":
            inner = {}
        elif item.name in ("ARG", "ENV"):
            for name, value in _values(item):
                if value is None:
                    known[name] = outer.get(name, "") if known is inner else ""
                else:
                    known[name] = substituted(value, known)[:1_000]


def substituted(text: str, values: Mapping[str, str]) -> str:
    """``$NAME``, ``${NAME}``, ``${NAME:-default}`` and ``${NAME:+other}`` with known values put in."""

    def value(match: re.Match[str]) -> str:
        known = values.get(match["braced"] or match["plain"], "")
        if match["sign"] == "-":
            return known or match["word"]
        if match["sign"] == "+":
            return match["word"] if known else ""
        return known or match.group()

    return _VARIABLE.sub(value, text)


def _stages(text: str) -> Iterator[tuple[Image, list[tuple[Instruction, str]]]]:
    image: Image | None = None
    body: list[tuple[Instruction, str]] = []
    for item, arguments in with_constants(text):
        if item.name == "FROM":
            if image is not None or body:
                yield image or Image("", 0), body
            words = re.sub(r"^(?:--\S+\s+)*", "", arguments).split()
            stage = words[2] if len(words) > 2 and words[1].upper() == "AS" else ""
            image, body = Image(words[0].strip("\"'") if words else "", item.first_line, stage), []
        elif item.name == "USER":
            body.append((item, arguments.split(":")[0].strip("\"' ")))
    if image is not None or body:
        yield image or Image("", 0), body


def _values(item: Instruction) -> Iterator[tuple[str, str | None]]:
    text = assignments(item).text[len(item.name) :]
    found = [(match["name"], match["value"].strip("\"'")) for match in _ASSIGNED.finditer(text)]
    yield from found or ((name, None) for name in text.split())


def _escape(lines: list[str]) -> str:
    """The character that continues a line: directives stand before everything else."""
    for line in lines:
        directive = _DIRECTIVE.match(line.strip())
        if directive is None:
            break
        if directive[1].lower() == "escape":
            return "`" if directive[2] == "`" else "\\"
    return "\\"


class _Ends:
    """Where the lines stand that may end a heredoc, by what they say."""

    def __init__(self, lines: list[str]) -> None:
        self._places: dict[str, list[int]] = {}
        self._behind_tabs: dict[str, list[int]] = {}
        for at, line in enumerate(lines):
            self._places.setdefault(line, []).append(at)
            self._behind_tabs.setdefault(line.lstrip("\t"), []).append(at)

    def after(self, at: int, word: str, *, tabs: bool) -> int | None:
        """The first line from ``at`` on that is the word."""
        places = (self._behind_tabs if tabs else self._places).get(word, [])
        found = bisect_left(places, at)
        return places[found] if found < len(places) else None


def _heredocs(text: str, lines: list[str], at: int, ends: _Ends) -> tuple[tuple[tuple[int, str], ...], int]:
    """The bodies that begin at a line, and the line after them. One without its end is none."""
    body: list[tuple[int, str]] = []
    for opened in _HEREDOC.finditer(_without_quoted(text)):
        stop = ends.after(at, opened["end"], tabs=bool(opened["tabs"]))
        if stop is None:
            break
        body += enumerate(lines[at:stop], at + 1)
        at = stop + 1
    return tuple(body), at


def _without_quoted(text: str) -> str:
    """The text with what stands in quotes blanked, but for a heredoc's quoted word."""

    def blanked(match: re.Match[str]) -> str:
        is_word = re.search(r"<<-?$", text[max(0, match.start() - 3) : match.start()])
        return match.group() if is_word else " " * len(match.group())

    return re.sub(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|\\.", blanked, text)


def _json_words(text: str) -> list[str] | None:
    if not text.startswith("["):
        return None
    try:
        words = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return [str(word) for word in words] if isinstance(words, list) else None
