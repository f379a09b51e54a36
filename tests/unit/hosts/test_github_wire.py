"""What is read of GitHub's answers, held against GitHub's own description: no answer that it allows may be refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from msgspec import inspect

from bot.hosts.github import wire
from tests.fakes.github import contract

SCHEMAS: Mapping[str, Any] = json.loads(contract.DESCRIPTION.read_text(encoding="utf-8"))["components"]["schemas"]
DESCRIBED = [
    (wire.App, "integration"),
    (wire.CheckRun, "check-run"),
    (wire.Comment, "issue-comment"),
    (wire.Comparison, "commit-comparison"),
    (wire.Identified, "check-run"),
    (wire.Identified, "issue-comment"),
    (wire.Identified, "pull-request-review-comment"),
    (wire.Installation, "installation"),
    (wire.Owner, "simple-user"),
    (wire.Owner, "enterprise"),
    (wire.Problem, "basic-error"),
    (wire.Problem, "validation-error"),
    (wire.Problem, "validation-error-simple"),
    (wire.PullRequest, "pull-request"),
    (wire.PullRequest, "pull-request-simple"),
    (wire.Repository, "full-repository"),
    (wire.Repository, "repository"),
    (wire.ReviewComment, "pull-request-review-comment"),
    (wire.Status, "simple-commit-status"),
    (wire.Status, "status"),
    (wire.User, "private-user"),
    (wire.User, "public-user"),
]
"""Each shape with the description of an answer that is read by it."""
NEEDED = {"App.slug"}
"""Described as optional, and nothing can be done without: our own comments are known by it."""


@pytest.mark.parametrize(("shape", "name"), DESCRIBED)
def test_nothing_is_required_that_github_may_leave_out(shape: type, name: str) -> None:
    wrong = {place: fault for place, fault in _faults(inspect.type_info(shape), SCHEMAS[name]) if place not in NEEDED}
    assert wrong == {}


def _faults(shape: inspect.Type, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each field that asks for more than the description promises."""
    for wanted in shape.types if isinstance(shape, inspect.UnionType) else (shape,):
        if isinstance(wanted, inspect.ListType):
            yield from _faults(wanted.item_type, _resolved(schema).get("items", {}))
        elif isinstance(wanted, inspect.StructType):
            for field in wanted.fields:
                place = f"{wanted.cls.__name__}.{field.encode_name}"
                found, promised = _member(schema, field.encode_name)
                if field.required and not promised:
                    yield place, "may be missing"
                if found is not None and found.get("nullable") and not _takes_null(field.type):
                    yield place, "may be null"
                if found is not None:
                    yield from _faults(field.type, found)


def _member(schema: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any] | None, bool]:
    """The description of an object's member, ``None`` where there is none, and whether it is always there."""
    whole = _resolved(schema)
    parts = [whole, *(_resolved(part) for part in whole.get("allOf", ()))]
    found = next((part["properties"][name] for part in parts if name in part.get("properties", {})), None)
    return found and _resolved(found), any(name in part.get("required", ()) for part in parts)


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    return schema


def _takes_null(shape: inspect.Type) -> bool:
    return isinstance(shape, inspect.UnionType) and shape.includes_none


def test_a_field_that_asks_for_too_much_is_found() -> None:
    """The test of the test: a comment's user may be deleted, its body may be missing."""
    strict = inspect.StructType(
        wire.Comment,
        (
            inspect.Field("user", "user", inspect.type_info(wire.User)),
            inspect.Field("body", "body", inspect.StrType()),
        ),
    )
    faults = dict(_faults(strict, SCHEMAS["issue-comment"]))
    assert faults == {"Comment.user": "may be null", "Comment.body": "may be missing"}
