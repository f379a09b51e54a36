"""What slices take for granted of the rules: a method can go where nothing names it, as no pattern asks for two."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from workers.reading import rule_files


def patterns(node: object, key: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from patterns(value, str(name))
    elif isinstance(node, list):
        for each in node:
            yield from patterns(each, key)
    elif isinstance(node, str) and key.startswith("pattern") and key != "pattern-regex":
        yield node


def test_no_pattern_of_python_relates_two_definitions() -> None:
    root, found = rule_files.root(), 0
    for folder in (root / "python", root / "_shared" / "python"):
        for path in sorted(folder.rglob("*.yaml")):
            for pattern in patterns(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)):
                found += "def " in pattern
                assert pattern.count("def ") <= 1, f"{path}: {pattern}"
    assert found > 0
