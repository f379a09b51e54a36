"""Finds every regular expression of ``bot/`` and ``workers/`` and measures each over its own worst cases.

A program of its own (``python -m tests.patterns [PART OF A PATH | =PATTERN …]``): it imports all modules with an
observed :mod:`re`, derives texts from the parsed tree of each pattern (see :mod:`tests.pumps`), and prints one JSON
object a line. A match that takes too long is ended by a timer of CPU time, which only this process has.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import json
import math
import pkgutil
import re
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.pumps import is_matched_wrong, pumps

_ROOT = Path(__file__).parents[1]
_SMALL, _LARGE = 2_500, 10_000
_QUICK = 0.0015
"""CPU seconds for a text of _SMALL characters: what takes less is not measured further. A quadratic one takes more."""
_QUICK_BOUNDED = 0.01
_EXPONENT = 1.6
_HOPELESS = 0.1
"""CPU seconds for a text of _SMALL characters that need no second measure."""
_FUNCTIONS = frozenset("compile search match fullmatch sub subn split findall finditer".split())
_WHOLE = {"match": "match", "fullmatch": "fullmatch"}

GIVEN: Mapping[tuple[str, str], str] = {
    ("bot/logs.py", "'|'.join(forms)"): "the characters of our own secrets, nothing repeats",
    ("bot/policy/kinds.py", "self.pattern"): "constants of the policy's keys, over texts of `longest` characters",
    ("bot/policy/kinds.py", "slip"): "constants, over texts of `longest` characters",
    ("bot/concern_patterns.py", "expression"): "constants of the module, each linear",
    ("workers/checks/guards/declarations/differences.py", "made"): "one name and a gap of 40 characters",
    ("workers/checks/guards/nearby.py", "_CALL_OF.format(re.escape(name))"): "one name, over 1,000 characters",
    ("workers/engine/fixes.py", "way.this"): "of our own rules, bounded by their test, over lines of 2,000 characters",
    ("workers/engine/rules.py", "way.this"): "is built and never asked there",
    ("workers/engine/prefilter.py", "pattern"): "of our own rules; what repeats is not asked over long lines",
}
"""Calls of :mod:`re` in functions whose pattern is no text there: (file, pattern as written) → why it is bounded."""
BOUNDED: Mapping[str, int] = {
    "bot/credentials/assigned.py": 200,  # names: _BEFORE and _AFTER
    "bot/hosts/local.py": 200,  # a revision that the user of the command line writes
    "bot/knowledge/languages.py:_INTERPRETER": 400,  # _FIRST_LINES
    "bot/knowledge/languages.py:_EDITOR_LINES": 400,
    "bot/knowledge/protection.py": 200,  # names: syntax.LONGEST_NAME
    "workers/reading/texts.py:_DECLARATION": 2_000,
    "workers/engine/misread.py:_CLOSERS": 300,  # the rest of _OPENER
    "workers/engine/prefilter.py:_AROUND": 500,  # a pattern of a rule
    "workers/checks/configuration/kinds.py": 4_000,  # paths: git has none longer than 4,096
    "workers/checks/configuration/reading.py:_IS_YAML": 4_000,
    "workers/checks/dependencies/manifests/__init__.py": 4_000,
    "workers/checks/guards/outputs.py": 0,
    "workers/checks/guards/cleaners.py": 200,  # names
    "workers/checks/guards/marks.py:_CALL": 600,  # of a protection's text
    "workers/checks/guards/marks.py:_QUOTED": 600,
    "workers/checks/guards/marks.py:OPEN": 200,  # names
    "workers/checks/guards/marks.py": 80,  # marks._LONGEST
    "workers/checks/guards/syntax.py:_LAST_NAME": 120,
    "workers/checks/guards/declarations/": 300,  # reading._LONGEST_VALUE
    "workers/checks/guards/": 4_000,  # syntax.LONGEST
}
"""Where patterns only see texts of so many characters, by what bounds them: there the cost of one text counts."""
FULL: frozenset[str] = frozenset({"_CONSTANT", "_TRANSLATED", "_MARKUP"})
"""Patterns that are asked for the whole text, in a loop over them."""
SQUEEZED = ("workers/checks/configuration/settings.py", "workers/reading/line_patterns.py")
"""Where patterns see lines in which each run of blanks is one."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern and where it is built: ``place`` is ``path:line``; ``method`` how it is asked."""

    place: str
    pattern: str | bytes
    flags: int
    method: str = "search"
    name: str = ""
    """Of the constant, where it is one."""

    @property
    def longest(self) -> int:
        """Characters of the longest text that it sees; 0 where that is as long as the change makes it."""
        named = f"{self.place.rpartition(':')[0]}:{self.name}"
        return next((size for place, size in BOUNDED.items() if named.startswith(place)), 0)


