"""A baseline: the findings of a whole tree that are known, in a file that people keep beside the code.

It has fingerprints, rules and paths, and no text of the code: nothing in it is secret. A finding that moves with its
file keeps its fingerprint.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from bot.decoding import Misread, decode_json
from bot.model import Review
from bot.render import text

SCHEMA = "patchwarden.baseline/1"
_LARGEST = 50_000_000  # bytes


class BadBaseline(Exception):
    """The file is none; the message names it, what is wrong, and the remedy."""


class Known(Struct, frozen=True):
    """One finding."""

    id: str
    rule: str = ""
    path: str = ""


class _Document(Struct, frozen=True):
    schema: str
    findings: tuple[Known, ...]


def read(path: Path) -> tuple[Known, ...]:
    """The findings of a file. Raises :class:`BadBaseline`."""
    remedy = "write it with `--update-baseline`"
    try:
        if path.stat().st_size > _LARGEST:
            raise BadBaseline(f"{path}: larger than {_LARGEST:,} bytes, so this is no baseline; {remedy}")
        document = decode_json(_Document, path.read_bytes())
    except FileNotFoundError as error:
        raise BadBaseline(f"{path}: no such file; {remedy}") from error
    except OSError as error:
        raise BadBaseline(f"{path}: {error.strerror}") from error
    except Misread as error:
        raise BadBaseline(f"{path}: this is no baseline ({error}); {remedy}") from error
    if document.schema != SCHEMA:
        raise BadBaseline(f"{path}: `{document.schema[:40]}` is not {SCHEMA}, which this version reads; {remedy}")
    return document.findings


def of(review: Review) -> tuple[Known, ...]:
    """What a review tells, each finding by itself."""
    found = {
        Known(name, finding.rule, text.encodable(finding.span.path))
        for item in review.observations
        for name, finding in zip(item.names, item.findings, strict=True)
    }
    return tuple(sorted(found, key=lambda known: (known.path, known.rule, known.id)))


def written(findings: Iterable[Known]) -> str:
    """The file's text, a finding a line, so that a difference is one that people can read."""
    rows = ",\n".join(
        "  " + json.dumps({"id": item.id, "rule": item.rule, "path": item.path}, ensure_ascii=False)
        for item in findings
    )
    return (
        f'{{"schema": "{SCHEMA}", "findings": [\n{rows}\n]}}\n'
        if rows
        else f'{{"schema": "{SCHEMA}", "findings": []}}\n'
    )
