"""The page of one rule: what it does, why that is bad, code, the remedy, how to silence it, where to read on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.languages import LANGUAGES
from bot.model import Confidence
from workers.checks.base import CheckRule
from workers.checks.registry import default_checks
from workers.engine import samples
from workers.engine.rules import Rule
from workers.engine.samples import Sample
from workers.manual import examples, telling, words
from workers.manual.examples import Example
from workers.reading.rule_files import Heading

_CWE = "https://cwe.mitre.org/data/definitions/"
_LEXERS = {"csharp": "csharp", "hcl": "terraform", "vue": "html", "dockerfile": "docker"}
"""The highlighter's names of languages where they are others than ours."""
_HIGHLIGHTED = frozenset(
    "python javascript typescript html go java ruby php csharp kotlin rust c cpp bash terraform docker yaml json xml "
    "ini toml properties nginx shell".split()
)
_SURE = {
    Confidence.HIGH: "It is sure of what it finds: a comment on the line, which counts in the verdict.",
    Confidence.MEDIUM: "It is fairly sure of what it finds: a comment on the line, which counts in the verdict.",
    Confidence.LOW: "It may be wrong about a place: a line of the summary, which does not count in the verdict.",
}
CHECK_ALONE = "checks"
"""The folder of the rules that stand in no file of their own: each is a check's, in code."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule, whoever searches for it."""

    rule: Heading | CheckRule
    folder: str
    """The language or format that it is for, as in ``rules/<folder>``; else :data:`CHECK_ALONE`."""
    samples: Sequence[Sample] = ()

    @property
    def id(self) -> str:
        return self.rule.id

    @property
    def check(self) -> str:
        """The check that searches for it."""
        return "semgrep" if isinstance(self.rule, Rule) else self.rule.id.partition(".")[0]


def entries() -> list[Entry]:
    """Every rule of the pack and of the checks, by id.

    Raises :class:`~workers.reading.rule_files.RuleError`.
    """
    beside = samples.by_rule()
    found = {rule.id: Entry(rule, path.parts[0], tuple(beside.get(rule.id, ()))) for path, rule in samples.all_rules()}
    for rule in rules_of_checks():
        found.setdefault(rule.id, Entry(rule, CHECK_ALONE))
    return [found[name] for name in sorted(found)]


def rules_of_checks() -> Iterator[CheckRule]:
    """What the checks claim, each in its code; some of it stands in a file of the pack as well."""
    for check in default_checks(cache_dir=None):
        yield from check_rules(check)


def page(entry: Entry) -> str:
    """The page as Markdown, at ``rules/<id>.md`` of the manual."""
    return "\n\n".join(_parts(entry)) + "\n"


def _parts(entry: Entry) -> Iterator[str]:
    rule = entry.rule
    yield f"# {words.prose(telling.title(rule))}"
    yield _facts(entry)
    yield "## What it does"
    yield _how(entry)
    yield certainty(entry)
    yield "## Why that is bad"
    yield words.prose(telling.message(rule))
    yield from _code("Vulnerable code", examples.vulnerable(entry.samples))
    yield "## What to do instead"
    yield words.prose(rule.remedy)
    yield from _code("Safe code", examples.safe(entry.samples))
    yield "## How to silence it"
    yield _silence(rule.id)
    if lines := _references(rule):
        yield "## Where to read on"
        yield "\n".join(lines)


def _facts(entry: Entry) -> str:
    rule = entry.rule
    facts = [
        f"`{rule.id}`",
        f"severity **{rule.severity.label}**",
        f"confidence **{rule.confidence.label}**",
        f"[{rule.area.value}](../areas/{slug(rule.area.value)}.md)",
        f"[{folder_name(entry.folder)}](../languages/{entry.folder}.md)",
    ]
    return " · ".join([*facts, *([f"[CWE-{rule.cwe}]({_CWE}{rule.cwe}.html)"] if rule.cwe > 0 else [])])


