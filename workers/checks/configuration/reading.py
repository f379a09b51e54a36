"""The unsafe settings in one side of one file, read by the rules of its format. A part of the configuration check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model import ChangedFile, Confidence, Finding, Side, split_lines
from workers.checks.base import Lines
from workers.checks.configuration import documents, statements
from workers.checks.configuration.kinds import BRACED, CONTINUED, KINDS, SHELL_KINDS
from workers.checks.configuration.settings import Setting, of_kind
from workers.reading import yaml_nodes
from workers.reading.dockerfiles import assignments, is_dockerfile, shell_lines, with_constants
from workers.reading.line_patterns import LONGEST, LogicalLine, commands, logical_lines

_PASSING = re.compile(
    r"(^|[/._-])(dev|devel|develop|development|local|test|tests|testing|example|examples|sample|samples|demo|ci|vagrant|docs?"
    r"|e2e|integration|fixtures?|playground|benchmarks?)([/._-]|$)",
    re.IGNORECASE,
)
"""Places whose settings nobody deploys: what is unsafe there goes to the summary."""
_COMMENT = re.compile(r"^\s*(?:#|//|;|--|<!--|\*)")
_SHELL_COMMENT = re.compile(r"^\s*#")
_PROSE = re.compile(r"\.(md|markdown|rst|adoc|txt|html?|py|go|js|ts|rb|java|rs|sh)$", re.IGNORECASE)
_IS_YAML = re.compile(r"\.(ya?ml|json)(\.[\w.]{1,60})?$", re.IGNORECASE)
_IS_MANIFEST = (
    re.compile(r"^[\"']?apiVersion[\"']?:\s", re.MULTILINE),
    re.compile(r"^[\"']?kind[\"']?:\s", re.MULTILINE),
)
_JSON_MANIFEST = re.compile(r"\"(?:apiVersion|services|securityContext)\"\s*:")
_LOCK = re.compile(r"(^|/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml)$")
_SETTINGS = {
    word: re.compile(rf"{word}(?<!\w{word})[\"']?[ \t]*:")
    for word in ("Statement", "Principal", "Effect", "Action", "apiVersion", "kind", "services", "securityContext")
}
"""The keys of which every policy and manifest has one. A pattern that begins with its word is searched fast."""
_IN_ANOTHER_WRITING = {
    "\\u": re.compile(r"\\u"),
    "\\x": re.compile(r"\\x"),
    "?": re.compile(r"^[ \t]*\?[ \t]", re.MULTILINE),
}
"""What may be such a key: an escape, and YAML's question mark before one."""
_IS_HCL = re.compile(r"\.(tf|tfvars|hcl|tofu)$", re.IGNORECASE)
_BLOCK_LINES = 200
"""Lines above one that are looked at for the block that it stands in, where a format is not parsed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule holds."""

    setting: Setting
    line: int
    end_line: int
    column: int
    identity: str
    """The setting as it would be written plainly, so that another style of it is no other flaw."""


def kinds_of(file: ChangedFile) -> frozenset[str]:
    """The kinds of a file: by its path, and for manifests under other names by what they say."""
    kinds = {kind for kind, pattern in KINDS.items() if pattern.search(file.path)}
    if is_dockerfile(file.path):
        kinds |= {"docker", *SHELL_KINDS}
    texts = [text for text in (file.head_text, file.base_text) if text is not None]
    if "kubernetes-compose" not in kinds and not _PROSE.search(file.path):
        patterns = (_JSON_MANIFEST,) if file.path.lower().endswith(".json") else _IS_MANIFEST
        if any(all(pattern.search(text) for pattern in patterns) for text in texts):
            kinds.add("kubernetes-compose")
    if _LOCK.search(file.path) and not any(map(_has_setting, texts)):
        return frozenset()  # megabytes of packages, and nothing that is a setting
    return frozenset(kinds)


def _has_setting(text: str) -> bool:
    """Whether some key of a policy or manifest may stand in the text."""
    patterns = {**_SETTINGS, **_IN_ANOTHER_WRITING}
    return any(word in text and pattern.search(text) for word, pattern in patterns.items())


def unsafe(file: ChangedFile, side: Side) -> tuple[list[Finding], list[str]]:
    """The findings in one side of a file, and clauses for people that say what of it could not be read."""
    text = (file.text(side) or "").removeprefix("\ufeff")
    kinds = kinds_of(file)
    settings = [setting for kind in sorted(kinds) for setting in of_kind(kind)]
    if not text or not settings:
        return [], []
    lines = split_lines(text)
    missed = [f"line {number} is longer than {LONGEST:,} characters" for number in _too_long(lines)]
    if is_dockerfile(file.path):
        hits = list(_in_dockerfile(text, settings))
    elif _IS_YAML.search(file.path) or "kubernetes-compose" in kinds:
        hits, unread = _in_documents(file, side, text, settings)
        missed += unread
    else:
        braced = [setting for setting in settings if setting.kind in BRACED] if _IS_HCL.search(file.path) else []
        others = [setting for setting in settings if setting not in braced]
        hits = [*_in_terraform(text, braced), *_in_lines(list(enumerate(lines, 1)), lines, others)]
    low = Confidence.LOW if _PASSING.search(file.path) else None
    return [_finding(file, side, hit, low) for hit in _once(hits)], missed


