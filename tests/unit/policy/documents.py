"""Documents made from the table of settings: right ones, and such with something wrong in them somewhere."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.policy.compound import Either, ListOf, MapOf, Record
from bot.policy.kinds import Choice, Day, Fingerprint, Glob, Kind, Switch, Text, Whole
from bot.policy.shape import FILE

Values = st.SearchStrategy[object]

_TEXTS = ["a", "app.web.escape_html", " app.x ", ".semgrep/", "3fa1c2e09b7d1122", "2027-03-31", "a reason", "dir/**/x?"]
ANYTHING: Values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [
            *_TEXTS,
            "",
            " ",
            "*" * 3,
            "*?" * 9,
            "x" * 501,
            "../up",
            "/abs",
            "a..b",
            "2027-02-30",
            "HIGH",
            "quiet",
            "yes",
            "refs/heads/main",
            " ^x",
            "x$ ",
            "@x",
            "x/",
            "x y",
            "[x]",
            "*",
            "../x",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=9),
    st.just([]),
    st.just({}),
    st.lists(st.sampled_from(_TEXTS), max_size=3),
    st.dictionaries(st.sampled_from(["match", "check", "vote", "id", "x"]), st.sampled_from(_TEXTS), max_size=2),
)


def of(kind: Kind) -> Values:
    """Values that the kind reads without a mistake."""
    if isinstance(kind, Choice):
        return st.sampled_from(list(kind.values))
    if isinstance(kind, Switch):
        return st.booleans()
    if isinstance(kind, Whole):
        return st.integers(kind.least, kind.most)
    if isinstance(kind, Glob):
        return st.sampled_from(["vendor/", "**/*.py", "a?c", "x" * 500, "*a" * 16, "äö/*"])
    if isinstance(kind, Day):
        return st.dates().map(str)
    if isinstance(kind, Fingerprint):
        return st.one_of(st.from_regex(r"[0-9a-f]{16}", fullmatch=True), st.integers(10**15, 10**16 - 1))
    if isinstance(kind, ListOf):
        return st.lists(of(kind.item), min_size=kind.least, max_size=3)
    if isinstance(kind, MapOf):
        return st.dictionaries(of(kind.key), of(kind.value), max_size=3)
    if isinstance(kind, Either):
        return st.one_of(of(kind.short), of(kind.long))
    if isinstance(kind, Record):
        return record(kind)
    assert isinstance(kind, Text)
    fitting = {"qualified": ["app.web.escape_html", "a", " $x._y "], "file": [".semgrep/", "a b/c.yml", "..a/..b"]}
    fitting |= {"scanner": ["bandit", " semgrep-oss "], "pattern": ["why", " x ", "release/*", "ä" * kind.longest]}
    word = next((word for word in fitting if word in kind.wanted), "")
    return st.sampled_from(fitting.get(word, ["why", " x ", "ä" * kind.longest]))


def record(shape: Record) -> Values:
    required = {name: of(known.kind) for name, known in shape.fields.items() if known.required}
    optional = {name: of(known.kind) for name, known in shape.fields.items() if not known.required}
    made = st.fixed_dictionaries(required, optional=optional)
    return made.filter(lambda values: len(values) >= shape.least)


@st.composite
def spoilt(draw: st.DrawFn, value: object) -> object:
    """The value with one thing in it replaced by anything, or with a key more. It may still be right."""
    if isinstance(value, dict) and value and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(value)))
        return value | {key: draw(spoilt(value[key]))}
    if isinstance(value, list) and value and draw(st.integers(0, 3)):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], draw(spoilt(value[place])), *value[place + 1 :]]
    if isinstance(value, dict) and draw(st.booleans()):
        return value | {draw(st.sampled_from(["fail_on", "exlude", "untill", "match", "x"])): draw(ANYTHING)}
    return draw(ANYTHING)


RIGHT = record(FILE)
DOCUMENTS = st.one_of(RIGHT, RIGHT.flatmap(spoilt))
