"""Rules that a repository or an operator wrote: plain semgrep files, read as data.

A file that cannot be read, and a rule that asks for what is not offered here, is refused alone, with its place and its
remedy; the others hold. What a rule may say is listed: whatever could read a file, run code or reach the network
(``pattern-where-python``, ``join``, ``extract``, validators of secrets) is not in the list. Whether the engine takes a
rule, too, is for :mod:`workers.engine.own_packs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot import bounded_yaml
from bot.globs import Globs
from bot.knowledge import control_files
from bot.model import Area, Confidence, Severity
from bot.redaction import redact
from workers.engine.rules import Rule

PREFIX = control_files.OWN_RULE
BOUNDS = bounded_yaml.Bounds(size=256_000, depth=30, values=40_000)
"""The most that one file may be."""
MOST_RULES = 200
MOST_PATTERNS = 200
"""Patterns of one rule."""
LONGEST_PATTERN = 5_000
"""Characters of one pattern, regular expressions included."""
_LONGEST_MESSAGE = 1_000
_MOST_PATHS = 100
_LARGEST_NUMBER = 1_000_000_000

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_CWE = re.compile(r"CWE-0*(\d{1,5})\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LANGUAGES: Mapping[str, str] = {
    **{
        name: name
        for name in (
            "python javascript typescript go java ruby php bash terraform hcl dockerfile yaml json html kotlin scala "
            "csharp c cpp swift rust lua r julia dart clojure ocaml solidity cairo lisp scheme generic regex"
        ).split()
    },
    "py": "python", "python3": "python", "js": "javascript", "ts": "typescript", "golang": "go", "rb": "ruby",
    "sh": "bash", "tf": "terraform", "docker": "dockerfile", "yml": "yaml", "kt": "kotlin", "c#": "csharp",
    "c++": "cpp", "rs": "rust", "sol": "solidity", "none": "regex",
}  # fmt: skip
"""What a rule calls a language → the engine's name of it, for those that the engine reads without an extension."""
EVERY_TEXT = frozenset({"generic", "regex"})
"""Languages whose rules are asked about every text, whatever it is written in."""
_SEVERITIES: Mapping[object, Severity] = {
    "INFO": Severity.LOW, "LOW": Severity.LOW, "WARNING": Severity.MEDIUM, "MEDIUM": Severity.MEDIUM,
    "ERROR": Severity.HIGH, "HIGH": Severity.HIGH, "CRITICAL": Severity.HIGH,
}  # fmt: skip
_ENGINE_SEVERITY = {Severity.LOW: "INFO", Severity.MEDIUM: "WARNING", Severity.HIGH: "ERROR"}
_MODES = frozenset({"search", "taint"})
_SAID = frozenset("id message severity languages metadata paths fix fix-regex".split())
"""Keys that the engine is not given as they stand. Nothing is ever changed by a rule: its fix is not read."""
_SEARCH = frozenset("pattern patterns pattern-either pattern-regex".split())
_TAINT = frozenset("pattern-sources pattern-sinks pattern-sanitizers pattern-propagators".split())
_TOP = _SEARCH | _TAINT | frozenset("mode options min-version max-version".split())
_INSIDE = _SEARCH | frozenset(
    "pattern-inside pattern-not pattern-not-inside pattern-not-regex metavariable-regex metavariable-pattern "
    "metavariable-comparison metavariable-analysis metavariable-type focus-metavariable metavariable regex comparison "
    "base strip analyzer type types language by-side-effect exact control label requires from to at-exit".split()
)
_PATTERNS = frozenset(
    "pattern pattern-regex pattern-inside pattern-not pattern-not-inside pattern-not-regex regex comparison".split()
)
_OPTIONS_REMEDY = "options are names with true, false, a number or a word"

