"""``patchwarden schema``: the JSON Schemas of what people and programs write for us and read of us."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, TypedDict

import msgspec

from bot.api import description
from bot.model import DecisionKind, DecisionSource
from bot.policy import schema as policy
from bot.render import json_form


def _any_of(values: Iterable[str]) -> msgspec.Meta:
    return msgspec.Meta(extra_json_schema={"enum": list(values)})


_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_Time = Annotated[str, msgspec.Meta(pattern=f"^{_TIME}$", description="In UTC, as 2026-11-29T13:14:16Z.")]
_MaybeTime = Annotated[str, msgspec.Meta(pattern=f"^({_TIME})?$", description="Empty where it holds.")]


class DecisionRow(TypedDict):
    """A row of ``patchwarden decisions export``; a text that is not known is empty."""

    id: str
    scope: str
    repository: str
    fingerprint: Annotated[str, msgspec.Meta(description="That of the observation.")]
    rule: str
    path: str
    by: str
    at: _Time
    reason: str
    kind: Annotated[str, _any_of(["", *(each.value for each in DecisionKind)])]
    until: Annotated[str, msgspec.Meta(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", description="A date, or empty.")]
    change: str
    comment: str
    source: Annotated[str, _any_of(each.value for each in DecisionSource)]
    alone: Annotated[str, _any_of(["", "yes"])]
    revoked_at: _MaybeTime
    revoked_by: str
    revoked_why: str


def _decisions() -> Mapping[str, object]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Decisions about observations of Patchwarden",
        "description": "What `patchwarden decisions export --format json` writes.",
        **msgspec.json.schema(list[DecisionRow]),
    }


SCHEMAS: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "policy": policy.document,
    "review": json_form.schema,
    "decisions": _decisions,
    "api": description.document,
}


def text(name: str) -> str:
    """The file ``docs/schemas/<name>.json``. Raises :class:`KeyError` for a name that is none of ``SCHEMAS``."""
    return json.dumps(SCHEMAS[name](), indent=2, ensure_ascii=False) + "\n"
