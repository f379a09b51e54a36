"""What can be read in a policy file and holds nowhere: rules and paths that nobody has, files under other names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from bot import policy
from bot.globs import Globs
from bot.knowledge.control_files import OWN_RULE
from bot.policy import PolicyFile
from bot.policy.model import Section
from workers.checks.plugins import plugins
from workers.checks.reported import Reported
from workers.engine import samples
from workers.manual import rule_pages

MOST_FILES = 50_000
"""In a larger repository nothing is said of paths: each pattern is tried on each file."""
_MISNAMED = (".patchwarden.yaml", "patchwarden.yml", "patchwarden.yaml", ".patchwarden.yml.txt", ".patchwarden")
_REMEDIES = (
    ("./", "paths begin at the folder of the policy file, without `./`"),
    ("/", "paths begin at the folder of the policy file, without `/`"),
    ("!", "nothing is taken back by `!`"),
)


def misnamed(listed: Iterable[str]) -> Iterator[str]:
    """A line for each file that its author takes for a policy file, and that nobody reads."""
    for name in listed:
        if name.rpartition("/")[2] in _MISNAMED:
            yield f"{name}: nobody reads a file of this name; call it {policy.PATH}"


def rules(file: PolicyFile) -> Iterator[str]:
    """A line for each id or pattern of ids in the file that no rule has, with the nearest id."""
    named = [(section, name, each) for section in _sections(file) for name, each in _of_rules(section)]
    if not named:
        return
    elsewhere = (OWN_RULE, f"{Reported.id}.", *(f"{plugin.id}." for plugin in plugins()))
    known = sorted({rule.id for _, rule in samples.all_rules()} | {rule.id for rule in rule_pages.rules_of_checks()})
    for section, setting, pattern in named:
        literal = pattern.split("*")[0].split("?")[0].split("[")[0]
        may_be_elsewhere = any(literal.startswith(start) or start.startswith(literal) for start in elsewhere)
        if may_be_elsewhere or any(map(Globs.of_names((pattern,)).match, known)):
            continue
        near = difflib.get_close_matches(pattern[:200], known, n=1)
        remedy = f"did you mean `{near[0]}`?" if near else "`patchwarden rules list` has all"
        yield f"{file.where}:{_line(section, setting)}: no rule fits `{pattern}` in `{setting}`; {remedy}"


def paths(file: PolicyFile, listed: Sequence[str]) -> Iterator[str]:
    """A line for each pattern that fits none of the repository's files, which may well be meant for later ones."""
    below = [name.removeprefix(file.folder) for name in listed if name.startswith(file.folder)]
    named = [(section, name, each) for section in _sections(file) for name, each in _of_paths(section)]
    named += [(file.whole, "exclude", each) for each in file.texts("exclude")]
    if not named or len(listed) > MOST_FILES:
        return
    globs, unused = Globs.of_paths(tuple(pattern for *_, pattern in named)), set(range(len(named)))
    for name in below:
        unused.difference_update(globs.matching(name))
        if not unused:
            return
    for number in sorted(unused):
        section, setting, pattern = named[number]
        remedy = _remedy(pattern, below)
        yield f"{file.where}:{_line(section, setting)}: note: `{pattern}` in `{setting}` fits no file here{remedy}"


def _sections(file: PolicyFile) -> tuple[Section, ...]:
    return (file.whole, *file.sections)


def _of_rules(section: Section) -> Iterator[tuple[str, str]]:
    yield from (("disable-rules", each) for each in section.disabled_rules)
    yield from (("severity", each) for each, _ in section.severities)


def _of_paths(section: Section) -> Iterator[tuple[str, str]]:
    yield from (("match", each) for each in section.match or ())
    yield from (("exclude", each) for each in section.exclude)
    yield from (("test-paths", each) for each in section.test_paths)


def _line(section: Section, setting: str) -> int:
    return dict(section.lines).get(setting) or min((line for _, line in section.lines), default=1)


def _remedy(pattern: str, below: Iterable[str]) -> str:
    for start, remedy in _REMEDIES:
        if pattern.startswith(start):
            return f": {remedy}"
    if "\\" in pattern:
        return ": folders are divided by `/`"
    if "{" in pattern:
        return ": write a pattern for each of the alternatives"
    anywhere = f"**/{pattern}"
    for other in (f"{pattern}/", anywhere, f"{anywhere}/"):
        if any(map(Globs.of_paths((other,)).match, below)):
            return f"; is `{other}` meant?"
    return ""
