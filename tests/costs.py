"""What each check costs over texts that are built to be expensive: growth of CPU time, a text of n and one of 4 n.

A program of its own (``python -m tests.costs [SIZE] [PART OF A NAME …]``): it prints one JSON object for each check and
text that grows faster than the text, or whose time runs out, and last how many there are.
"""

from __future__ import annotations

import contextlib
import json
import math
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import FrameType

from bot.model import FileStatus, Hunk
from tests.builders import changed_file, snapshot
from workers.checks.base import Check
from workers.checks.registry import in_turn

_ENOUGH = 0.2
"""CPU seconds for the longer text: what takes less is not judged."""
_EXPONENT = 1.5
_BY_HAND = 6_000
"""A size from which on changed files are measured, too, not only new ones."""
_STARTS_ENGINE = ("semgrep", "own", "workflows")
"""Checks whose time is that of another program, which has limits of its own."""

Make = Callable[[int], str]


def _lines(line: str) -> Make:
    """So many lines that the text has ``size`` characters; ``%d`` stands for the number of the line."""
    return lambda size: "\n".join(line.replace("%d", str(number)) for number in range(size // (len(line) + 1)))


def _one(unit: str, before: str = "", after: str = "") -> Make:
    """One line of so many units."""
    return lambda size: before + unit * (size // len(unit)) + after + "\n"


def _json(entry: str, before: str, after: str) -> Make:
    def made(size: int) -> str:
        rows = (entry.replace("%d", str(number)) for number in range(size // (len(entry) + 2)))
        return before + ",\n".join(rows) + after

    return made


TEXTS: Mapping[str, Make] = {
    "a.py one line": _one("x = 1; "),
    "b.py calls": _one("f(", after=")"),
    "c.py ifs": _lines("if a%d: b(%d)"),
    "d.py functions": _lines("def f%d(a): return check(a, %d)"),
    "e.py comments": _lines("# a comment %d with words"),
    "f.py strings": _lines("password_%d = 'Zx9%dqPvW7tLk2'"),
    "g.py quotes": _one("'\\'"),
    "h.py brackets": _one("[", after=""),
    "i.py decorators": _lines("@login_required\ndef f%d(request): return render(request.GET['x%d'])"),
    "j.py operators": _one("a + ", after="a"),
    "k.py blanks": _one(" ", "x = 1", "#"),
    "l.py empty": _one("\n"),
    "a.js one line": _one("var a=b(c);"),
    "b.js brackets": _one("{"),
    "c.js comments": _one("/*"),
    "d.js ifs": _lines("if (a%d) { b(%d) }"),
    "e.js else ifs": _lines("if (a%d) { b() } else"),
    "f.js templates": _one("`${"),
    "a.go handlers": _lines("func h%d(w http.ResponseWriter, r *http.Request) { if !ok(r) { return }; del(r) }"),
    "A.java methods": _lines('@PreAuthorize("x%d") void m%d(String a) { check(a); run(a); }'),
    "a.rb blocks": _lines("before_action :check_%d, only: [:a%d]"),
    "a.php tags": _one("<?= $a ?>"),
    "a.c macros": _lines("#define M%d(x) (x)\n#ifdef A%d\n#endif"),
    "a.html tags": _one("<a href={{ x }}>"),
    "b.html open": _one("<script "),
    "c.html braces": _one("{{ "),
    "d.erb open": _one("<%= raw "),
    "e.jinja2 pipes": _lines("<p>{{ a%d|safe }}</p>"),
    "f.vue tags": _one("<script lang='ts'>"),
    "Dockerfile runs": _lines("RUN curl http://a/%d | sh && apt-get install x%d"),
    "b.Dockerfile continued": _lines("RUN a \\"),
    "c.Dockerfile heredocs": _lines("RUN <<E%d"),
    "a.sh pipes": _one("curl a | ", after="sh"),
    "b.sh quotes": _one('\\"'),
    "c.sh continued": _lines("a \\"),
    "compose.yaml services": _lines("  s%d:\n    privileged: true"),
    "b.yaml flow": _one("[", after=""),
    "c.yaml list": _lines("- {a: %d}"),
    "d.yaml documents": _lines("---\napiVersion: v1\nkind: Pod"),
    "e.yaml aliases": lambda size: "a: &a [1]\n" + _lines("k%d: *a")(size),
    "nginx.conf lines": _lines("location /%d { proxy_pass http://a; }"),
    "main.tf blocks": _lines('resource "a" "b%d" { acl = "public-read" }'),
    "b.tf open": _lines('resource "a" "b%d" {'),
    ".env keys": _lines("KEY_%d=aZ9%dqPvW7tLk2"),
    "package-lock.json": _json('"node_modules/a%d": {"version": "1.0.%d"}', '{"packages": {', "}}"),
    "package.json": _json('"a%d": "^1.0.%d"', '{"dependencies": {', "}}"),
    "deep.json": _one("["),
    "yarn.lock": _lines('a%d@^1.0.0:\n  version "1.0.%d"\n  resolved "https://registry/a%d"\n'),
    "pnpm-lock.yaml": _lines("  a%d@1.0.%d:\n    resolution: {integrity: x}\n"),
    "requirements.txt": _lines("a%d==1.0.%d"),
    "b/requirements.txt": _one("\\\n"),
    "poetry.lock": _lines('[[package]]\nname = "a%d"\nversion = "1.0.%d"\n'),
    "Cargo.toml": lambda size: "[dependencies]\n" + _lines('a%d = "1.0.%d"')(size),
    "go.mod": _lines("require a.b/c%d v1.0.%d"),
    "go.sum": _lines("a.b/c%d v1.0.%d h1:x"),
    "pom.xml": _lines("<dependency><groupId>a</groupId><artifactId>b%d</artifactId><version>1</version></dependency>"),
    "b/pom.xml": _one("<dependency>"),
    "Gemfile": _lines("gem 'a%d', '1.0.%d'"),
    "composer.json": _json('"a/b%d": "1.0.%d"', '{"require": {', "}}"),
    "a.ipynb": _json('{"cell_type": "code", "source": ["x = %d"]}', '{"cells": [', "]}"),
    "a.txt letters": _one("a"),
    "b.txt base64": _one("Zx9qPvW7tLk2"),
    "c.txt hidden": _one("a\u200b"),
    "d.txt bidi": _lines("\u202ea\u202c %d"),
    "e.txt pem": _lines("-----BEGIN RSA PRIVATE KEY-----"),
    "f.txt addresses": _one("http://a:b@c "),
    "g.txt tokens": _one("ghp_"),
    "h.txt pairs": _one("password="),
    "i.py suppressions": _lines("x%d()  # nosec B%d # noqa: S1"),
    "LICENSE": _lines("Permission is hereby granted %d"),
}


class _TooLong(Exception):
    """The timer rang."""


def _ring(number: int, frame: FrameType | None) -> None:
    raise _TooLong


def _checks(parts: list[str]) -> Iterator[Check]:
    for check in in_turn(cache_dir=None):
        if check.id not in _STARTS_ENGINE and (not parts or check.id in parts):
            yield check


def _cost(check: Check, path: str, text: str, seconds: float, is_new: bool) -> float:
    """CPU seconds; ``seconds`` where it took longer."""
    half = text[: len(text) // 2] + "\n"
    kept, lines = (0, text.count("\n") + 1) if is_new else (half.count("\n"), text.count("\n") + 1)
    file = changed_file(path, None, "")
    file = replace(
        file,
        status=FileStatus.ADDED if is_new else FileStatus.MODIFIED,
        base_text=None if is_new else half,
        base_mode=None if is_new else "100644",
        head_text=text,
        hunks=(Hunk(kept, 0, kept, lines - kept + 1) if kept else Hunk(0, 0, 1, lines),),
    )
    change = snapshot(file)
    if check.aside(file, change.policy) is not None:
        return 0.0
    start = time.process_time()
    with contextlib.suppress(_TooLong):
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        check.run(change)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return time.process_time() - start
    return seconds


def main(arguments: list[str]) -> None:
    """Prints what grows too fast."""
    size = int(arguments[0]) if arguments and arguments[0].isdigit() else 15_000
    names = {check.id for check in _checks([])}
    checks = list(_checks([one for one in arguments if one in names]))
    texts = [one for one in arguments if one not in names and not one.isdigit()]
    resource.setrlimit(resource.RLIMIT_CPU, (900, 905))
    signal.signal(signal.SIGVTALRM, _ring)
    count = 0
    for name, make in TEXTS.items():
        if texts and not any(one in name for one in texts):
            continue
        path = name.split(" ")[0]
        for check in checks:
            for is_new in (True, False) if size >= _BY_HAND else (True,):
                count += 1
                longer = _cost(check, path, make(4 * size), 10.0, is_new)
                if longer < _ENOUGH:
                    continue
                shorter = _cost(check, path, make(size), 10.0, is_new)
                longer = min(longer, _cost(check, path, make(4 * size), 10.0, is_new))
                exponent = round(math.log(longer / max(shorter, 0.001), 4), 2)
                if exponent > _EXPONENT or longer >= 10:
                    _tell(check=check.id, text=name, is_new=is_new, seconds=round(longer, 2), exponent=exponent)
    _tell(texts=count, seconds=round(time.process_time(), 1))


def _tell(**fields: object) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
