"""What holds for a path, and which line of which file says so: what ``patchwarden policy explain`` shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.concern import KINDS
from bot.globs import Globs
from bot.knowledge.paths import is_test_code
from bot.model import Applied, Area
from bot.policy.merging import merged
from bot.policy.model import Policy, Section, Silence, Standing
from bot.policy.parsing import PATH, PolicyFile

DEFAULT = "the default"


@dataclass(frozen=True, slots=True)
class Word:
    """What is said of one setting."""

    setting: str
    value: str
    where: str
    """``.patchwarden.yml:9``, or :data:`DEFAULT`."""
    replaced: bool = False
    """Whether a later word holds in its place."""


@dataclass(frozen=True, slots=True)
class Told:
    """Whether a rule's findings are told at a path."""

    rule: Applied
    severity: str
    why_not: str = ""
    """A clause for people; empty where they are told."""
    words: tuple[Word, ...] = ()
    """What decides it."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """How to show what a section says of one setting."""

    value: Callable[[Section], str]
    default: str = ""
    """Empty for a list, to which every section adds."""


_SETTINGS: Mapping[str, _Setting] = {
    "areas": _Setting(lambda said: _areas(said.areas), "all of them"),
    "minimum-severity": _Setting(lambda said: said.minimum_severity.label if said.minimum_severity else "", "low"),
    "tests": _Setting(lambda said: "quiet" if said.tests_quiet else "full", "quiet"),
    "fail-on": _Setting(lambda said: _threshold(dict(said.thresholds)), "never"),
    "disable-rules": _Setting(lambda said: ", ".join(said.disabled_rules)),
    "severity": _Setting(lambda said: ", ".join(f"{glob}: {level.label}" for glob, level in said.severities)),
}


def words(files: Sequence[PolicyFile], path: str, area: Area | None = None) -> tuple[Word, ...]:
    """What the files say of a path, setting by setting, in the order in which they are heard."""
    heard = _heard(files, path, area)
    found: list[Word] = []
    for name, setting in _SETTINGS.items():
        said = [Word(name, setting.value(section), _place(section, name)) for section in heard if _says(section, name)]
        if setting.default:
            said = said or [Word(name, setting.default, DEFAULT)]
            said = [Word(word.setting, word.value, word.where, replaced=True) for word in said[:-1]] + said[-1:]
        found += said
    return tuple(found)


def files_words(files: Sequence[PolicyFile], path: str) -> tuple[Word, ...]:
    """What the files say of the path as a whole: that it is not reviewed, or that it is test code."""
    found = []
    for file in files:
        below = path.removeprefix(file.folder) if path.startswith(file.folder) else ""
        lines = dict(file.whole.lines)
        for name in ("exclude", "test-paths"):
            globs = [glob for glob in file.texts(name) if Globs.of_paths((glob,)).match(below)]
            if globs:
                found.append(Word(name, ", ".join(globs), f"{file.where}:{lines[name]}"))
    if is_test_code(path):
        found.append(Word("test-paths", "one of the common names of test code", DEFAULT))
    return tuple(found)


def changes_words(files: Sequence[PolicyFile]) -> tuple[Word, ...]:
    """What the files say of changes as a whole, whatever the path: which are reviewed, and whose reports they await."""
    found: list[Word] = []
    for name in ("skip", "only"):
        for kind in KINDS:
            said = [
                Word(f"{name}.{kind}", ", ".join(patterns), f"{file.where}:{dict(file.whole.lines)[name]}")
                for file in files
                if (patterns := file.lists(name).get(kind)) and not file.folder
            ]
            if name == "only":  # the nearest file's list holds
                said = [replace(word, replaced=True) for word in said[:-1]] + said[-1:]
            found += said
    for file in files:
        if names := file.texts("reports"):
            found.append(Word("reports", ", ".join(names), f"{file.where}:{dict(file.whole.lines)['reports']}"))
    return tuple(found)


def told(files: Sequence[PolicyFile], path: str, rule: Applied) -> Told:
    """Whether the rule's findings at the path are told, at which severity, and what decides it."""
    policy = merged(files)
    standing = policy.at(path, rule.area)
    silence = standing.silence(rule)
    severity = standing.severity(rule.id, rule.severity)
    said = words(files, path, rule.area)
    deciding = tuple(word for word in said if not word.replaced and word.setting in _deciding(silence))
    named = [
        Word("severity", f"{glob}: {level.label}", _place(section, "severity"))
        for section in _heard(files, path, rule.area)
        for glob, level in section.severities
        if Globs.of_names((glob,)).match(rule.id)
    ]
    if silence is Silence.RULE:
        deciding = tuple(_disabling(_heard(files, path, rule.area), rule.id))
    if policy.excludes(path):
        return Told(rule, severity.label, "the path is not reviewed at all")
    return Told(
        rule, severity.label, silence.value if silence else _in_tests(policy, standing, path), (*named[-1:], *deciding)
    )


def _in_tests(policy: Policy, standing: Standing, path: str) -> str:
    quiet = standing.tests_quiet and policy.is_test(path)
    return "it is test code, which is kept quiet (what counts in tests, e.g. a live key, is told)" if quiet else ""


def _deciding(silence: Silence | None) -> tuple[str, ...]:
    by = {Silence.AREA: ("areas",), Silence.SEVERITY: ("minimum-severity",), Silence.LOWERED: ("minimum-severity",)}
    return by.get(silence, ()) if silence else ()


def _disabling(heard: Iterable[Section], rule: str) -> Iterable[Word]:
    for section in heard:
        globs = [glob for glob in section.disabled_rules if Globs.of_names((glob,)).match(rule)]
        if globs:
            yield Word("disable-rules", ", ".join(globs), _place(section, "disable-rules"))


def _heard(files: Sequence[PolicyFile], path: str, area: Area | None) -> list[Section]:
    """What speaks of the path, in the order of :func:`bot.policy.merged`; what is said twice counts where it is said
    last."""
    everywhere = [file.whole for file in files if not file.folder]
    spoken = [*everywhere, *merged(files).sections_about(path, area)]
    return [section for place, section in enumerate(spoken) if section not in spoken[place + 1 :]]


def _says(section: Section, setting: str) -> bool:
    return setting in dict(section.lines)


def _place(section: Section, setting: str) -> str:
    return f"{section.where or PATH}:{dict(section.lines)[setting]}"


def _areas(areas: frozenset[Area] | None) -> str:
    return ", ".join(area.value for area in Area if areas is None or area in areas)


def _threshold(said: Mapping[str, object]) -> str:
    levels = {name: getattr(level, "label", "never") for name, level in said.items()}
    return (
        next(iter(levels.values()))
        if len(set(levels.values())) == 1 and len(levels) == 2
        else ", ".join(f"{name}: {level}" for name, level in levels.items())
    )