def _how(entry: Entry) -> str:
    rule = entry.rule
    if not isinstance(rule, Rule):
        said = f"The check [{entry.check}](../checks/{entry.check}.md) looks for this"
        return f"{said} in files of the kind *{folder_name(entry.folder)}*." if entry.samples else f"{said}."
    return f"{way(entry)} The engine behind it: [semgrep](../checks/semgrep.md)."


def way(entry: Entry) -> str:
    """How the rule is searched for, without a link."""
    rule = entry.rule
    if not isinstance(rule, Rule):
        return f"The check `{entry.check}` looks for this."
    languages = ", ".join(LANGUAGES[name].shown if name in LANGUAGES else name for name in rule.languages)
    if rule.semgrep.get("mode") == "taint":
        said = (
            "Data is followed from where it comes in to where it does harm, and the comment shows the way step by step."
        )
    else:
        said = "The code is matched by its structure, however it is laid out."
    return f"{said} Languages: {languages}."


def certainty(entry: Entry) -> str:
    """How sure the rule is, what follows from it, and of what it speaks at all."""
    return f"{_SURE[entry.rule.confidence]} The change must have brought it: what was there before is not told."


def _code(heading: str, pieces: Sequence[Example]) -> Iterator[str]:
    if pieces:
        yield f"## {heading}"
    for piece in pieces:
        if piece.caption:
            yield f"{piece.caption}:"
        name = _LEXERS.get(piece.language, piece.language)
        yield words.block(piece.code, name if name in _HIGHLIGHTED else "text", piece.marked)


def _silence(rule: str) -> str:
    policy = "\n".join(
        [
            f'disable-rules: ["{rule}"]        # everywhere',
            "# or in some folders alone:",
            "paths:",
            '  - match: ["legacy/**"]',
            f'    disable-rules: ["{rule}"]',
            "# or keep it at a lower grade:",
            f'severity: {{"{rule}": low}}',
        ]
    )
    return "\n\n".join(
        [
            "**One finding**: a maintainer answers the comment with its reason, and the same finding stays closed "
            "([dismissing](../commands.md#dismissing)):",
            words.block("/patchwarden dismiss because the value is a constant as false-positive"),
            "**The rule**: in `.patchwarden.yml` on the default branch ([policy](../policy.md)):",
            words.block(policy, "yaml"),
            "**A comment in the code** (`nosemgrep`, `# nosec`, `NOLINT` …) that the change adds silences "
            "nothing. One that is on the default branch with a reason goes on holding for the flaw that it hid "
            "([suppressions](../own-rules.md#suppressions)).",
        ]
    )


def _references(rule: Heading | CheckRule) -> list[str]:
    own = [f"- {words.link(address)}" for address in rule.references if not address.startswith(_CWE)]
    if isinstance(rule, Heading) and rule.owasp:
        own.append(f"- OWASP Top 10: {words.prose(rule.owasp)}")
    return [*own, *([f"- CWE-{rule.cwe}: <{_CWE}{rule.cwe}.html>"] if rule.cwe > 0 else [])]


def check_rules(check: object) -> Sequence[CheckRule]:
    """What a check claims, from its module's ``RULES``; nothing for one whose rules are the engine's or another's."""
    rules: Sequence[CheckRule] = getattr(sys.modules[type(check).__module__], "RULES", ())
    return rules


_NAMES = {
    "c": "C and C++",
    "csharp": "C#",
    "dotnet": ".NET",
    "javascript": "JavaScript and TypeScript",
    "php": "PHP",
    "github-workflows": "GitHub workflows",
    "gitlab": "GitLab",
    "kubernetes-compose": "Kubernetes and Compose",
    "openstack": "OpenStack",
    "sshd": "SSH server",
    CHECK_ALONE: "every language",
}


def folder_name(folder: str) -> str:
    """A folder of rules as people call it."""
    return _NAMES.get(folder) or folder.replace("-", " ").capitalize()


def slug(area: str) -> str:
    """An area as a file's name."""
    return area.replace(" ", "-")
