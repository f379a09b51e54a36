"""The API's own description in OpenAPI 3.1: made of the forms that are written and the parameters that are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import msgspec

from bot.api import forms
from bot.model import Area, Verdict

ROOT: Final = "/api/v1"
MOST: Final = 200
"""Items of one page."""
USUAL: Final = 50
MOST_WEEKS: Final = 104
LONGEST: Final = 500
"""Characters of a text that is sent as a parameter."""
STATES: Final = ("open", "merged", "closed", "merge queue", "unknown")
STANDINGS: Final = ("all", "holding", "expiring", "expired", "taken back")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One that a query may have, once."""

    name: str
    description: str
    choices: tuple[str, ...] = ()
    """``()`` for any text."""
    numbers: tuple[int, int] | None = None
    """The lowest and the highest, for a whole number."""
    default: int | str | None = None
    required: bool = False

    @property
    def schema(self) -> Mapping[str, object]:
        found: dict[str, object] = {"type": "string", "maxLength": LONGEST}
        if self.choices:
            found = {"type": "string", "enum": list(self.choices)}
        elif self.numbers:
            found = {"type": "integer", "minimum": self.numbers[0], "maximum": self.numbers[1]}
        return found | ({} if self.default is None else {"default": self.default})


@dataclass(frozen=True, slots=True)
class Operation:
    """One address that is read."""

    path: str
    summary: str
    answer: type[msgspec.Struct]
    parameters: tuple[Parameter, ...] = ()
    statuses: tuple[int, ...] = field(default=(400, 401, 503))
    """Of problems."""


_AFTER = Parameter("after", "What the page before gave as `after`.")
_LIMIT = Parameter("limit", "Items of the page.", numbers=(1, MOST), default=USUAL)
_TEXT = Parameter("text", "Stands in the title, the author's name or the change's name, in any case of letters.")

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation("/me", "Who asks", forms.Me, statuses=(400, 401)),
    Operation("/repositories", "The repositories that you see and that have reviews", forms.Repositories),
    Operation(
        "/changes",
        "Changes, the one with the newest review first",
        forms.Changes,
        (
            Parameter("repository", "Only of this one, as github:octo/app."),
            Parameter("verdict", "Only with this verdict.", tuple(each.value for each in Verdict)),
            Parameter("area", "Only where something of this area is there now.", tuple(each.value for each in Area)),
            Parameter("rule", "Only where something of this rule is there now."),
            Parameter("state", "Only in this state.", STATES),
            _TEXT,
            _AFTER,
            _LIMIT,
        ),
    ),
    Operation(
        "/change",
        "One change: its reviews, its findings, and what one review said",
        forms.WholeChange,
        (
            Parameter("name", "As github:octo/app#7; the # is sent as %23.", required=True),
            Parameter(
                "review", "The id of the review whose document is wanted; else the newest.", numbers=(1, 2**31 - 1)
            ),
        ),
        (400, 401, 404, 503),
    ),
    Operation("/rules", "What became of the findings of each rule", forms.Rules),
    Operation(
        "/decisions",
        "What people decided about findings, the newest first",
        forms.Decisions,
        (
            Parameter("standing", "Only those that stand so.", STANDINGS, default="all"),
            Parameter("text", "Stands in the rule, the path, the reason or the name of who decided."),
            Parameter("change", "Only those that were made on this change, as github:octo/app#7."),
            _AFTER,
            _LIMIT,
        ),
    ),
    Operation(
        "/trends",
        "Findings, fixes and reviews by week",
        forms.Trends,
        (Parameter("weeks", "How many, up to this one.", numbers=(1, MOST_WEEKS), default=26),),
    ),
    Operation(
        "/health", "How the parts of the installation are; for operators", forms.Health, statuses=(400, 401, 403)
    ),
)
BY_PATH: Final[Mapping[str, Operation]] = {operation.path: operation for operation in OPERATIONS}
PROBLEMS: Final[Mapping[int, str]] = {
    400: "The request is not one of these",
    401: "Nobody knows who asks",
    403: "For operators alone",
    404: "There is none, or none that you may see",
    500: "A fault of this server",
    503: "What you may see, or what there is, cannot be found out now",
}


@cache
def document() -> Mapping[str, Any]:
    answers = [*(operation.answer for operation in OPERATIONS), forms.Problem]
    references, schemas = msgspec.json.schema_components(answers, ref_template="#/components/schemas/{name}")
    by_form = dict(zip(answers, references, strict=True))
    problem = by_form[forms.Problem]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Patchwarden",
            "version": "1",
            "description": "What reviews found, for programs. Everything is read; nothing is written. Each answer has "
            "only what the person or the token that asks may see: of any other repository nothing tells that it "
            "exists. Fields may be added to answers.",
        },
        "servers": [{"url": ROOT}],
        "security": [{"token": []}, {"session": []}],
        "paths": {operation.path: {"get": _operation(operation, by_form, problem)} for operation in OPERATIONS},
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made by `patchwarden token add` on the server.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-patchwarden",
                    "description": "The cookie of a browser in which a person signed in.",
                },
            },
        },
    }


def _operation(operation: Operation, by_form: Mapping[Any, Any], problem: Any) -> Mapping[str, Any]:
    return {
        "operationId": operation.path.strip("/"),
        "summary": operation.summary,
        "parameters": [
            {
                "name": parameter.name,
                "in": "query",
                "required": parameter.required,
                "description": parameter.description,
                "schema": parameter.schema,
            }
            for parameter in operation.parameters
        ],
        "responses": {
            "200": {
                "description": operation.summary,
                "content": {"application/json": {"schema": by_form[operation.answer]}},
            },
            **{
                str(status): {
                    "description": PROBLEMS[status],
                    "content": {"application/problem+json": {"schema": problem}},
                }
                for status in operation.statuses
            },
        },
    }