class _TooLong(Exception):
    """The timer rang."""


def _ring(number: int, frame: FrameType | None) -> None:
    raise _TooLong


def found_at_import() -> list[Found]:
    """Every pattern that the import of all modules builds."""
    seen: dict[tuple[str | bytes, int], Found] = {}
    plain: Callable[..., re.Pattern[str]] = re._compile  # type: ignore[attr-defined]

    def observed(pattern: str | bytes | re.Pattern[str], flags: int) -> re.Pattern[str]:
        frame: FrameType | None = sys._getframe(1)
        while frame and frame.f_globals.get("__name__") == "re":
            frame = frame.f_back
        path = Path(frame.f_code.co_filename) if frame else Path()
        if frame and isinstance(pattern, str | bytes) and path.is_relative_to(_ROOT) and ".venv" not in path.parts:
            place = f"{path.relative_to(_ROOT)}:{frame.f_lineno}"
            seen.setdefault((pattern, int(flags)), Found(place, pattern, int(flags)))
        return plain(pattern, flags)

    re._compile = observed  # type: ignore[attr-defined]
    try:
        for package in ("bot", "workers"):
            for module in pkgutil.walk_packages([str(_ROOT / package)], f"{package}."):
                if not module.name.endswith("__main__"):
                    with contextlib.suppress(SystemExit):  # the doors want their settings
                        importlib.import_module(module.name)
        _build_late()
    finally:
        re._compile = plain  # type: ignore[attr-defined]
    methods = dict(_methods())
    return [
        Found(one.place, one.pattern, one.flags, *methods.get(one.place, ("search", "")))
        for one in seen.values()
        if one.place.startswith(("bot/", "workers/"))
    ]


def _build_late() -> None:
    """What is only built when it is needed."""
    from bot.commands import grammar
    from workers.checks.configuration import settings
    from workers.checks.templates import languages

    grammar.is_addressed("x", ("patchwarden",), in_thread=True)
    grammar.parse("x", ("patchwarden",), in_thread=True)
    for _setting in settings.every():
        pass
    for language in languages.LANGUAGES.values():
        for pattern in (language.output, language.comment, language.statement, *language.unescaped):
            languages.expression(pattern)
        languages.expression(language.marks, flags=re.MULTILINE)


def _methods() -> Iterator[tuple[str, tuple[str, str]]]:
    """The place of each constant pattern → (how it is asked, its name): ``match`` or ``fullmatch`` where its own module
    asks nothing else of it."""
    for path in _paths("re.compile("):
        tree = ast.parse(path.read_text("utf-8"))
        uses: dict[str, set[str]] = {}
        asked: dict[int, str] = {}
        for node in ast.walk(tree):  # an attribute comes before its value
            if isinstance(node, ast.Attribute):
                asked[id(node.value)] = node.attr
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                uses.setdefault(node.id, set()).add(asked.get(id(node), "else"))
        for statement in tree.body:
            target, value = None, None
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                target, value = statement.targets[0].id, statement.value
            elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                target, value = statement.target.id, statement.value
            if target is None or not isinstance(value, ast.Call):
                continue
            asked_by = uses.get(target, set())
            method = "search"
            if target in FULL:
                method = "fullmatch"
            elif target.startswith("_") and len(asked_by) == 1:
                method = _WHOLE.get(next(iter(asked_by)), "search")
            for line in range(value.lineno, (value.end_lineno or value.lineno) + 1):
                yield f"{path.relative_to(_ROOT)}:{line}", (method, target)


def found_in_functions() -> Iterator[Found | tuple[str, str, str]]:
    """Every pattern that a function writes where it asks; (place, file, pattern as written) for one that is given."""
    for path in _paths("re."):
        yield from _of_functions(path)


def _paths(holding: str) -> list[Path]:
    """The programs that hold a text."""
    paths = [path for top in ("bot", "workers") for path in sorted(_ROOT.glob(f"{top}/**/*.py"))]
    return [path for path in paths if holding in path.read_text("utf-8")]


def _of_functions(path: Path) -> Iterator[Found | tuple[str, str, str]]:
    name = str(path.relative_to(_ROOT))
    tree = ast.parse(path.read_text("utf-8"))
    module = sys.modules.get(name[:-3].replace("/", ".").removesuffix(".__init__"))
    inside: list[ast.AST] = []
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        one, within = waiting.pop()
        within = within or isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if within:
            inside.append(one)
        waiting += [(child, within) for child in ast.iter_child_nodes(one)]
    for node in inside:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FUNCTIONS):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re") or not node.args:
            continue
        pattern = _written(node.args[0], vars(module) if module else {})
        place = f"{name}:{node.lineno}"
        if pattern is None:
            yield place, name, ast.unparse(node.args[0])
        else:
            yield Found(place, pattern, _flags(node), _WHOLE.get(node.func.attr, "search"))


