"""The JSON Schema is made from the table that the parser reads by: they cannot say different things."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft7Validator

from bot.policy import PolicyError, page, parse, schema
from bot.policy.shape import FILE
from tests.unit.policy.documents import DOCUMENTS, RIGHT

ROOT = Path(__file__).parents[3]
VALIDATOR = Draft7Validator(schema.document(), format_checker=Draft7Validator.FORMAT_CHECKER)


def problems(document: object) -> tuple[str, ...]:
    try:
        return parse(yaml.safe_dump(document, allow_unicode=True)).problems
    except PolicyError as error:
        return (str(error),)


def test_the_published_schema_is_the_current_one() -> None:
    published = (ROOT / "docs" / "schemas" / "policy.json").read_text(encoding="utf-8")
    assert published == schema.text(), "write it anew: `make pages`"


def test_it_is_a_schema_in_the_form_that_the_store_wants() -> None:
    document = schema.document()
    Draft7Validator.check_schema(document)
    assert document["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert re.fullmatch(r"https://json\.schemastore\.org/[a-z-]+\.json", str(document["$id"]))


def test_every_key_says_what_it_is_for() -> None:
    def keys(part: object) -> Iterator[tuple[str, Mapping[str, object]]]:
        if isinstance(part, Mapping):
            properties = part.get("properties", {})
            assert isinstance(properties, Mapping)
            yield from properties.items()
            for value in part.values():
                yield from keys(value)
        elif isinstance(part, list):
            for value in part:
                yield from keys(value)

    found = list(keys(schema.document()))
    assert {name for name, _ in found} >= {*FILE.fields, "match", "because", "vote"}
    assert [name for name, known in found if not str(known.get("description", "")).endswith(".")] == []


def test_the_examples_are_right() -> None:
    for name, known in FILE.fields.items():
        if known.example is not None:
            assert problems({name: known.example}) == ()
            VALIDATOR.validate({name: known.example})


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(DOCUMENTS)
def test_what_the_schema_accepts_is_what_the_parser_accepts(document: object) -> None:
    accepted = VALIDATOR.is_valid({} if document is None else document)  # an empty file is no mapping to YAML
    assert accepted is (problems(document) == ()), (document, problems(document), json.dumps(document))


@settings(max_examples=60)
@given(RIGHT)
def test_right_documents_are_right(document: object) -> None:
    assert problems(document) == ()
    VALIDATOR.validate(document)


def test_the_page_has_the_current_table_and_its_example_is_right() -> None:
    document = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    assert page.renewed(document) == document, "write it anew: `make pages`"
    for example in re.findall(r"```yaml\n(.*?)```", document, re.DOTALL):
        assert parse(example).problems == ()
