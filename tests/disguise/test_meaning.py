"""A disguise changes how a flaw looks and not what it means, as far as a parser can tell."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
import yaml

from tests.disguise.chains import Chain, singles
from tests.disguise.disguises import DISGUISES
from tests.disguise.flaws import FLAWS
from tests.disguise.texts import CODE, YAML
from workers.reading import syntax

_SAME_PROGRAM = frozenset({"bytes", "line ends", "spelling", "long line", "folder", "name", "attributes", "beside"})
"""Slots whose disguises leave a program token for token the same, comments apart."""
_SAME_DOCUMENT = ("YAML in", "YAML with quoted", "YAML as", "YAML with other")


def head(chain: Chain) -> bytes:
    planted = chain.planted()
    assert planted is not None
    return planted.write_head(planted.head)


def under(*formats: str) -> list[Chain]:
    """Each flaw of these formats under each disguise after which the format is still the same."""
    return [chain for chain in singles(sampled=False) if chain.flaw.format in formats and _format(chain) in formats]


def _format(chain: Chain) -> str:
    planted = chain.planted()
    return planted.format if planted else ""


def test_every_flaw_and_every_disguise_has_a_name_of_its_own() -> None:
    assert len({flaw.name for flaw in FLAWS}) == len(FLAWS)
    assert len({disguise.name for disguise in DISGUISES}) == len(DISGUISES)


def test_every_disguise_applies_to_some_flaw() -> None:
    assert {chain.disguises[0].name for chain in singles(sampled=False)} == {disguise.name for disguise in DISGUISES}


def test_python_reads_every_disguised_program() -> None:
    for chain in under("python"):
        program = ast.parse(head(chain))
        if chain.disguises[0].slot in _SAME_PROGRAM:
            assert ast.dump(program) == ast.dump(ast.parse(chain.flaw.head)), str(chain)


@pytest.mark.parametrize("language", sorted(set(CODE) - {"python"}))
def test_other_languages_read_every_disguised_program(language: str) -> None:
    for chain in under(language):
        planted = chain.planted()
        assert planted is not None
        # The grammars know one line end, and Java's no escapes outside of its strings.
        if not any(sign in planted.head for sign in ("\r", "\u2028", ".\\u")):
            assert syntax.first_error(language, planted.head) is None, str(chain)


def test_a_rewritten_document_says_the_same() -> None:
    for chain in under(*YAML):
        if chain.disguises[0].name.startswith(_SAME_DOCUMENT):
            assert _document(head(chain)) == _document(chain.flaw.head.encode()), str(chain)
    for chain in under("json"):
        text = head(chain).decode("utf-8-sig").replace("\u2028", "\n")
        assert json.loads(text) == json.loads(chain.flaw.head), str(chain)


def _document(text: bytes) -> dict[Any, Any]:
    document = yaml.safe_load(text)
    # YAML 1.1 takes the key `on` of a workflow for a boolean where it is not quoted.
    return {"on" if key is True else key: value for key, value in document.items()}
