"""Alternatives that cannot match a text are not asked of it; what is left finds the same."""

from __future__ import annotations

import pytest

from workers.engine.leaves import asked_alone, for_texts, written


def needs(*words: str) -> object:
    """The engine's formula for a pattern with these names."""
    return ["Some", ["And", [["Pred", ["Idents", [word]]] for word in words]]]


FORMULAS = {
    "flask.redirect($X)": needs("flask", "redirect"),
    "eval($X)": needs("eval"),
    "import os\n...": needs("os"),
    "$X": "None",
}
FLASK, EVAL, INSIDE, ANY = (
    {"pattern": "flask.redirect($X)"},
    {"pattern": "eval($X)"},
    {"pattern-inside": "import os\n..."},
    {"pattern": "$X"},
)
FOCUS = {"focus-metavariable": "$X"}


def asked(search: dict[str, object], *texts: str) -> list[dict[str, object]]:
    found = for_texts("python", [search], FORMULAS, texts)
    assert found[-1]["id"] == "reads"
    return [dict(each) for each in found[:-1]]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ({"pattern": "flask.redirect($X)"}, None),
        ({"pattern": "eval($X)"}, {"pattern": "eval($X)"}),
        ({"pattern": "unknown($X)"}, {"pattern": "unknown($X)"}),
        ({"pattern-either": [FLASK, EVAL]}, {"pattern-either": [EVAL]}),
        ({"pattern-either": [FLASK]}, None),
        ({"pattern-either": [{"patterns": [EVAL, FLASK]}, ANY]}, {"pattern-either": [ANY]}),
        ({"patterns": [INSIDE, EVAL]}, None),
        ({"patterns": [{"pattern-either": [FLASK, EVAL]}, FOCUS]}, {"patterns": [{"pattern-either": [EVAL]}, FOCUS]}),
        (
            {"patterns": [EVAL, {"pattern-not": "flask.redirect($X)"}]},
            {"patterns": [EVAL, {"pattern-not": "flask.redirect($X)"}]},
        ),
        ({"patterns": [EVAL, {"pattern-not-inside": "import os\n..."}]}, "the same"),
        (
            {"pattern-sources": [FLASK, EVAL], "pattern-sinks": [ANY]},
            {"pattern-sources": [EVAL], "pattern-sinks": [ANY]},
        ),
        ({"pattern-sources": [EVAL], "pattern-sinks": [FLASK]}, None),
        (
            {"pattern-sources": [EVAL], "pattern-sinks": [ANY], "pattern-sanitizers": [FLASK]},
            {"pattern-sources": [EVAL], "pattern-sinks": [ANY]},
        ),
    ],
)
def test_what_cannot_match_is_left_out(search: dict[str, object], expected: object) -> None:
    wanted = [] if expected is None else [search if expected == "the same" else expected]
    assert asked(search, "a = eval(b)") == wanted


def test_one_text_of_several_is_enough() -> None:
    assert asked({"pattern-either": [FLASK, EVAL]}, "eval(a)", "import flask\nflask.redirect(a)") == [
        {"pattern-either": [FLASK, EVAL]}
    ]


def test_words_of_one_pattern_stand_in_one_text() -> None:
    assert asked({"pattern-either": [FLASK, EVAL]}, "eval(a)\nredirect(a)", "import flask") == [
        {"pattern-either": [EVAL]}
    ]


def test_without_formulas_every_search_is_asked_as_it_is() -> None:
    assert for_texts("python", [FLASK], {}, ["a"]) == [FLASK]


def test_patterns_that_have_to_match_are_asked_for_their_formulas() -> None:
    search = {"patterns": [{"pattern-either": [FLASK, EVAL]}, INSIDE, {"pattern-not": "no($X)"}, FOCUS]}
    found = written([search, {"pattern-sources": [ANY], "pattern-sinks": [EVAL]}])
    assert {"flask.redirect($X)", "eval($X)", "import os\n...", "$X"} < set(found)
    assert "no($X)" not in found
    assert [each["pattern"] for each in asked_alone("python", found)] == found
