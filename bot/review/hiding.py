"""What an edit of a file that steers reviews would hide: the other findings of the same change that it would silence.

An ignore list or a policy of the change silences nothing now; merged, it would. So the observation of the edit names
what it would hide, and is as grave as the gravest of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.globs import Globs
from bot.knowledge import control_files
from bot.model import ChangedFile, Finding, gravest_first, split_lines
from bot.policy import Policy, PolicyError, merged, read

_SHOWN = 5


def told(
    new: Sequence[Finding], names: Mapping[Finding, str], files: Mapping[str, ChangedFile], policy: Policy
) -> tuple[list[Finding], dict[Finding, str]]:
    """The new findings, those of edits with what they would hide, and all their fingerprints.

    ``names`` are the findings' fingerprints (an edit keeps its own), ``files`` the changed files by head path, and
    ``policy`` is the one in force.
    """
    others = [item for item in new if not (item.steers_reviews or item.is_suppression) and policy.silence(item) is None]
    found, fingerprints = list[Finding](), dict(names)
    for finding in new:
        file = files.get(finding.span.path)
        if finding.steers_reviews and file is not None and others:
            hidden = _hidden(file, others, names)
            if hidden:
                said = _saying(finding, hidden)
                fingerprints[said] = names[finding]
                found.append(said)
                continue
        found.append(finding)
    return found, fingerprints


def _hidden(file: ChangedFile, others: Sequence[Finding], names: Mapping[Finding, str]) -> list[Finding]:
    if file.path.rpartition("/")[2] == control_files.POLICY:
        return _by_policy(file, others, names)
    gone = control_files.rule_ids(file.base_text or "") - control_files.rule_ids(file.head_text or "")
    if any(item.rule in gone for item in others):
        return [item for item in others if item.rule in gone]
    lines = split_lines(file.head_text or "")
    added = [lines[number - 1] for number in sorted(file.added_lines) if number <= len(lines)]
    globs = Globs.of_paths(control_files.ignored_paths(file.path, added))
    return [item for item in others if globs.match(item.span.path)]


def _by_policy(file: ChangedFile, others: Iterable[Finding], names: Mapping[Finding, str]) -> list[Finding]:
    """What the file's text silences in the head and did not in the base."""
    after, before = _policy(file, file.head_text), _policy(file, file.base_text)
    return [item for item in others if _silences(after, item, names) and not _silences(before, item, names)]


def _policy(file: ChangedFile, text: str | None) -> Policy:
    """The policy of this file alone; the defaults where there is none, or none that can be used."""
    if text is None:
        return Policy()
    try:
        return merged([read(text, file.path, file.path.removesuffix(control_files.POLICY))])
    except PolicyError:
        return Policy()


def _silences(policy: Policy, finding: Finding, names: Mapping[Finding, str]) -> bool:
    name = names[finding]
    return (
        policy.excludes(finding.span.path)
        or policy.silence(finding) is not None
        or any(item.fingerprint == name for item in policy.decisions)
    )


def _saying(finding: Finding, hidden: Sequence[Finding]) -> Finding:
    """The finding of an edit with what it would hide."""
    gravest = gravest_first(hidden)
    places = [f"`{_quoted(f'{item.span.path}:{item.span.start_line}')}` ({item.rule})" for item in gravest[:_SHOWN]]
    if len(hidden) > _SHOWN:
        places.append(f"{len(hidden) - _SHOWN} more")
    what = "a finding" if len(hidden) == 1 else f"{len(hidden)} findings"
    return replace(
        finding,
        message=f"Merged, this edit would hide {what} of this change: {', '.join(places)}. {finding.message}",
        severity=max(finding.severity, *(item.severity for item in hidden)),
    )


def _quoted(path: str) -> str:
    return path.replace("`", "'")[:160]
