"""A SARIF document that somebody else wrote → reports, bounded. What cannot be used is refused, and why is said.

A report is heard as a claim: where it says that something stands and what. What it leaves out it is not asked for.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from bot.decoding import Misread, decode_json
from bot.knowledge.scanners import SECURITY_ONLY, narrowest
from bot.model import Confidence, Severity
from bot.reports import shapes
from bot.reports.model import (
    LONGEST_MESSAGE,
    LONGEST_NAME,
    LONGEST_PATH,
    LONGEST_SNIPPET,
    LONGEST_TITLE,
    MOST_RESULTS,
    MOST_STEPS,
    Place,
    Report,
    Result,
    tool_key,
)

LARGEST = 16 * 1024 * 1024
"""Bytes of a document, unpacked. GitHub takes 10 MB, packed."""
_MOST_RUNS = 20
_OURS = "patchwarden"
_GZIP = b"\x1f\x8b"
_OTHER_CHARACTERS = re.compile(r"[^A-Za-z0-9._-]+")
_CWE = re.compile(r"\bcwe[-_/: ]?0{0,3}([1-9][0-9]{0,4})\b", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:CWE-)?0{0,3}([1-9][0-9]{0,4})$", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()]{1,300}\)")
"""``[text](target)`` in a plain message (3.11.6)."""
_ARGUMENT = re.compile(r"\{([0-9]{1,2})\}")
_LEVELS = {"error": Severity.HIGH, "warning": Severity.MEDIUM, "note": Severity.LOW, "none": Severity.LOW}
_WORDS = {"critical": Severity.HIGH, "high": Severity.HIGH, "medium": Severity.MEDIUM, "low": Severity.LOW}
_PRECISION = {"very-high": Confidence.HIGH, "high": Confidence.HIGH, "medium": Confidence.MEDIUM, "low": Confidence.LOW}
_COMMIT = re.compile(r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")


class BadReport(Exception):
    """The document cannot be used; the message is a clause for people."""


class TooLarge(BadReport):
    """It is beyond :data:`LARGEST`."""


class OtherCommit(BadReport):
    """It speaks of another commit than the one that it is given for."""


def unpacked(body: bytes) -> bytes:
    """The document of a body, which may be packed by gzip. A small body that is a large document costs no more than
    :data:`LARGEST` bytes. Raises :class:`BadReport`."""
    if not body.startswith(_GZIP):
        document = body
    else:
        packed = zlib.decompressobj(wbits=31)
        try:
            document = packed.decompress(body, LARGEST + 1)
        except zlib.error:
            raise BadReport("the body is no gzip, though it begins like one") from None
        if len(document) <= LARGEST and not packed.eof:
            raise BadReport("the gzip of the body ends too early")
    if len(document) > LARGEST:
        raise TooLarge(f"the document is larger than {LARGEST // 1024**2} MB")
    return document


def commits(document: bytes) -> tuple[frozenset[str], ...]:
    """The commits that each run says it is of; nothing of one that does not say so. Raises :class:`BadReport`."""
    return tuple(named for run in _log(document).runs if (named := _commits(run)))


def read(document: bytes, commit: str = "") -> tuple[Report, ...]:
    """A report for each tool of the document, by the tools' names.

    ``commit`` is the one that the document is given for. Raises :class:`OtherCommit` where the document names others,
    :class:`BadReport` where it is no SARIF 2.1.0 that can be used.
    """
    found: dict[str, Report] = {}
    for run in _log(document).runs:
        _refuse_others(run, commit)
        one = _Reading(run).report()
        if one.key == _OURS:
            raise BadReport("the document is Patchwarden's own")
        found[one.key] = joined(found[one.key], one) if one.key in found else one
    if not found:
        raise BadReport("the document has no run: no tool says anything in it")
    return tuple(found[key] for key in sorted(found))


def _log(document: bytes) -> shapes.Log:
    try:
        log = decode_json(shapes.Log, document.removeprefix(b"\xef\xbb\xbf"))
    except Misread as error:
        raise BadReport(f"the document is no SARIF 2.1.0 that can be read: {str(error)[:300]}") from None
    if not log.version.startswith("2.1"):
        raise BadReport(f"the document is SARIF {_name(log.version)}, and only 2.1.0 is read")
    if len(log.runs) > _MOST_RUNS:
        raise BadReport(f"the document has {len(log.runs)} runs, and {_MOST_RUNS} are the most")
    return log


def _commits(run: shapes.Run) -> frozenset[str]:
    named = (str(each.revision_id).lower() for each in run.version_control_provenance or () if each.revision_id)
    return frozenset(each for each in named if _COMMIT.match(each))


def _refuse_others(run: shapes.Run, commit: str) -> None:
    named = _commits(run)
    if commit and named and commit.lower() not in named:
        other = min(named)
        raise OtherCommit(f"the report is of commit {other[:12]}, and was given for {commit[:12]}")


def joined(one: Report, other: Report) -> Report:
    """Both reports of one tool as one."""
    results = (*one.results, *other.results)
    over = max(0, len(results) - MOST_RESULTS)
    return Report(
        tool=one.tool,
        results=results[:MOST_RESULTS],
        version=one.version,
        beside=one.beside + other.beside,
        unplaced=one.unplaced + other.unplaced,
        over=one.over + other.over + over,
    )


@dataclass
class _Reading:
    """One run on its way."""

    run: shapes.Run
    results: list[Result] = field(default_factory=list)
    beside: int = 0
    unplaced: int = 0
    over: int = 0

    def report(self) -> Report:
        driver = self.run.tool.driver
        tool = " ".join(_name(driver.name).split()) or "a tool without a name"
        trusted = tool_key(tool) in SECURITY_ONLY
        for result in self.run.results or ():
            if len(self.results) >= MOST_RESULTS:
                self.over += 1
                continue
            if result.kind not in (None, "fail", "open", "review") or _is_decided(result):
                continue
            self._add(result, trusted)
        version = _name(driver.semantic_version or driver.version or "")
        return Report(tool, tuple(self.results), version, self.beside, self.unplaced, self.over)

    def _add(self, result: shapes.SarifResult, trusted: bool) -> None:
        rule = self._rule(result)
        about = _About.of(rule, result)
        if not (trusted or about.is_security):
            self.beside += 1
            return
        place = next((place for place in map(self._place, result.locations or ()) if place), None)
        if place is None:
            self.unplaced += 1
            return
        message = _one_line(_said(rule, result), LONGEST_MESSAGE)
        identifier = _identifier(result.rule_id or (result.rule and result.rule.id) or rule.id or "")
        self.results.append(
            Result(
                rule=identifier,
                place=place,
                title=_title(rule, message, identifier),
                message=message,
                severity=about.severity(result, rule).value,
                confidence=about.confidence(result).value,
                cwe=narrowest(about.weaknesses),
                page=_page(rule.help_uri),
                snippet=_snippet(result),
                steps=self._steps(result),
                old=result.baseline_state in ("unchanged", "updated", "absent"),
                fingerprint=_digest(result.partial_fingerprints or {}),
            )
        )

    def _rule(self, result: shapes.SarifResult) -> shapes.Rule:
        """The rule that a result names, by place (3.27.6, 3.52.5) or by id; an empty one where it is described
        nowhere."""
        reference = result.rule or shapes.Target()
        extensions = self.run.tool.extensions or ()
        component = reference.tool_component.index if reference.tool_component else None
        rules: Sequence[shapes.Rule] = self.run.tool.driver.rules or ()
        if component is not None and 0 <= component < len(extensions):
            rules = extensions[component].rules or ()
        index = result.rule_index if reference.index is None else reference.index
        name = result.rule_id or reference.id or ""
        if index is not None and 0 <= index < len(rules):
            return rules[index]
        return self._by_id.get(name) or self._by_id.get(name.rpartition("/")[0]) or shapes.Rule(id=name)

    @property
    def _by_id(self) -> Mapping[str, shapes.Rule]:
        if self._ids is None:
            components = (self.run.tool.driver, *(self.run.tool.extensions or ()))
            self._ids = {rule.id: rule for each in components for rule in each.rules or () if rule.id}
        return self._ids

    _ids: dict[str, shapes.Rule] | None = None

    def _place(self, location: shapes.Location) -> Place | None:
        physical = location.physical_location
        if physical is None or physical.region is None or physical.artifact_location is None:
            return None
        region, path = physical.region, self._path(physical.artifact_location)
        start = region.start_line or 0
        if not path or not 1 <= start <= 50_000_000:
            return None
        end = region.end_line or start
        end = end if start <= end <= 50_000_000 else start
        columns = [each if each and 1 <= each <= 50_000_000 else 0 for each in (region.start_column, region.end_column)]
        return Place(path, start, end, *columns)

    def _path(self, location: shapes.ArtifactLocation) -> str:
        uri, artifacts = location.uri, self.run.artifacts or ()
        if uri is None and location.index is not None and 0 <= location.index < len(artifacts):
            named = artifacts[location.index].location
            uri = named.uri if named else None
        return _path(uri or "")

    def _steps(self, result: shapes.SarifResult) -> tuple[Place, ...]:
        flows = [thread for flow in result.code_flows or () for thread in flow.thread_flows or ()]
        if not flows:
            return ()
        named = flows[0].locations or []
        if len(named) > MOST_STEPS:
            named = [*named[: MOST_STEPS // 2], *named[-MOST_STEPS // 2 :]]
        places = [self._place(each.location) if each.location else None for each in named]
        return tuple(place for place in places if place)


@dataclass(frozen=True, slots=True)
class _About:
    """What rule and result say of themselves in their bags of properties."""

    tags: tuple[str, ...]
    weaknesses: tuple[int, ...]
    score: float | None
    bags: tuple[shapes.Bag, ...]

    @classmethod
    def of(cls, rule: shapes.Rule, result: shapes.SarifResult) -> _About:
        bags = tuple(bag for bag in (result.properties, rule.properties) if bag)
        tags = tuple(tag for bag in bags for tag in _texts(bag.get("tags")))
        named = (*tags, *(word for bag in bags for key in ("cwe", "CWE") for word in _texts(bag.get(key))))
        targets = (*(result.taxa or ()), *(each.target for each in rule.relationships or () if each.target))
        numbers = [int(match[1]) for word in named for match in _CWE.finditer(word)]
        for target in targets:
            component = (target.tool_component.name if target.tool_component else "") or ""
            match = _NUMBER.match((target.id or "")[:20])
            if match and ("cwe" in component[:40].lower() or (target.id or "").upper().startswith("CWE-")):
                numbers.append(int(match[1]))
        score = next((each for bag in bags if (each := _score(bag.get("security-severity"))) is not None), None)
        return cls(tags, tuple(dict.fromkeys(numbers)), score, bags)

    @property
    def is_security(self) -> bool:
        words = ("security", "vulnerab", "owasp", "secret")
        return (
            bool(self.weaknesses)
            or self.score is not None
            or any(word in tag.lower() for tag in self.tags for word in words)
        )

    def severity(self, result: shapes.SarifResult, rule: shapes.Rule) -> Severity:
        if self.score is not None:
            return Severity.HIGH if self.score >= 7 else Severity.MEDIUM if self.score >= 4 else Severity.LOW
        told = self._word("issue_severity", "severity")
        default = rule.default_configuration.level if rule.default_configuration else None
        return _WORDS.get(told) or _LEVELS.get(result.level or default or "warning", Severity.MEDIUM)

    def confidence(self, result: shapes.SarifResult) -> Confidence:
        """What we did not find ourselves is at most of medium confidence: nobody has shown us the proof."""
        if result.kind in ("open", "review"):
            return Confidence.LOW
        told = self._word("issue_confidence", "confidence", "precision")
        return min(_PRECISION.get(told, Confidence.MEDIUM), Confidence.MEDIUM)

    def _word(self, *keys: str) -> str:
        found = (word for key in keys for bag in self.bags for word in _texts(bag.get(key)))
        return next(found, "").lower()


def _is_decided(result: shapes.SarifResult) -> bool:
    """Whether people have dismissed it in the tool's own place. A comment in the code is no such: a change cannot
    silence what is said of it."""
    return any(each.kind == "external" and each.status in (None, "accepted") for each in result.suppressions or ())


def _said(rule: shapes.Rule, result: shapes.SarifResult) -> str:
    message = result.message or shapes.Message()
    said = message.text
    if said is None and message.id is not None:
        named = (rule.message_strings or {}).get(message.id)
        said = named.text if named else None
    described = rule.full_description or rule.short_description
    said = said or (described.text if described else None) or ""
    arguments = message.arguments or []
    said = _ARGUMENT.sub(
        lambda match: arguments[int(match[1])][:LONGEST_MESSAGE] if int(match[1]) < len(arguments) else match[0],
        said[: 4 * LONGEST_MESSAGE],
    )
    return _LINK.sub(r"\1", said[: 4 * LONGEST_MESSAGE])


def _title(rule: shapes.Rule, message: str, identifier: str) -> str:
    """The rule's own few words, else the message's first sentence: a heading says what is wrong, and not which rule."""
    short = rule.short_description.text if rule.short_description else ""
    title = _one_line(short or "", 2 * LONGEST_TITLE)
    if not title or identifier in title or len(title) > LONGEST_TITLE:
        title = re.split(r"(?<=[a-z)`'\"])[.:;](?: |$)", message, maxsplit=1)[0]
    return _one_line(title, LONGEST_TITLE).rstrip(" .") or identifier


def _one_line(text: str, limit: int) -> str:
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _snippet(result: shapes.SarifResult) -> str:
    """The first line of what the tool quotes that is not blank."""
    for location in result.locations or ():
        region = location.physical_location.region if location.physical_location else None
        if region and region.snippet and region.snippet.text:
            lines = region.snippet.text[:10_000].split("\n")
            return next((line.strip()[:LONGEST_SNIPPET] for line in lines if line.strip()), "")
    return ""


def _path(uri: str) -> str:
    """The path of a URI reference: decoded, with slashes, without ``./``; ``""`` where it can be none."""
    if len(uri) > 4 * LONGEST_PATH:
        return ""
    if re.match(r"^file:", uri, re.IGNORECASE):
        uri = "/" + uri[5:].partition("//")[2].partition("/")[2] if uri[5:].startswith("//") else uri[5:]
    elif re.match(r"^[a-z][a-z0-9+.-]{1,20}:", uri, re.IGNORECASE):
        return ""
    path = unquote(uri.partition("?")[0].partition("#")[0], errors="replace").replace("\\", "/")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or ".." in parts or "\0" in path or len(path) > LONGEST_PATH:
        return ""
    return ("/" if path.startswith("/") or ":" in parts[0] else "") + "/".join(parts)


def _page(uri: str | None) -> str:
    return uri if uri and uri.startswith("https://") and len(uri) <= 300 and uri.isascii() else ""


def _digest(fingerprints: Mapping[str, str]) -> str:
    if not fingerprints:
        return ""
    told = "\0".join(f"{name}\0{value}" for name, value in sorted(fingerprints.items()))
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _identifier(name: str) -> str:
    return _OTHER_CHARACTERS.sub("-", name[: 2 * LONGEST_NAME]).strip("-.")[:LONGEST_NAME] or "unnamed"


def _name(text: str) -> str:
    return "".join(char if char.isascii() and (char.isalnum() or char in " +._-") else "?" for char in text)[
        :LONGEST_NAME
    ]


def _texts(value: object) -> Iterator[str]:
    """The texts of a property that may be a text, a number or a list of them."""
    for each in value[:50] if isinstance(value, list) else (value,):
        if isinstance(each, str):
            yield each[:200]
        elif isinstance(each, int) and not isinstance(each, bool) and 0 < each < 100_000:
            yield f"CWE-{each}"


def _score(value: object) -> float | None:
    try:
        score = float(value) if isinstance(value, str | int | float) and len(str(value)) < 20 else None
    except ValueError:
        return None
    return score if score is not None and 0 < score <= 10 else None
