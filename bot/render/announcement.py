"""A verdict in a few words, for programs and chat rooms that the operator names: no code of the change is in it.

``schema`` names the JSON form. Within one version keys are only added.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

from bot.model import ChangeRef, Observation, Review, Verdict
from bot.render import text

SCHEMA: Final = "patchwarden.verdict/1"
_MOST, _MOST_IN_CHAT = 50, 5
_ICONS = {"high": "🔴", "medium": "🟠", "low": "🟡"}


def document(review: Review) -> dict[str, object]:
    """What the JSON form holds. The defects are the gravest first."""
    change, defects = review.change, _gravest_first(review)
    return {
        "schema": SCHEMA,
        "change": {
            "host": change.ref.host,
            "repository": text.encodable(change.ref.repository),
            "number": change.ref.number,
            "url": text.encodable(change.url),
            "title": text.encodable(text.cut(change.title, 300)),
            "author": text.encodable(change.author),
            "target_branch": text.encodable(change.target_branch),
            "head": change.head,
        },
        "verdict": review.verdict.value,
        "blocks": review.blocks,
        "defects": [_defect(item) for item in defects[:_MOST]],
        "defects_total": len(defects),
        "gaps": len(review.gaps),
        "dismissed": len(review.dismissed),
    }


def chat(review: Review) -> dict[str, object]:
    """The body of a Slack message; Mattermost and others take it as well.

    Nothing that strangers wrote becomes a link or calls anybody: ``&``, ``<`` and ``>`` are all that begins one.
    Source: https://docs.slack.dev/messaging/formatting-message-text
    """
    change, defects = review.change, _gravest_first(review)
    name = _said(f"{_place(change.ref)} {text.cut(change.title, 120)}")
    link = f"<{_said(change.url)}|{name}>" if change.url.startswith(("https://", "http://")) else name
    lines = [f"{_headline(review)}: {link}"]
    lines += [
        f"{_ICONS.get(item.severity.label, '•')} {item.severity.label} `{_said(_at(item))}` {_said(item.finding.title)}"
        for item in defects[:_MOST_IN_CHAT]
    ]
    if more := len(defects) - _MOST_IN_CHAT:
        lines += [f"… and {more} more"] if more > 0 else []
    return {"text": "\n".join(lines)}


def essence(review: Review) -> str:
    """The same for reviews whose announcements would tell nobody anything new."""
    found = [review.verdict.value, len(review.gaps), sorted(item.fingerprint for item in review.defects)]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:32]


def _headline(review: Review) -> str:
    number = len(review.defects)
    if review.verdict is Verdict.DEFECTS:
        return f"*{number} security {'defect' if number == 1 else 'defects'}*"
    if review.verdict is Verdict.INCOMPLETE:
        return "*Not everything could be checked*"
    return "*No security defects*"


def _gravest_first(review: Review) -> list[Observation]:
    return sorted(review.defects, key=lambda item: -item.severity)


def _defect(item: Observation) -> dict[str, object]:
    return {
        "id": item.fingerprint,
        "rule": item.finding.rule,
        "severity": item.severity.label,
        "area": item.finding.area.value,
        "cwe": item.finding.cwe,
        "title": text.encodable(item.finding.title),
        "path": text.encodable(item.path),
        "line": item.line,
    }


def _place(ref: ChangeRef) -> str:
    return f"{ref.repository}#{ref.number}"


def _at(item: Observation) -> str:
    where = f"{item.path}:{item.line}" if item.line else item.path
    return text.cut(where.replace("`", "'"), 120)


def _said(words: str) -> str:
    """One line that Slack shows as it is."""
    return text.visible(" ".join(words.split())).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
