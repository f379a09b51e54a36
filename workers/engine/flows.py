"""What a repository says of its own functions, put into rules: sanitizers, sources and sinks by qualified name.

A name is data: it must look like ``package.module.function`` or ``package.module.Class.method``, and it is written into
patterns of ours. The result of a sanitizer is clean for every rule about a data flow; the result of a source comes from
outside for those rules whose sources are what a client sends; a sink has a rule of its own (:func:`sink_rules`).

A function is found where it is imported by its name: absolutely or relatively in Python, from a module that is called
so in JavaScript and TypeScript, by package in Go, by class in Java. A method is found on its class, on what the class
was just called for, and on variables whose type is written down.
"""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec.structs

from bot.model import Area, Confidence, Severity
from bot.policy import OwnFlows
from workers.engine.pack import Pack, PackSource, pack_of
from workers.engine.program import Program
from workers.engine.rules import Rule, Search, shared_items

SINK = "own.sink"
"""What every own sink is told as. The engine has a rule for each: see :func:`told_as`."""
_SINK_OF = "own-sink."
SINK_MESSAGE = "A client controls what `{name}` is given, and the policy of this repository forbids that."
SINK_REMEDY = "Check or clean the value before, for example by a sanitizer that the policy names."
_SHOWN = 5
MOST_NAMES = 100
"""Of each kind."""
_LONGEST_NAME = 200
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+", re.ASCII)
_REMOTE: Mapping[str, tuple[str, ...]] = {
    "python": tuple(f"python/{name}" for name in "flask django starlette aiohttp tornado others web".split()),
    "javascript": ("javascript/web",),
    "typescript": ("javascript/web",),
    "go": ("go/http", "go/frameworks"),
    "java": ("java/servlet", "java/spring", "java/jaxrs", "java/frameworks"),
}
"""The shared lists of what a client sends, by language."""
_RESERVED: Mapping[str, frozenset[str]] = {
    "python": frozenset(keyword.kwlist),
    "javascript": frozenset(
        "await break case catch class const continue debugger default delete do else enum export extends false finally "
        "for function if import in instanceof new null return super switch this throw true try typeof var void while "
        "with yield let static".split()
    ),
    "go": frozenset(
        "break case chan const continue default defer else fallthrough for func go goto if import interface map "
        "package range return select struct switch type var".split()
    ),
    "java": frozenset(
        "abstract assert boolean break byte case catch char class const continue default do double else enum extends "
        "final finally float for goto if implements import instanceof int interface long native new package private "
        "protected public return short static strictfp super switch synchronized this throw throws transient try void "
        "volatile while true false null".split()
    ),
}
_STANDARD = (
    frozenset(sys.stdlib_module_names)
    | frozenset(dir(builtins))
    | frozenset("java javax jakarta JSON Object String Array Number Math Buffer console window document".split())
    | frozenset("fmt strings strconv bytes net os io filepath template url sql exec".split())
    | frozenset("flask django starlette fastapi aiohttp tornado werkzeug jinja2 markupsafe sqlalchemy express".split())
)
"""First names of what is nobody's own: built in, of a standard library, or of the frameworks that our rules know."""
_ARGUMENTS = "(...)"


@dataclass(frozen=True, slots=True)
class Checked:
    """The names that hold, and a sentence for the review about each of the others."""

    flows: OwnFlows = field(default_factory=OwnFlows)
    problems: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return self.flows == OwnFlows()


def checked(flows: OwnFlows) -> Checked:
    """The names that are names of the repository's own."""
    problems: list[str] = []
    kept = {
        kind: _kept(kind.removesuffix("s"), getattr(flows, kind), problems)
        for kind in ("sanitizers", "sources", "sinks")
    }
    both = sorted(set(kept["sanitizers"]) & set(kept["sources"]))
    problems += [f"The policy calls `{name}` a sanitizer and a source; it is a source here." for name in both]
    kept["sanitizers"] = tuple(name for name in kept["sanitizers"] if name not in both)
    return Checked(OwnFlows(**kept), tuple(problems))