_AREAS: Mapping[Area, frozenset[int]] = {
    Area.OUTPUT_ENCODING: frozenset((79, 80, 116, 117)),
    Area.AUTHORIZATION: frozenset((269, 276, 284, 285, 287, 288, 290, 304, 306, 307, 346, 352, 384, 521, 613, 639))
    | frozenset((732, 862, 863)),
    Area.CRYPTOGRAPHY: frozenset((295, 297, 310, 311, 319, 321, 322, 323, 325, 326, 327, 328, 329, 330, 331, 335, 338))
    | frozenset((347, 759, 760, 780, 916)),
    Area.SECRETS: frozenset((256, 257, 259, 260, 312, 522, 540, 798)),
    Area.LOGGING: frozenset((117, 532, 778)),
    Area.ERROR_HANDLING: frozenset((209, 248, 252, 390, 391, 396, 397, 703, 754, 755)),
    Area.RESOURCE_LIMITS: frozenset((400, 405, 409, 770, 772, 776, 834, 835, 1333)),
    Area.SUPPLY_CHAIN: frozenset((494, 506, 829, 937, 1104, 1357)),
    Area.CONFIGURATION: frozenset((16, 489, 614, 668, 942, 1004, 1188)),
}


class OwnRule(Rule, frozen=True, kw_only=True):
    """A rule that is not ours, in one language."""

    file: str
    """The file that it stands in."""
    line: int | None = None
    """Its first line there, from 1."""
    include: tuple[str, ...] = ()
    """Globs of the only paths that it speaks of; none: of all."""
    exclude: tuple[str, ...] = ()

    def reaches(self, path: str) -> bool:
        """Whether the rule's own ``paths`` let it speak of a path."""
        included = not self.include or Globs.of_paths(self.include).match(path)
        return included and not Globs.of_paths(self.exclude).match(path)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with a file or a rule; the texts are clauses for people and may quote the file."""

    file: str
    line: int | None
    reason: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """``.semgrep/sql.yml, line 3: the rule … was left out: …; …``, on one line."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{_shown(place, 200)}: {self.reason}{'; ' if self.remedy else ''}{self.remedy}."


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: each rule once for each of its languages."""

    rules: tuple[OwnRule, ...] = ()
    refused: tuple[Refusal, ...] = ()


class _Refused(Exception):
    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def read(texts: Mapping[str, str], whose: str = "this repository") -> Found:
    """The rules of these files, by their paths, in the order of the paths. ``whose``: as comments name the owner."""
    rules: dict[str, list[OwnRule]] = {}
    refused: list[Refusal] = []
    for file in sorted(texts):
        try:
            written = list(_written(texts[file]))
        except bounded_yaml.Refused as error:
            remedy = error.remedy or "mend the file; none of its rules holds"
            refused.append(Refusal(file, error.line, f"the file was left out: {_shown(error.reason, 200)}", remedy))
            continue
        except _Refused as error:
            refused.append(Refusal(file, None, f"the file was left out: {error.reason}", error.remedy))
            continue
        for line, document in written:
            try:
                found = _rule(document, file, line, whose)
                if found[0].id in rules:
                    raise _Refused("another rule has this id", "give each rule an id of its own")
                if len(rules) >= MOST_RULES:
                    raise _Refused(f"only {MOST_RULES} rules are read", "take those away that nobody needs")
            except _Refused as error:
                name = document.get("id") if isinstance(document, dict) else None
                what = f"the rule `{_shown(name)}`" if name else "a rule"
                refused.append(Refusal(file, line, f"{what} was left out: {error.reason}", error.remedy))
            else:
                rules[found[0].id] = found
    return Found(tuple(each for found in rules.values() for each in found), tuple(refused))


def joined(first: Found, second: Found) -> Found:
    """Both together; a rule whose id stands in the first already is refused in the second."""
    taken = {rule.id for rule in first.rules}
    twice = {rule.id: rule for rule in second.rules if rule.id in taken}
    refused = (
        Refusal(
            rule.file,
            rule.line,
            f"the rule `{rule.id.removeprefix(PREFIX)}` was left out: the operator has a rule of this id",
            "give it an id of its own",
        )
        for rule in twice.values()
    )
    others = (rule for rule in second.rules if rule.id not in taken)
    return Found((*first.rules, *others), (*first.refused, *second.refused, *refused))


def _written(text: str) -> Iterator[tuple[int | None, object]]:
    """Each rule of a file with its line. Raises :class:`_Refused`, :class:`~bot.bounded_yaml.Refused`."""
    document = bounded_yaml.load(text, BOUNDS)
    rules = document.get("rules") if isinstance(document, dict) else None
    if not isinstance(rules, list):
        raise _Refused("it has no list `rules`", "write semgrep rules, or name another file in the policy")
    yield from zip(_lines(text, len(rules)), rules, strict=True)


def _lines(text: str, count: int) -> list[int | None]:
    """The line of each item of the list ``rules``."""
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    lists = [node for key, node in pairs if key.value == "rules" and isinstance(node, yaml.SequenceNode)]
    items = [node.start_mark.line + 1 for node in lists[-1].value] if lists else []
    return items if len(items) == count else [None] * count


def _rule(document: object, file: str, line: int | None, whose: str) -> list[OwnRule]:
    """The rule, once for each language. Raises :class:`_Refused`."""
    if not isinstance(document, dict):
        raise _Refused("it is no mapping", "begin each rule with `- id: …`")
    id_ = document.get("id")
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        raise _Refused("its `id` is not up to 100 letters, digits, dots, dashes and underscores", "give it such an id")
    severity = _SEVERITIES.get(document.get("severity") if isinstance(document.get("severity"), str) else None)
    if severity is None:
        raise _Refused(f"its `severity` is `{_shown(document.get('severity'))}`", "write INFO, WARNING or ERROR")
    message = document.get("message")
    if not isinstance(message, str) or not message.strip():
        raise _Refused("it has no `message`", "say in one sentence what is wrong")
    search = _search(document)
    metadata = document.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    cwe = _cwe(metadata.get("cwe"))
    include, exclude = _paths(document.get("paths"))
    told = {"id": PREFIX + id_, "severity": _ENGINE_SEVERITY[severity], "message": _sentence(message)}
    return [
        OwnRule(
            id=PREFIX + id_,
            languages=(language,),
            severity=severity,
            confidence=_confidence(metadata.get("confidence")),
            area=_area(metadata.get("area"), cwe),
            cwe=cwe,
            title=f"The rule `{id_}` of {whose} matches",
            message=_sentence(message),
            remedy=_sentence(metadata.get("fix")),
            references=_references(metadata.get("references")),
            requires=(),
            semgrep={**told, "languages": [language], **search},
            file=file,
            line=line,
            include=include,
            exclude=exclude,
        )
        for language in _languages(document.get("languages"))
    ]


def _languages(written: object) -> tuple[str, ...]:
    if not isinstance(written, list) or not written:
        raise _Refused("it has no list `languages`", "name the languages, for example `languages: [python]`")
    names = [str(name).lower() if isinstance(name, str) else "" for name in written]
    unknown = [name for name in names if name not in _LANGUAGES]
    if unknown:
        raise _Refused(f"`{_shown(unknown[0])}` is no language that is read here", "leave the language away")
    return tuple(dict.fromkeys(_LANGUAGES[name] for name in names))


def _search(document: Mapping[object, object]) -> dict[str, object]:
    """What the engine searches for. Raises :class:`_Refused` for whatever is not in the lists of what it may hold."""
    mode = document.get("mode", "search")
    if not isinstance(mode, str) or mode not in _MODES:
        raise _Refused(f"the mode `{_shown(mode)}` is not offered here", "use `mode: taint`, or patterns alone")
    unknown = [key for key in document if key not in _SAID | _TOP]
    if unknown:
        raise _Refused(f"`{_shown(unknown[0])}` is not read here", "write the rule without it")
    wanted = {"pattern-sources", "pattern-sinks"} if mode == "taint" else None
    if wanted is None and len(_SEARCH & document.keys()) != 1:
        raise _Refused("it needs one of `pattern`, `patterns`, `pattern-either`, `pattern-regex`", "write one of them")
    for key in sorted(wanted or ()):
        if key not in document:
            raise _Refused(f"`{key}` is missing", "a rule of mode taint needs `pattern-sources` and `pattern-sinks`")
    for key in sorted(_TAINT & document.keys()):
        items = document[key]
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise _Refused(f"`{key}` is no list of patterns", "write each as `- pattern: …`")
    search = {str(key): value for key, value in document.items() if key in _TOP}
    options = search.pop("options", None)
    count = sum(_checked(key, value) for key, value in search.items())
    if count > MOST_PATTERNS:
        raise _Refused(f"it has {count:,} patterns, and {MOST_PATTERNS} are read", "make several rules of it")
    return search if options is None else {**search, "options": _options(options)}


def _checked(key: str, value: object) -> int:
    """How many patterns stand in a value. Raises :class:`_Refused`."""
    if isinstance(value, dict):
        unknown = [name for name in value if name not in _INSIDE]
        if unknown:
            raise _Refused(f"`{_shown(unknown[0])}` in `{key}` is not read here", "write the rule without it")
        return sum(_checked(str(name), each) for name, each in value.items())
    if isinstance(value, list):
        return sum(_checked(key, each) for each in value)
    if isinstance(value, str):
        if len(value) > LONGEST_PATTERN:
            raise _Refused(f"a `{key}` is longer than {LONGEST_PATTERN:,} characters", "write it shorter")
        if not value.isprintable() and any("\ud800" <= character <= "\udfff" for character in value):
            raise _Refused(f"a `{key}` holds half a character", "write whole characters")
        return key in _PATTERNS
    if isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < _LARGEST_NUMBER):
        return 0
    raise _Refused(f"`{key}` holds `{_shown(value)}`", "write a text; put what looks like another kind in quotes")


def _options(written: object) -> dict[str, object]:
    if not isinstance(written, dict):
        raise _Refused("`options` is no mapping", _OPTIONS_REMEDY)
    for key, value in written.items():
        plain = isinstance(value, bool) or (isinstance(value, int) and abs(value) < _LARGEST_NUMBER)
        plain = plain or (isinstance(value, str) and len(value) < 100 and value.isprintable())
        if not isinstance(key, str) or not re.fullmatch(r"[a-z_]{1,60}", key) or not plain:
            raise _Refused(f"the option `{_shown(key)}` is not read here", _OPTIONS_REMEDY)
        if key.startswith("interfile"):
            raise _Refused(
                f"the option `{_shown(key)}` is not offered here", "leave it away: files are read one by one"
            )
    return dict(written)


def _paths(written: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``include`` and ``exclude`` as globs of whole paths."""
    if written is None:
        return (), ()
    remedy = "write `include` and `exclude` as lists of globs"
    if not isinstance(written, dict) or not {"include", "exclude"}.issuperset(written):
        raise _Refused("`paths` is not read", remedy)
    found = []
    for key in ("include", "exclude"):
        globs = written.get(key, [])
        if not isinstance(globs, list) or len(globs) > _MOST_PATHS or not all(_is_glob(glob) for glob in globs):
            raise _Refused(f"`paths` has an `{key}` that is no list of up to {_MOST_PATHS} short globs", remedy)
        found.append(tuple(each for glob in globs for each in _anywhere(glob)))
    return found[0], found[1]


