"""The published JSON Schemas: current, and real documents keep them, with no key that they do not tell."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from jsonschema import Draft7Validator, Draft202012Validator

from bot.model import Review
from bot.render import json as plain
from bot.store import Known
from tests.unit.render import samples
from tests.unit.stack.test_decision_files import LISTS
from workers.cli import schemas
from workers.cli.decision_files import COLUMNS, as_json, as_row
from workers.cli.main import main

_FOLDER = Path(__file__).parents[3] / "docs" / "schemas"


def strict(part: object) -> object:
    """The schema with no room for keys that it does not name: what programs get may grow, what we write now is told."""
    if isinstance(part, list):
        return [strict(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    closed = {"additionalProperties": False} if "properties" in part and part.get("type") == "object" else {}
    return {name: strict(each) for name, each in part.items()} | closed


REVIEWS, DECISIONS = (Draft202012Validator(strict(schemas.SCHEMAS[name]())) for name in ("review", "decisions"))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", schemas.SCHEMAS)
def test_the_published_schema_is_the_current_one_and_what_the_command_prints(name: str) -> None:
    said = CliRunner().invoke(main, ["schema", name])
    assert (said.exit_code, said.output) == (0, schemas.text(name))
    assert (_FOLDER / f"{name}.json").read_text(encoding="utf-8") == schemas.text(name), "write it anew: `make pages`"


def test_every_schema_is_one_and_is_published() -> None:
    for name, document in schemas.SCHEMAS.items():
        (Draft7Validator if name == "policy" else Draft202012Validator).check_schema(dict(document()))
    assert {path.stem for path in _FOLDER.iterdir()} == schemas.SCHEMAS.keys()


def test_a_name_that_is_none_is_refused_with_those_that_are() -> None:
    said = CliRunner().invoke(main, ["schema", "sarif"])
    assert said.exit_code == 2
    assert all(f"'{name}'" in said.output for name in schemas.SCHEMAS)


@pytest.mark.parametrize("make", samples.ALL)
def test_a_review_keeps_its_schema(make: Callable[[], Review]) -> None:
    REVIEWS.validate(json.loads(json.dumps(plain.document(make()))))


@pytest.mark.parametrize(
    ("key", "value"),
    [("verdict", "fine"), ("schema", "patchwarden.review/2"), ("observations", [{}]), ("defects", -1), ("gaps", None)],
)
def test_what_is_no_review_is_refused(key: str, value: object) -> None:
    document = json.loads(json.dumps(plain.document(samples.two_defects())))
    assert REVIEWS.is_valid(document)
    assert not REVIEWS.is_valid(document | {key: value})
    assert not REVIEWS.is_valid({name: each for name, each in document.items() if name != key})


@given(LISTS)
def test_exported_decisions_keep_their_schema(known: list[Known]) -> None:
    DECISIONS.validate(json.loads(as_json(as_row(item) for item in known)))


def test_a_decision_has_a_key_for_each_column() -> None:
    assert tuple(schemas.DecisionRow.__annotations__) == COLUMNS
    assert not DECISIONS.is_valid([{}])