def _kept(kind: str, names: Iterable[str], problems: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in dict.fromkeys(name.strip() for name in names):
        why = _problem(name)
        if not why and len(found) == MOST_NAMES:
            why = f"only {MOST_NAMES} are read"
        if why:
            shown = "".join(each if each.isprintable() and each != "`" else "?" for each in name[:80])
            problems.append(f"The policy's {kind} `{shown}` does not hold: {why}.")
        else:
            found.append(name)
    return tuple(found)


def _problem(name: str) -> str:
    """Why a name is none of the repository's own; ``""`` where it may be one."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        return "write a qualified name, for example `app.web.escape_html` or `web.Html.escape`"
    if name.split(".")[0] in _STANDARD:
        return "it is built in or a known library's, and its rules are ours; name a function of the repository"
    if not any(_speakable(name, language) for language in _CALLS):
        return "a part of it is a reserved word in every language that is followed"
    return ""


def _speakable(name: str, language: str) -> bool:
    reserved = _RESERVED["javascript" if language == "typescript" else language]
    return reserved.isdisjoint(name.split("."))


def calls(name: str, language: str, arguments: str = _ARGUMENTS) -> list[Search]:
    """Patterns for the calls of a function; none where the language cannot have the name."""
    return [*_CALLS[language](name.split("."), arguments)] if _speakable(name, language) else []


def _python(parts: Sequence[str], arguments: str) -> Iterator[Search]:
    *modules, last = parts
    yield {"pattern": f"{'.'.join(parts)}{arguments}"}
    if modules[-1][:1].isupper():  # a method
        owner = ".".join(modules)
        yield {"pattern": f"{owner}(...).{last}{arguments}"}
        for around in (f"$OBJECT = {owner}(...)\n...", f"def $FUNCTION(..., $OBJECT: {owner}, ...):\n  ..."):
            yield {"patterns": [{"pattern-inside": around}, {"pattern": f"$OBJECT.{last}{arguments}"}]}
        *modules, top = modules
        used = f"{top}.{last}"
    else:
        top = used = last
    if not modules:
        return
    for dots in (".", ".."):
        for tail in dict.fromkeys((modules[-1], ".".join(modules[-2:]))):
            yield _inside([f"from {dots}{tail} import {top}\n..."], f"{used}{arguments}")
        above = ".".join(modules[-2:-1])
        for tail in dict.fromkeys(("", above)):
            yield _inside([f"from {dots}{tail} import {modules[-1]}\n..."], f"{modules[-1]}.{used}{arguments}")


def _javascript(parts: Sequence[str], arguments: str) -> Iterator[Search]:
    *modules, last = parts
    if modules[-1][:1].isupper():
        owner = modules.pop()
        yield {"pattern": f"new {owner}(...).{last}{arguments}"}
        used, top = f"{owner}.{last}", owner
        if not modules:
            yield {"pattern": f"{used}{arguments}"}
            return
    else:
        used = top = last
    module = "/".join(modules[-1:])
    after = used.removeprefix(top)
    package = {"metavariable": "$PACKAGE", "regex": rf"^(.*/)?{module}(/index)?(\.[cm]?[jt]sx?)?$"}

    def bound(forms: Iterable[str], call: str) -> Search:
        search = _inside([f"{form}\n..." for form in forms], call)
        return {"patterns": [*search["patterns"], {"metavariable-regex": package}]}

    named = ['import { ..., %s, ... } from "$PACKAGE"', 'const { ..., %s, ... } = require("$PACKAGE")']
    yield bound([form % top for form in named], f"{used}{arguments}")
    renamed = [
        f'import {{ {top} as $OWN }} from "$PACKAGE"',
        f'const {{ ..., {top}: $OWN, ... }} = require("$PACKAGE")',
    ]
    yield bound(renamed, f"$OWN{after}{arguments}")
    whole = ['import * as $MODULE from "$PACKAGE"', 'import $MODULE from "$PACKAGE"', '$MODULE = require("$PACKAGE")']
    yield bound(whole, f"$MODULE.{used}{arguments}")


def _go(parts: Sequence[str], arguments: str) -> Iterator[Search]:
    *packages, last = parts
    yield {"pattern": f"{packages[-1]}.{last}{arguments}"}
    if len(packages) > 1 and packages[-1][:1].isupper():
        owner = ".".join(packages[-2:])
        yield {"pattern": f"($OBJECT : *{owner}).{last}{arguments}"}
        yield {"pattern": f"($OBJECT : {owner}).{last}{arguments}"}


def _java(parts: Sequence[str], arguments: str) -> Iterator[Search]:
    *owner, last = parts
    yield {"pattern": f"{'.'.join(parts)}{arguments}"}
    if owner[-1][:1].isupper():
        yield {"pattern": f"({'.'.join(owner)} $OBJECT).{last}{arguments}"}


_CALLS: Mapping[str, Callable[[Sequence[str], str], Iterator[Search]]] = {
    "python": _python,
    "javascript": _javascript,
    "typescript": _javascript,
    "go": _go,
    "java": _java,
}


def _inside(forms: Sequence[str], call: str) -> dict[str, Any]:
    return {"patterns": [{"pattern-either": [{"pattern-inside": form} for form in forms]}, {"pattern": call}]}


@dataclass
class FlowPacks:
    """The packs of rules, with the repository's own sanitizers and sources in those about data flows."""

    rules: PackSource
    flows: OwnFlows
    root: Path
    """The folder of the rules, for their shared lists."""
    program: Program

    def __post_init__(self) -> None:
        self._made: dict[str, Pack | None] = {}

    @property
    def languages(self) -> frozenset[str]:
        return self.rules.languages

    def get(self, language: str) -> Pack | None:
        if language not in self._made:
            found = self.rules.get(language)
            self._made[language] = self._with(found) if found is not None and language in _CALLS else found
        return self._made[language]

    def _with(self, pack: Pack) -> Pack:
        remote = _remote(self.root, pack.language)
        clean = [each for name in self.flows.sanitizers for each in calls(name, pack.language)]
        outside = [each for name in self.flows.sources for each in calls(name, pack.language)]
        words = tuple(dict.fromkeys(name.rpartition(".")[2] for name in self.flows.sources))
        rules = [_rule_with(rule, clean, outside, words, remote) for rule in pack.rules.values()]
        return pack_of(pack.language, rules, self.program, own=False, leaves=pack.leaves)


def _rule_with(
    rule: Rule, clean: Sequence[Search], outside: Sequence[Search], words: tuple[str, ...], remote: Sequence[object]
) -> Rule:
    if rule.semgrep.get("mode") != "taint":
        return rule
    takes_requests = any(item in remote for item in rule.semgrep["pattern-sources"])
    added = outside if takes_requests else ()

    def with_(search: Search) -> Search:
        more = dict(search)
        if added:
            more["pattern-sources"] = [*search["pattern-sources"], *added]
        if clean:
            more["pattern-sanitizers"] = [*search.get("pattern-sanitizers", ()), *clean]
        return more

    return msgspec.structs.replace(
        rule,
        semgrep=with_(rule.semgrep),
        strict=with_(rule.strict) if rule.strict is not None else None,
        requires=tuple((*group, *words) for group in rule.requires) if added else rule.requires,
    )


def told_as(rule: str) -> str:
    """The id that people know an engine's rule by."""
    return SINK if rule.startswith(_SINK_OF) else rule


def sink_rules(flows: OwnFlows, root: Path) -> tuple[Rule, ...]:
    """A rule for each own sink and language: data from outside reaches it."""
    return tuple(
        rule for language in _CALLS for name in flows.sinks for rule in _sink_rule(name, language, flows, root)
    )


def _sink_rule(name: str, language: str, flows: OwnFlows, root: Path) -> Iterator[Rule]:
    shapes = ["(..., $ARGUMENT, ...)", *(["(..., $NAME=$ARGUMENT, ...)"] if language == "python" else [])]
    sinks = [each for shape in shapes for each in calls(name, language, shape)]
    sources = [*_remote(root, language), *(each for own in flows.sources for each in calls(own, language))]
    if not sinks or not sources:
        return
    folder = "javascript" if language == "typescript" else language
    clean = [*shared_items(root, f"{folder}/common", "sanitizers")]
    clean += [each for own in flows.sanitizers for each in calls(own, language)]
    rule_id, message = f"{_SINK_OF}{name}", SINK_MESSAGE.format(name=name)
    yield Rule(
        id=rule_id,
        languages=(language,),
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        area=Area.INPUT_VALIDATION,
        cwe=20,
        title=f"Data from outside reaches `{name}`",
        message=message,
        remedy=SINK_REMEDY,
        requires=((name.rpartition(".")[2],),),
        semgrep={
            "id": rule_id,
            "languages": [language],
            "severity": "ERROR",
            "message": message,
            "mode": "taint",
            "pattern-sources": sources,
            "pattern-sinks": [
                {"patterns": [{"pattern-either": sinks}, {"focus-metavariable": "$ARGUMENT"}]},
            ],
            **({"pattern-sanitizers": clean} if clean else {}),
        },
    )


def _remote(root: Path, language: str) -> list[object]:
    """What a client sends, as the shared lists have it."""
    return [item for each in _REMOTE.get(language, ()) for item in shared_items(root, each, "sources")]


def without_sanitizers(flows: OwnFlows) -> OwnFlows:
    """The sources alone: what a count of what the sanitizers silence is made with."""
    return OwnFlows(sources=flows.sources)


def said_of_cleaned(places: Iterable[str]) -> tuple[str, ...]:
    """The sentence about flows that end in own sanitizers; none where there is none. ``places`` as ``path:line``."""
    found = list(dict.fromkeys(places))
    if not found:
        return ()
    what, ends, told = ("A flow", "ends", "is") if len(found) == 1 else (f"{len(found)} flows", "end", "are")
    shown = ", ".join(found[:_SHOWN]) + (f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
    return (f"{what} of data of this change {ends} in this repository's own sanitizers and {told} not told: {shown}.",)


def mentions(flows: OwnFlows, text: str) -> bool:
    """Whether a text may call one of the sanitizers."""
    return any(name.rpartition(".")[2] in text for name in flows.sanitizers)