def _is_glob(written: object) -> bool:
    return isinstance(written, str) and 0 < len(written) <= 200 and written.count("*") + written.count("?") <= 16


def _anywhere(glob: str) -> tuple[str, ...]:
    """As semgrep reads it: at any depth unless it begins with a slash, a folder with all below it."""
    name = glob.removeprefix("./").strip("/")
    here = (name, f"{name}/**")
    return here if glob.startswith("/") else (*here, *(f"**/{each}" for each in here))


def _cwe(written: object) -> int:
    first = written[0] if isinstance(written, list) and written else written
    found = _CWE.search(first) if isinstance(first, str) else None
    return int(found[1]) if found else first if isinstance(first, int) and 0 < first < 100_000 else 0


def _area(written: object, cwe: int) -> Area:
    """What the rule says, else what the weakness is about."""
    named = next((area for area in Area if area.value == written), None)
    return named or next((area for area, known in _AREAS.items() if cwe in known), Area.INPUT_VALIDATION)


def _confidence(written: object) -> Confidence:
    return next((each for each in Confidence if each.name == str(written).upper()), Confidence.MEDIUM)


def _references(written: object) -> tuple[str, ...]:
    links = written if isinstance(written, list) else [written]
    return tuple(link for link in links if isinstance(link, str) and re.fullmatch(r"https?://[!-~]{1,300}", link))[:5]


def _sentence(written: object) -> str:
    """A text for people, and for the engine's JSON, which holds no half characters."""
    text = written.encode("utf-8", "replace").decode() if isinstance(written, str) else ""
    return _CONTROL.sub(" ", text).strip()[:_LONGEST_MESSAGE]


def _shown(value: object, most: int = 60) -> str:
    """A value from the file, short and on one line."""
    try:
        whole = str(value)
    except ValueError:  # a number may have more digits than Python writes
        whole = "a number that is too long to be shown"
    text = redact(" ".join(whole[:1_000].encode("utf-8", "backslashreplace").decode().split())).replace("`", "'")
    return text if len(text) <= most else f"{text[: most - 1]}…"
