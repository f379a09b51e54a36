"""What ``patchwarden rules`` does: the pack as people read, test, time and write it."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from bot.knowledge.control_files import OWN_RULE
from bot.knowledge.languages import LANGUAGES, language_of
from bot.model import Area
from workers.checks.base import CheckRule
from workers.checks.configuration.kinds import EXAMPLES, FOLDERS, KINDS
from workers.checks.reported import Reported
from workers.cli import check_samples
from workers.engine import program, samples
from workers.engine.batches import Batch, examined
from workers.engine.invoke import Core, Limits, Text
from workers.engine.results import FileAnswer
from workers.engine.rules import Rule
from workers.engine.scanner import Scanner, Source, source_of
from workers.manual import rule_pages, telling
from workers.mutation import kept
from workers.reading import rule_files
from workers.reading.rule_files import Heading

_SUFFIXES = {
    name: LANGUAGES[name].suffixes.split()[0]
    for name in ("python", "javascript", "go", "java", "ruby", "php", "csharp", "kotlin", "rust", "c", "cpp")
}
_ENDINGS = {"docker": ".dockerfile"}
"""Of samples for kinds whose usual file has no ending."""
_KINDS = ", ".join(KINDS)
_WIDE = 150
"""Columns of a terminal in which a rule fits into a line."""
_LONGEST_LINE = 250
_HEAD = """\
id: {id}
{where}
severity: medium
confidence: medium
area: {area}
cwe: {cwe}
title: What is wrong, in a few words
message: One sentence that says what an attacker gains here.
remedy: One sentence that says what to do instead.
"""
_PATTERN = """\
owasp: ""
references:
  - https://cwe.mitre.org/data/definitions/{cwe}.html
pattern: dangerous_call(...)
"""
_LINES = """\
lines:
  - '^unsafe_setting: on$'
"""
_SAMPLE = """\
{mark} ruleid: {id}
dangerous_call(x)

{mark} ok: {id}
safe_call(x)

{mark} ok: {id}
dangerous_call_of_another_kind(x)

{mark} ok: {id}
y = "dangerous_call(x)"
"""
_LINES_SAMPLE = """\
# path: {path}
# ruleid: {id}
unsafe_setting: on
# ok: {id}
unsafe_setting: off
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rule of the engine or of a check, and where it is."""

    folder: str
    """The language or format that the rule is for, as in ``rules/<folder>``; ``checks`` for a check's in code."""
    rule: Heading | CheckRule

    @property
    def languages(self) -> tuple[str, ...]:
        return self.rule.languages if isinstance(self.rule, Rule) else (self.folder,)


def _loaded() -> list[_Entry]:
    entries = (_Entry(path.parts[0], rule) for path, rule in samples.all_rules())
    return sorted(entries, key=lambda entry: entry.rule.id)


def _with_checks() -> list[_Entry]:
    """As :func:`_loaded`, with what the checks look for in code, such as ``guards.query-weakened``."""
    found = {entry.rule.id: entry for entry in _loaded()}
    for rule in rule_pages.rules_of_checks():
        found.setdefault(rule.id, _Entry(rule_pages.CHECK_ALONE, rule))
    return [found[name] for name in sorted(found)]


class Wrong(Exception):
    """What was asked cannot be done, or a sample does not hold; the message is for people."""


def show_all(language: str | None, console: Console | None = None) -> None:
    """The table of all rules (of one language). Raises :class:`Wrong`."""
    console = console or Console(highlight=False)
    loaded = _with_checks()
    language = language.lower() if language else None
    wanted = [entry for entry in loaded if language is None or language in entry.languages]
    if not wanted:
        known = sorted({name for entry in loaded for name in entry.languages})
        raise Wrong(f"no rule is for `{language}`; there are rules for {', '.join(known)}")
    if console.is_terminal and console.width < _WIDE:
        _print_below_each_other(wanted, console)
    else:
        _print_in_lines(wanted, console)
    console.print(f"\n{len(wanted)} rules. `patchwarden rules show ID` tells all about one.")


