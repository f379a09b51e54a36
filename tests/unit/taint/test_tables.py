"""What the rules' shared data says of a function is not said again in the interpreter's tables."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from workers.taint import dispatch

SHARED = Path(__file__).parents[3] / "rules" / "_shared" / "python"
TAKES_ANYTHING = {"builtins.bool", "builtins.len", "builtins.hash", "builtins.isinstance"}
"""Sanitizers whose answer is harmless; that they return tells nothing of what they were given."""


def qualified(name: str) -> str:
    return name if "." in name else f"builtins.{name}"


def validators() -> set[str]:
    table = yaml.safe_load((SHARED / "validators.yaml").read_text("utf-8"))["validators"]
    return {name for kind, names in table.items() if kind != "nothing" for name in names}


def test_a_function_that_the_shared_data_knows_has_no_model() -> None:
    assert not [name for name in sorted(validators()) if dispatch.is_modelled(name)]


def test_conversions_clean_their_answer_and_check_their_argument() -> None:
    sanitizers = yaml.safe_load((SHARED / "common.yaml").read_text("utf-8"))["sanitizers"]
    patterns = [re.fullmatch(r"([\w.]+)\(\.\.\.\)", item.get("pattern", "")) for item in sanitizers]
    conversions = {qualified(found[1]) for found in patterns if found} - TAKES_ANYTHING
    assert len(conversions) > 5
    assert conversions <= validators()