def _too_long(lines: Sequence[str]) -> Iterator[int]:
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST and len(" ".join(line.split())) > LONGEST:
            yield number


def _finding(file: ChangedFile, side: Side, hit: Hit, confidence: Confidence | None) -> Finding:
    where = Lines(hit.line, hit.end_line, side)
    found = hit.setting.rule.at(file, where, confidence=confidence, identity=hit.identity)
    return replace(found, span=replace(found.span, start_col=hit.column)) if hit.column > 1 else found


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """Each place of a rule once."""
    places: dict[tuple[str, int, int], Hit] = {}
    for hit in hits:
        places.setdefault((hit.setting.rule.id, hit.line, hit.column), hit)
    return list(places.values())


def _placed(found: documents.Found, file: ChangedFile, side: Side) -> Hit:
    """Where the finding of an anchored value stands: at the anchor if that line is new, else at the alias, which brings
    the old value to a new place."""
    is_home = side is Side.HEAD and found.value.line in file.added_lines
    where = found.value if is_home else found.effect
    return Hit(found.setting, where.line, where.line, where.column, found.identity)


def _in_documents(file: ChangedFile, side: Side, text: str, settings: Sequence[Setting]) -> tuple[list[Hit], list[str]]:
    """YAML and JSON: the values of what parses; the lines of what does not, of blocks of text, and for rules that have
    lines alone."""
    lines = split_lines(text)
    structural = [setting for setting in settings if setting.is_structural]
    others = [setting for setting in settings if not setting.is_structural]
    read = documents.read(text)
    values, cut = documents.unsafe(read, structural)
    hits = [_placed(found, file, side) for found in values]
    told = {(hit.setting.rule.id, hit.line) for hit in hits}
    for first, last in read.by_lines:
        numbered = yaml_nodes.lines_of(text, first, last)
        more = _in_lines(numbered, lines, structural)
        hits += [hit for hit in more if (hit.setting.rule.id, hit.line) not in told]
    hits += _in_lines(list(enumerate(lines, 1)), lines, others)
    return hits, [*cut, *documents.unseen(read)]


def _in_dockerfile(text: str, settings: Sequence[Setting]) -> Iterator[Hit]:
    """Instructions with their constants put in where an account or an address may be one."""
    for item, arguments in with_constants(text):
        line = assignments(item)
        if item.name in ("USER", "ADD", "FROM") and arguments != item.arguments:
            plain = f"{item.name} {arguments}"
            line = LogicalLine(plain, (0,), (item.first_line,))
        yield from _matching([line], [each for each in settings if each.kind == "docker"])
        yield from _matching(list(shell_lines(item)), [each for each in settings if each.kind in SHELL_KINDS])


def _in_lines(numbered: list[tuple[int, str]], lines: Sequence[str], settings: Sequence[Setting]) -> Iterator[Hit]:
    """The rules for formats that are read by lines, each as its format joins and splits them."""
    by_kind: dict[str, list[Setting]] = {}
    for setting in settings:
        by_kind.setdefault(setting.kind, []).append(setting)
    commented = _SHELL_COMMENT if by_kind.keys() <= SHELL_KINDS else _COMMENT
    uncommented = [each for each in numbered if not commented.match(each[1])]
    for kind, own in by_kind.items():
        if kind in SHELL_KINDS:
            for line in logical_lines([each for each in numbered if not _SHELL_COMMENT.match(each[1])], continued=True):
                yield from _matching(list(commands(line)), own)
        elif kind == "web-server":
            yield from _matching(list(statements.of_server(uncommented)), own)
        else:
            for line in logical_lines(uncommented, continued=kind in CONTINUED):
                yield from _matching([line], [each for each in own if _inside(each, lines, line.numbers[0])])


def _in_terraform(text: str, settings: Sequence[Setting]) -> Iterator[Hit]:
    for line, headers in statements.of_hcl(text) if settings else ():
        inside = [each for each in settings if each.block is None or any(map(each.block.search, headers))]
        yield from _matching([line], inside)


def _matching(parts: Sequence[LogicalLine], settings: Sequence[Setting]) -> Iterator[Hit]:
    for part in parts:
        for setting in settings:
            found = setting.pattern.search(part.text)
            if found is not None:
                first, last = part.number_at(found[0]), part.number_at(max(found[0], found[1] - 1))
                yield Hit(setting, first, last, part.column, part.text)


def _inside(setting: Setting, lines: Sequence[str], number: int) -> bool:
    """Whether the line above is as the setting wants it, and a line around it, less indented, opens the block that it
    must stand in."""
    if setting.above is not None and (number < 2 or not setting.above.search(lines[number - 2][:LONGEST])):
        return False
    if setting.block is None:
        return True
    depth = _indent(lines[number - 1])
    # A list's dash may stand in the column of its key.
    is_item = lines[number - 1].lstrip().startswith("-")
    for line in reversed(lines[max(0, number - _BLOCK_LINES) : number - 1]):
        is_key = is_item and _indent(line) == depth and line.rstrip().endswith(":")
        if line.strip() and (_indent(line) < depth or is_key):
            if setting.block.search(line[:LONGEST]):
                return True
            depth, is_item = _indent(line), False
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