def _print_in_lines(wanted: Sequence[_Entry], console: Console) -> None:
    """One line each, however long: for wide terminals, and for ``grep``."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("rule", "severity", "confidence", "CWE", "area", "what"):
        table.add_column(heading, no_wrap=True)
    for rule in (entry.rule for entry in wanted):
        cwe, title = str(rule.cwe) if rule.cwe > 0 else "", telling.title(rule)
        table.add_row(rule.id, rule.severity.label, rule.confidence.label, cwe, rule.area.value, title)
    if not console.is_terminal:
        console.width = _LONGEST_LINE
    console.print(table)


def _section(entry: _Entry) -> tuple[str, str]:
    return entry.folder, entry.rule.area.value


def _print_below_each_other(wanted: Sequence[_Entry], console: Console) -> None:
    for (folder, area), group in groupby(sorted(wanted, key=_section), key=_section):
        console.print(f"[bold]{folder} · {area}[/bold]")
        for rule in (entry.rule for entry in group):
            cwe = f", CWE-{rule.cwe}" if rule.cwe > 0 else ""
            console.print(f"  {rule.id} [dim]({rule.severity.label}{cwe})[/dim]\n    {telling.title(rule)}")


def show(rule_id: str, console: Console | None = None) -> None:
    """One rule in full. Raises :class:`Wrong`."""
    entry = _find(rule_id, _with_checks())
    rule = entry.rule
    references = "\n".join(f"- <{url}>" for url in rule.references)
    cwe = f" · CWE-{rule.cwe}" if rule.cwe > 0 else ""
    owasp = f" · OWASP {rule.owasp}" if isinstance(rule, Heading) and rule.owasp else ""
    where = f"the check {rule.id.partition('.')[0]}" if isinstance(rule, CheckRule) else ", ".join(entry.languages)
    text = (
        f"# {telling.title(rule)}\n\n`{rule.id}` · severity {rule.severity.label}, "
        f"confidence {rule.confidence.label} · {rule.area.value}{cwe}{owasp} · {where}\n\n"
        f"{telling.message(rule)}\n\n**Remedy.** {rule.remedy}\n\n{references}\n"
    )
    (console or Console(highlight=False)).print(Markdown(text))


def index() -> str:
    """The page ``docs/rules.md``: every rule, by language or format."""
    loaded = _loaded()
    mutants = _mutants()
    lines = [
        "# Rules",
        "",
        f"{len(loaded)} rules, made by `make pages`. How to write one:",
        "[rules/README.md](../rules/README.md). *Mutants* is the share of marked lines that a rule still finds when",
        "its sample is written otherwise (`patchwarden rules mutate`).",
    ]
    for folder in sorted({entry.folder for entry in loaded}):
        lines += [
            "",
            f"## {folder}",
            "",
            "| rule | what | area | CWE | severity | confidence | mutants |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += [
            f"| `{rule.id}` | {rule.title} | {rule.area.value} | {rule.cwe} | {rule.severity.label} "
            f"| {rule.confidence.label} | {mutants.get(rule.id, '–')} |"
            for rule in (entry.rule for entry in loaded if entry.folder == folder)
        ]
    return "\n".join(lines) + "\n"


def _mutants() -> dict[str, str]:
    """The kept scores of the rules that they are of, as cells."""
    root = rule_files.root()
    scores, by_rule = kept.read(root), samples.by_rule()
    files = {rule.id: root / path for path, rule in samples.all_rules()}
    return {
        rule: kept.shown(score, kept.digest(files[rule], by_rule.get(rule, ())))
        for rule, score in scores.items()
        if rule in files
    }


def run_samples(rule_id: str | None, console: Console | None = None) -> None:
    """Runs the samples. Raises :class:`Wrong` with each line that does not hold."""
    console = console or Console(highlight=False)
    chosen = [sample for sample in samples.all_samples() if rule_id is None or sample.rule == rule_id]
    if rule_id is not None:
        _find(rule_id, _loaded())
    if not chosen:
        (path,) = (path for path, rule in samples.all_rules() if rule.id == rule_id)
        wanted = (
            f"write {path.stem}.ENDING, with the ending of the files that it is for (YAML: {path.stem}.sample.yaml)"
        )
        raise Wrong(f"`{rule_id}` has no sample beside {path}: {wanted}")
    with console.status(f"running {len(chosen)} samples"):
        wrong = check_samples.differences([sample for sample in chosen if sample.is_for_a_check])
        if for_engine := [sample for sample in chosen if not sample.is_for_a_check]:
            wrong += samples.differences(for_engine, Scanner())
    if wrong:
        raise Wrong("\n".join(wrong))
    lines = sum(len(sample.expectations) for sample in chosen)
    of_all = "1 sample" if len(chosen) == 1 else f"{len(chosen)} samples"
    console.print(f"{of_all} with {lines} marked lines {'holds' if len(chosen) == 1 else 'hold'}.")


def profile(files: Sequence[Path], console: Console | None = None) -> None:
    """Seconds of each rule alone on the files that its words occur in, the slowest first. Raises :class:`Wrong`."""
    console = console or Console(highlight=False)
    scanner, core = Scanner(), Core(program.find())
    rows: list[tuple[float, str, int]] = []
    for language in sorted({language_of(path.name) for path in files} & scanner.languages):
        found = scanner.pack(language)
        sources = [_source(path, language) for path in files if language_of(path.name) == language]
        for rule in found.relevant(source.text for source in sources) if found else ():
            concerned = tuple(source for source in sources if found and found.relevant((source.text,), (rule.id,)))
            with console.status(rule.id):
                start = time.perf_counter()
                examined([Batch(concerned, _one_rule(core, language, rule))], Limits())
                rows.append((time.perf_counter() - start, rule.id, len(concerned)))
    if not rows:
        raise Wrong("no rule concerns these files")
    table = Table("seconds", "rule", "files", box=None, pad_edge=False, header_style="bold")
    for seconds, name, count in sorted(rows, reverse=True):
        table.add_row(f"{seconds:.2f}", name, str(count))
    console.print(table)


def _one_rule(core: Core, language: str, rule: Rule) -> Callable[[Sequence[Source], Limits], dict[str, FileAnswer]]:
    def ask(sources: Sequence[Source], limits: Limits) -> dict[str, FileAnswer]:
        texts = [Text(source.key, source.text, source.suffix) for source in sources]
        return core(language, [rule.semgrep], texts, limits)

    return ask


def new(rule_id: str, area: str, cwe: int, root: Path | None = None, console: Console | None = None) -> None:
    """Writes ``rules/<language or format>/<area>/<name>.yaml`` and its sample. Raises :class:`Wrong`.

    A rule for a format, e.g. ``docker.healthcheck-off``, gets the id ``configuration.healthcheck-off``.
    """
    root = root or rule_files.root()
    language, _, name = rule_id.partition(".")
    areas = {item.value for item in Area}
    if area not in areas:
        raise Wrong(f"`{area}` is no area; there are {', '.join(sorted(areas))}")
    if not name or language not in {*_SUFFIXES, *KINDS}:
        raise Wrong(_beginning(rule_id))
    area_folder = area.removesuffix(" and transport").replace("authentication and ", "").replace(" ", "-")
    folder = root / FOLDERS.get(language, language) / area_folder
    path = folder / f"{name.replace('.', '-')}.yaml"
    if path.exists():
        raise Wrong(f"{path} exists already")
    if language in _SUFFIXES:
        mark = "#" if language in ("python", "ruby") else "//"
        head = _HEAD.format(id=rule_id, where=f"languages: [{language}]", area=area, cwe=cwe)
        rule, sample = head + _PATTERN.format(cwe=cwe), _SAMPLE.format(id=rule_id, mark=mark)
        beside = path.with_suffix(_SUFFIXES[language])
    else:
        rule_id = f"configuration.{path.stem}"
        rule = _HEAD.format(id=rule_id, where=f"files: {language}", area=area, cwe=cwe) + _LINES
        ending = Path(EXAMPLES[language]).suffix or _ENDINGS.get(language, ".conf")
        sample = _LINES_SAMPLE.format(id=rule_id, path=EXAMPLES[language])
        beside = path.with_suffix(".sample.yaml" if ending == ".yaml" else ending)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(rule, encoding="utf-8")
    beside.write_text(sample, encoding="utf-8")
    (console or Console(highlight=False)).print(
        f"wrote {path} and {beside.name}; then: patchwarden rules test {rule_id}"
    )


def _beginning(rule_id: str) -> str:
    """What is wrong with the beginning of a new rule's id: ``configuration.x``, e.g., does not say which files."""
    check, _, name = rule_id.rpartition(".")
    if check == "configuration":
        return f"say which files `{rule_id}` is for, e.g. docker.{name}: its id becomes {rule_id}; there are {_KINDS}"
    if check == "workflows":
        return f"`{rule_id}` is found by code or by zizmor and has no skeleton: see rules/README.md"
    known = ", ".join(dict.fromkeys((*_SUFFIXES, *KINDS)))
    return f"`{rule_id}` must begin with one of {known} and a dot"


def _source(path: Path, language: str) -> Source:
    text = path.read_text(encoding="utf-8", errors="replace")
    return source_of(str(path), language, text)


def _find(rule_id: str, loaded: Sequence[_Entry]) -> _Entry:
    """Raises :class:`Wrong`, which says of a rule that is not ours whose it is."""
    for entry in loaded:
        if entry.rule.id == rule_id:
            return entry
    check, _, rest = rule_id.partition(".")
    tool, _, number = rest.partition(".")
    if check == Reported.id and number:
        raise Wrong(f"`{rule_id}` is `{number}` of another scanner, {tool}: its own documentation tells what that is")
    if rule_id.startswith(OWN_RULE):
        raise Wrong(f"`{rule_id}` is a rule of a repository's or an operator's own: its file tells what that is")
    near = difflib.get_close_matches(rule_id, [entry.rule.id for entry in loaded], n=3, cutoff=0.4)
    hint = f"near it are {', '.join(near)}" if near else "`patchwarden rules list` names all"
    raise Wrong(f"no rule is called `{rule_id}`; {hint}")