def _written(node: ast.expr, names: Mapping[str, object]) -> str | bytes | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else _value(part, names) for part in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant):
        left = node.left.value
        return left.replace(b"%s", b"name") if isinstance(left, bytes) else str(left).replace("%s", "name")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _written(node.left, names), _written(node.right, names)
        return (left or "name") + (right or "name") if isinstance(left or right, str) else None  # type: ignore[operator]
    return None


def _value(part: ast.expr, names: Mapping[str, object]) -> str:
    expression = part.value if isinstance(part, ast.FormattedValue) else part
    try:
        return str(eval(compile(ast.Expression(expression), "pattern", "eval"), dict(names)))  # noqa: S307
    except Exception:  # noqa: BLE001 - what only the function knows stands for a name
        return "name"


def _flags(node: ast.Call) -> int:
    written = [keyword.value for keyword in node.keywords if keyword.arg == "flags"]
    written += [one for one in node.args[1:] if re.match(r"re\.[A-Z]", ast.unparse(one))]
    return int(eval(ast.unparse(written[0]), {"re": re})) if written else 0  # noqa: S307


def slowest(found: Found) -> tuple[str, float] | None:
    """The worst case that grows faster than the text, and by which exponent; of a bounded pattern one that takes too
    long; ``None`` where there is none."""
    compiled = re.compile(found.pattern, found.flags)
    is_squeezed = found.place.startswith(SQUEEZED)
    size, quick = (found.longest, _QUICK_BOUNDED) if found.longest else (_SMALL, _QUICK)
    for unit in pumps(found.pattern, found.flags):
        small = unit.text(size)
        if is_squeezed:
            small = " ".join(small.split())
        if (first := _cost(compiled, found.method, small, _HOPELESS, 1)) < quick:
            continue
        first = min(first, _cost(compiled, found.method, small, _HOPELESS, 2))
        if first < quick:
            continue
        if first >= _HOPELESS or found.longest:
            return unit.shown(), float("inf")
        limit = first * (_LARGE / size) ** _EXPONENT
        second = _cost(compiled, found.method, unit.text(_LARGE), limit, 2)
        if second >= limit:
            return unit.shown(), round(math.log(second / first, _LARGE / size), 2)
    return None


def _cost(compiled: re.Pattern[str] | re.Pattern[bytes], method: str, text: str, seconds: float, times: int) -> float:
    given: object = text.encode("latin-1", "replace") if isinstance(compiled.pattern, bytes) else text
    ask = getattr(compiled, "finditer" if method == "search" else method)
    best = seconds
    for _ in range(times):
        with contextlib.suppress(_TooLong):
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
            start = time.process_time()
            for _match in ask(given) or () if method == "search" else (ask(given),):
                pass
            taken = time.process_time() - start
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            best = min(best, taken)
    return best


def main(parts: list[str]) -> None:
    """Prints the patterns that grow too fast, those that nothing vouches for, and last how many there are."""
    resource.setrlimit(resource.RLIMIT_CPU, (100, 105))
    signal.signal(signal.SIGVTALRM, _ring)
    if given := [part[1:] for part in parts if part.startswith("=")]:
        _measure(Found("", pattern, 0) for pattern in given)
        return
    patterns = {(one.pattern, one.flags, one.method): one for one in found_at_import()}
    built = {one.place for one in patterns.values()}
    for one in found_in_functions():
        if isinstance(one, Found):
            patterns.setdefault((one.pattern, one.flags, one.method), one)
        elif (one[1], one[2]) not in GIVEN and one[0] not in built:
            _tell(place=one[0], given=one[2])
    _measure(one for one in patterns.values() if not parts or any(part in one.place for part in parts))


def _surely_slowest(found: Found) -> tuple[str, float] | None:
    """:func:`slowest` where three measures say so: on a busy machine one may be off."""
    worst = None
    for _ in range(3):
        worst = slowest(found)
        if worst is None:
            return None
    return worst


def _measure(patterns: Iterable[Found]) -> None:
    count = 0
    for one in patterns:
        count += 1
        if is_matched_wrong(one.pattern, one.flags):
            _tell(place=one.place, pattern=repr(one.pattern), wrong="in Python before 3.11.5: see tests.pumps")
        if worst := _surely_slowest(one):
            text, exponent = worst
            _tell(place=one.place, pattern=repr(one.pattern), method=one.method, text=text, exponent=exponent)
    _tell(patterns=count, seconds=time.process_time())


def _tell(**fields: object) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
