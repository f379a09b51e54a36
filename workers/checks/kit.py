"""For authors of checks: whether a check keeps what the port promises, tried on ordinary and on hostile changes.

A test of a plug-in is one line::

    assert kit.faults(AcmeCheck, "acme", samples={"app.py": "acme.unsafe(request)\\n"}) == ()
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import chain, islice

from bot import review
from bot.knowledge.languages import language_of
from bot.model import (
    BINARY,
    Change,
    ChangedFile,
    ChangeRef,
    CheckResult,
    CommitMessage,
    FileStatus,
    Finding,
    Hunk,
    RunStatus,
    Side,
    split_lines,
)
from bot.policy import Policy
from workers.checks import holding, plugins
from workers.checks.base import PORT, BadCheck, Check, NoHistory, Snapshot

_MOST_FAULTS = 20
_BEFORE = 'def handle(request):\n    name = request["name"]\n    return f"Hello {name}"\n'
_AFTER = 'import os\n\n\ndef handle(request):\n    return os.system(request["name"])\n'


@dataclass(frozen=True)
class MemoryTree:
    """The rest of a repository, in memory."""

    head: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, str] = field(default_factory=dict)
    left_out: Collection[str] = ()

    def _side(self, side: Side) -> Mapping[str, str]:
        return self.head if side is Side.HEAD else self.base

    def paths(self, side: Side) -> Sequence[str]:
        return sorted(self._side(side))

    def is_whole(self, side: Side) -> bool:
        del side
        return not self.left_out

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        return {path: text for path in paths if (text := self._side(side).get(path)) is not None}

    def unread(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        del paths, side
        return {}


def hunks(base: str | None, head: str | None) -> tuple[Hunk, ...]:
    """Hunks without context between two texts."""
    old, new = split_lines(base or ""), split_lines(head or "")
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(Hunk(a + (b > a), b - a, c + (d > c), d - c) for tag, a, b, c, d in steps if tag != "equal")


def changed_file(path: str, base: str | None, head: str | None, old_path: str | None = None) -> ChangedFile:
    """One file of a change; ``None`` for a side on which it does not exist."""
    status = FileStatus.RENAMED if old_path else FileStatus.MODIFIED
    if base is None or head is None:
        status = FileStatus.ADDED if base is None else FileStatus.DELETED
    return ChangedFile(
        path=path,
        status=status,
        base_text=base,
        head_text=head,
        hunks=hunks(base, head),
        old_path=old_path,
        base_mode=None if base is None else "100644",
        head_mode=None if head is None else "100644",
        language=language_of(path),
    )


def snapshot(*files: ChangedFile, message: str = "") -> Snapshot:
    """What a check is given of a change of these files."""
    change = Change(
        ref=ChangeRef("github", "acme/app", 1),
        repository_id="1",
        base="b" * 40,
        head="a" * 40,
        merge_base="c" * 40,
        target_branch="main",
        default_branch="main",
        author="someone",
        title="A change",
        messages=(CommitMessage("a" * 40, message),) if message else (),
    )
    tree = MemoryTree(
        head={file.path: file.head_text for file in files if file.head_text is not None},
        base={file.base_path: file.base_text for file in files if file.base_text is not None},
    )
    return Snapshot.of(change, files, tree, policy=Policy(), history=NoHistory())


def ordinary(samples: Mapping[str, str]) -> Iterator[tuple[str, Snapshot]]:
    """Changes as people make them, each with its name. Each sample is in one of them as a new file."""
    yield "no file at all", snapshot()
    yield "an edited file", snapshot(changed_file("src/app.py", _BEFORE, _AFTER))
    yield (
        "files of several kinds",
        snapshot(
            changed_file("README.md", "# Acme\n", "# Acme\n\nA word.\n"),
            changed_file("web/app.ts", None, "export const answer: number = 42;\n"),
            changed_file("data.json", '{"a": 1}\n', None),
            message="Add an answer\n\nAnd a word.\n",
        ),
    )
    for path, text in samples.items():
        yield f"the sample {path} as a new file", snapshot(changed_file(path, None, text))
        yield f"the sample {path} deleted", snapshot(changed_file(path, text, None))


def hostile(samples: Mapping[str, str]) -> Iterator[tuple[str, Snapshot]]:
    """Changes that are made to break or to mislead what reads them, each with its name."""
    picture = replace(changed_file("logo.png", None, None), status=FileStatus.ADDED, unreadable=BINARY)
    unread = replace(changed_file("big.py", None, None), status=FileStatus.MODIFIED, unreadable="it is too large")
    yield "files without a text", snapshot(picture, unread)
    yield "empty files", snapshot(changed_file("a.py", "", ""), changed_file("b.py", None, ""))
    for path, text in {"src/app.py": _AFTER, **samples}.items():
        folder, _, name = path.rpartition("/")
        ending = name.rpartition(".")[2]
        for kind, strange in _disguised(text):
            yield f"{path} with {kind}", snapshot(changed_file(path, None, strange))
            yield f"{path} edited to {kind}", snapshot(changed_file(path, text, strange))
        odd = f"{folder}/\u202e{{0}} %s\n' \U0001f980.{ending}"
        yield f"{path} under a path that no format survives", snapshot(changed_file(odd, None, text))


def _disguised(text: str) -> Iterator[tuple[str, str]]:
    yield "a byte order mark", f"\ufeff{text}"
    yield "line ends of Windows", text.replace("\n", "\r\n")
    yield "line ends of old", text.replace("\n", "\r")
    yield "no last line end", text.rstrip("\n")
    yield "separators that are no line ends", text.replace("\n", "\n\u2028\x0b\x0c\x85", 1)
    yield "NUL and half characters", f"\0\ud800\n{text}\udfff"
    yield "only the half", text[: len(text) // 2]
    yield "10,000 brackets", "(" * 10_000 + f"\n{text}"
    yield "a line of 200,000 characters", "a " * 100_000 + f"\n{text}"
    yield "quotes that never end", f"'''\"\"\"`${{{{<!--/*{text}"
    yield "braces of formats", f"{{0}} {{x.__class__}} %s %n\n{text}"


def faults(
    make: Callable[[], Check],
    name: str,
    *,
    samples: Mapping[str, str] | None = None,
    more: Iterable[tuple[str, Snapshot]] = (),
    seconds: float = 10.0,
) -> tuple[str, ...]:
    """What a check breaks, as sentences that name the change; none where it keeps the port.

    ``make`` and ``name`` are what the entry point says. ``samples`` are texts by path in which the check must find
    something where they are new, and nothing where they were there before. ``more`` are changes of your own. One run
    may take ``seconds``.
    """
    if fault := holding.unfit(make, plugins.OLDEST_PORT, PORT):
        return (fault,)
    what = plugins.Declared.of(name, "this package", lambda: make)
    check = plugins.Plugin(what)
    try:
        check.load()
    except BadCheck as error:
        return (str(error),)
    wanted = dict(samples or {})
    tried = chain(ordinary(wanted), hostile(wanted), more)
    said = chain(
        (f"{title}: {fault}" for title, seen in tried for fault in _of_one(check, seen, seconds)),
        (f"{fault}" for path, text in wanted.items() for fault in _of_sample(check, path, text, seconds)),
    )
    return tuple(islice(said, _MOST_FAULTS))


def _of_one(check: Check, seen: Snapshot, seconds: float) -> Iterator[str]:
    first = _run(check, seen, seconds)
    if isinstance(first, str):
        yield first
        return
    if first.run.status is RunStatus.FAILED:
        yield f"it failed: {first.run.reason}"
    told = {entry.path for entry in first.run.entries}
    missing = sorted(file.path for file in seen.files if file.path not in told)
    if missing:
        yield f"it gives no account of {missing[0]!r}: make the result with `ran`"
    for finding in (*first.head, *first.base):
        if not first.secrets and not _stands(seen, finding):
            yield f"what `{finding.rule}` quotes does not stand at its lines: {finding.excerpt[:60]!r}"
    if _run(check, seen, seconds) != first:
        yield "a second run says something else"
    turned = _run(check, replace(seen, files=seen.files[::-1]), seconds)
    if not isinstance(turned, str) and set(turned.head) != set(first.head):
        yield "what it finds depends on the order of the files"


def _stands(seen: Snapshot, finding: Finding) -> bool:
    """Whether the lines of an excerpt stand where the finding is. A part that is masked is passed over."""
    span = finding.span
    for file in (*seen.files, *seen.messages):
        text = file.text(span.side) if span.path in (file.path, file.base_path) else None
        if text is not None:
            there = "\n".join(split_lines(text)[span.start_line - 1 : span.end_line])
            parts = (part.strip() for line in split_lines(finding.excerpt) for part in line.split("…"))
            return all(part in there for part in parts)
    return False


def _of_sample(check: Check, path: str, text: str, seconds: float) -> Iterator[str]:
    new = snapshot(changed_file(path, None, text))
    old = snapshot(changed_file(f"moved/{path}", text, f"{text}\n", path))
    for seen, wanted in ((new, True), (old, False)):
        result = _run(check, seen, seconds)
        if isinstance(result, str):
            return  # that was said of the change itself
        found = review.assemble(seen.change, seen.all_files, [result], seen.policy)
        if wanted and not (found.observations or found.left_out.findings_in_tests):
            yield f"the sample {path}: nothing was found where it is new"
        if not wanted and found.observations:
            rule = found.observations[0].finding.rule
            told = f"the sample {path}: `{rule}` is told as new where the file was only moved"
            yield f"{told}: give the findings of both sides"


def _run(check: Check, seen: Snapshot, seconds: float) -> CheckResult | str:
    """The result, or what went wrong."""
    done: list[CheckResult | str] = []

    def attempt() -> None:
        try:
            for file in (*seen.files, *seen.messages):
                if check.aside(file, seen.policy) is None and check.rules(file) != check.rules(file):
                    done.append("`rules` says something else the second time")
                    return
            done.append(check.run(seen))
        except BadCheck as error:
            done.append(str(error))
        except Exception as error:  # noqa: BLE001 - whatever a check raises is what the author is to hear
            done.append(f"it raises {type(error).__name__}: {error}")

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(seconds)
    return done[0] if done else f"it did not end within {seconds:g} s"
