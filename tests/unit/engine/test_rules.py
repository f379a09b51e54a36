"""Rule files are read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.engine import pack_of
from workers.engine import rules
from workers.engine.prefilter import may_match
from workers.engine.scanner import Scanner
from workers.reading import rule_files
from workers.reading.rule_files import RuleError


def test_shared_lists_stand_in_front_of_the_rules_own(tmp_path: Path) -> None:
    loaded = {rule.id: rule for rule in rules.load(pack_of.write(tmp_path))}
    assert sorted(loaded) == [
        "javascript.eval.call",
        "python.db.password",
        "python.os.flow",
        "python.subprocess.shell",
    ]
    assert loaded["python.os.flow"].semgrep["pattern-sources"] == [
        {"pattern": "request.args.get(...)"},
        {"pattern": "request.form[...]"},
    ]
    assert loaded["python.os.flow"].semgrep["severity"] == "ERROR"


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("severity: high", "severity: grave", "`severity` is `grave`; it must be one of low, medium, high"),
        ("area: input validation", "area: inputs", "`area` is `inputs`; it must be one of licensing"),
        ("id: python.os.flow", "id: Flow", "`id` is `Flow`; it must look like"),
        ("cwe: 78", "cwe: 0", "`cwe` must be a whole number above 0"),
        ("cwe: 78", "cwe: seventy", "`cwe` must be a whole number"),
        ("languages: [python]", "languages: [cobol]", "`languages` must be some of"),
        ("title: Title", "headline: Title", "unknown key `headline`"),
        ("python/web", "python/absent", "`use` names _shared/python/absent.yaml, which does not exist"),
        ("pattern-sinks:", "pattern-sanitizers:", "`pattern-sinks` is missing"),
        ("id: python", "id: [python", "this is not YAML"),
    ],
)
def test_a_slip_is_named_with_its_file(tmp_path: Path, was: str, becomes: str, message: str) -> None:
    root = pack_of.write(tmp_path)
    path = root / "python/input-validation/flow.yaml"
    path.write_text(path.read_text().replace(was, becomes))
    with pytest.raises(RuleError) as caught:
        rules.load(root)
    assert "python/input-validation/flow.yaml" in str(caught.value)
    assert message in str(caught.value)


def test_a_shared_word_stands_for_a_part_of_an_expression(tmp_path: Path) -> None:
    """In a rule's own lists and in shared ones, at any depth; what it stands for is taken as it is."""
    root = pack_of.write(tmp_path)
    (root / "_shared/code").mkdir()
    words, shared = root / "_shared/code/words.yaml", root / "_shared/python/web.yaml"
    words.write_text("cleaner: '(?i:clean|\\bsafe)'\n")
    item = "patterns: [{pattern: $F(...)}, {metavariable-regex: {metavariable: $F, regex: '^(?!%{cleaner})x$'}}]"
    shared.write_text(f"{shared.read_text()}  - {item}\n")
    path = root / "python/input-validation/flow.yaml"
    path.write_text(f"{path.read_text()}pattern-sanitizers:\n  - {item}\n")
    search = {rule.id: rule for rule in rules.load(root)}["python.os.flow"].semgrep
    wanted = {"metavariable": "$F", "regex": r"^(?!(?i:clean|\bsafe))x$"}
    assert search["pattern-sources"][-1]["patterns"][1]["metavariable-regex"] == wanted
    assert search["pattern-sanitizers"][0]["patterns"][1]["metavariable-regex"] == wanted
    words.write_text("another: x\n")
    with pytest.raises(RuleError, match=r"`%\{cleaner\}` is not in _shared/code/words.yaml"):
        rules.load(root)


def test_the_words_of_cleaners_stand_in_one_place() -> None:
    root = rule_files.root()
    texts = {path: path.read_text(encoding="utf-8") for path in root.rglob("*.yaml")}
    assert [path.relative_to(root).as_posix() for path, text in texts.items() if "neutrali" in text] == [
        "_shared/code/words.yaml"
    ]
    assert sum("%{cleaner" in text for text in texts.values()) > 10


def test_an_id_belongs_to_one_file(tmp_path: Path) -> None:
    root = pack_of.write(tmp_path)
    (root / "python/input-validation/twin.yaml").write_text(pack_of.rule("python.os.flow", "pattern: f()\n"))
    with pytest.raises(RuleError, match="is taken by another file"):
        rules.load(root)


@pytest.mark.parametrize(
    ("formula", "text", "expected"),
    [
        (None, "", True),
        ("None", "", True),
        (["Some", ["Pred", ["Idents", ["eval", "x"]]]], "eval(x)", True),
        (["Some", ["Pred", ["Idents", ["eval", "x"]]]], "eval(y)", False),
        (["Some", ["And", [["Pred", ["Idents", ["a"]]], ["Pred", ["Idents", ["b"]]]]]], "a", False),
        (["Some", ["Or", [["Pred", ["Idents", ["a"]]], ["Pred", ["Idents", ["b"]]]]]], "b", True),
        (["Some", ["Pred", ["Something new", "x"]]], "", True),
    ],
)
def test_a_prefilter_rules_out_only_what_it_knows(formula: object, text: str, expected: bool) -> None:
    assert may_match(formula, text) is expected


def test_the_words_that_a_rule_needs_are_its_own_and_its_sources(tmp_path: Path) -> None:
    root = pack_of.write(tmp_path)
    shared, own = root / "_shared/python/web.yaml", root / "python/input-validation/flow.yaml"
    shared.write_text(shared.read_text() + "requires: [flask, quart]\n")
    own.write_text(own.read_text() + "requires: [os]\n")
    pack = Scanner(root).pack("python")
    assert pack is not None
    assert pack.rules["python.os.flow"].requires == (("os",), ("flask", "quart"))
    reached = "import flask\nos.system(request.args.get('x'))\n"
    assert [rule.id for rule in pack.relevant([reached])] == ["python.os.flow"]
    assert pack.relevant([reached.replace("flask", "werkzeug")]) == ()
