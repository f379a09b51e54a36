"""What PHP's names stand for, where the text itself says so."""

from __future__ import annotations

import pytest

from workers.engine.naming import named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<?php $f = 'system'; $f($a);", "<?php $f = 'system'; system($a);"),
        ('<?php $longname = "exec"; $longname($a);', '<?php $longname = "exec"; exec($a);'),
        ("<?php class A { const V = false; } f(A::V);", "<?php class A { const V = false; } f(false);"),
        (
            "<?php class A { const KEY_NAME = 'k'; function m() { f(self::KEY_NAME); } }",
            "<?php class A { const KEY_NAME = 'k'; function m() { f('k'); } }",
        ),
    ],
)
def test_a_name_is_what_it_stands_for(text: str, expected: str) -> None:
    made = named(text)
    assert made is not None
    assert made.text == expected


@pytest.mark.parametrize(
    "text",
    [
        # It is given two values, may be another one's, or is no text alone.
        "<?php $f = 'a'; $f = 'b'; $f($x);",
        "<?php $f = 'a'; g($f); $f($x);",
        "<?php function g($f) { $f($x); }",
        "<?php $f = 'a' . $b; $f($x);",
        # A constant of another file, one that is computed, one that a class below may have in its place.
        "<?php f(B::V);",
        "<?php class A { const V = 1 + 2; } f(A::V);",
        "<?php class A { const V = 1; function m() { f(static::V); } }",
        "<?php namespace B { class A { const V = 1; } } namespace C { class A { const V = 2; } f(A::V); }",
        "<?php $a = 1;",
    ],
)
def test_other_names_stay(text: str) -> None:
    assert named(text) is None
