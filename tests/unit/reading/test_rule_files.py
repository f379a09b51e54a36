"""A rule file that cannot be read is named with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.reading.rule_files import CheckHeading, RuleError, document, heading


@pytest.mark.parametrize("text", ["since: 2024-99-99", "a: [", "a: \t- b"])
def test_what_yaml_cannot_read_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match="odd: this is not YAML"):
        document(path, "odd")


def test_unknown_keys_of_several_kinds_are_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text("1: a\nzz: b\n", encoding="utf-8")
    with pytest.raises(RuleError, match="odd: unknown key `1`"):
        heading(document(path, "odd"), CheckHeading, "odd")
