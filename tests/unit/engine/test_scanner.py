"""The engine for real: semgrep-core over small texts."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.engine import pack_of
from workers.engine import probe, program, results
from workers.engine.cache import FolderCache
from workers.engine.invoke import Core, Limits, Public, Text
from workers.engine.results import BadAnswer, FileAnswer, ProblemKind
from workers.engine.scanner import Scanner, Source, source_of
from workers.engine.sealing import Entry, seal

SHELL = "import subprocess\n\n\ndef run(x):\n    subprocess.run(x, shell=True)\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack_of.write(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def scanner(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    return Scanner(root, tmp_path_factory.mktemp("cache"))


def source(text: str, path: str = "a.py", language: str = "python") -> Source:
    return source_of(path, language, text)


def answer(scanner: Scanner, text: str, path: str = "a.py", language: str = "python") -> FileAnswer:
    return scanner.scan([source(text, path, language)])[source(text, path, language).key]


def test_a_data_flow_tells_its_way(scanner: Scanner) -> None:
    text = "import os\ndef f(request):\n    é = request.args.get('x')\n    b = é + '!'\n    os.system('é' + b)\n"
    (match,) = answer(scanner, text).matches
    assert match.rule == "python.os.flow"
    assert [(step.place.start_line, step.text) for step in match.steps] == [
        (3, "request.args.get('x')"),
        (4, "b"),
        (5, "'é' + b"),
    ]
    assert (match.place.start_col, match.excerpt) == (15, "'é' + b")


def test_a_suppression_comment_is_seen_and_silences_nothing(scanner: Scanner) -> None:
    text = SHELL.replace("True)", "True)  # nosemgrep")
    (match,) = answer(scanner, text).matches
    assert match.ignored


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SHELL + "\nx = = 2\n", "could not be parsed at line 7"),
        ('exec "x"\n' + SHELL, "could not be parsed at line 1"),
        (SHELL + "\ndef g(:\n    pass\n", "could not be parsed"),
    ],
)
def test_what_does_not_parse_is_a_problem(scanner: Scanner, text: str, reason: str) -> None:
    (problem,) = answer(scanner, text).problems
    assert problem.kind is ProblemKind.PARSE
    assert reason in problem.reason


def test_python_2_is_not_confused_with_words_in_strings(scanner: Scanner) -> None:
    assert answer(scanner, 'NOTE = "print this"\n' + SHELL).problems == ()


def test_the_dialect_of_typescript_follows_the_ending(scanner: Scanner) -> None:
    cast, markup = "const f = <any>eval(x);\n", "const a = <div>{eval(x)}</div>;\n"
    assert len(answer(scanner, cast, "a.ts", "typescript").matches) == 1
    assert len(answer(scanner, markup, "a.tsx", "typescript").matches) == 1


def test_equal_bytes_in_two_languages_are_two_answers(scanner: Scanner) -> None:
    text = "eval(x)\n"
    python, javascript = source(text), source(text, "a.js", "javascript")
    answers = scanner.scan([python, javascript])
    assert (len(answers[python.key].matches), len(answers[javascript.key].matches)) == (0, 1)


def test_a_text_without_the_rules_words_needs_no_engine(root: Path, tmp_path: Path) -> None:
    scanner = Scanner(root, tmp_path)
    scanner.__dict__["_invoke"] = _Refuses()
    assert answer(scanner, "x = 1\n") == FileAnswer()


def test_an_answer_is_kept_by_content_and_language(root: Path, tmp_path: Path) -> None:
    first = answer(Scanner(root, tmp_path), SHELL)
    again = Scanner(root, tmp_path)
    again.__dict__["_invoke"] = _Refuses()
    assert answer(again, SHELL, "elsewhere/b.py") == first


def test_a_damaged_cache_is_computed_anew(root: Path, tmp_path: Path) -> None:
    first = answer(Scanner(root, tmp_path), SHELL)
    for path in (tmp_path / "answers").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    assert answer(Scanner(root, tmp_path), SHELL) == first


def test_a_changed_rule_makes_old_answers_worthless(tmp_path: Path) -> None:
    rules, cache = pack_of.write(tmp_path / "rules"), tmp_path / "cache"
    assert answer(Scanner(rules, cache), SHELL).matches
    path = rules / "python/input-validation/shell.yaml"
    path.write_text(path.read_text().replace("shell=True", "shell=False"))
    assert answer(Scanner(rules, cache), SHELL).matches == ()


def test_a_cache_that_cannot_be_written_costs_only_time(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert answer(Scanner(root, tmp_path / "file"), SHELL).matches


def test_a_rule_that_runs_out_of_time_is_named_and_is_not_asked_again(tmp_path: Path) -> None:
    root = pack_of.write(tmp_path / "rules")
    hog = "pattern: g(..., $A, ..., $B, ..., $C, ..., $D, ..., 1)\n"
    (root / "python/input-validation/hog.yaml").write_text(pack_of.rule("python.hog.call", hog))
    text = SHELL + "g(" + ", ".join("0" * 90) + ", 2)\n# 1\n"
    scanner = Scanner(root, tmp_path / "cache", limits=Limits(rule_seconds=0.3))
    found = answer(scanner, text)
    assert found.problems == (results.out_of_time("python.hog.call"),)
    assert [match.rule for match in found.matches] == ["python.subprocess.shell"]
    again = Scanner(root, tmp_path / "cache", limits=Limits(rule_seconds=0.3))
    again.__dict__["_invoke"] = _Refuses()
    assert answer(again, text) == found


def test_both_ways_to_call_semgrep_pass_the_probe_and_agree(root: Path) -> None:
    installed = program.find()
    assert probe.run(Core(installed)).ok
    rules = [rule.semgrep for rule in Scanner(root).pack("python").rules.values()]  # type: ignore[union-attr]
    texts = [Text("a", SHELL, ".py"), Text("b", "import os\nos.system(request.args.get('x'))\n", ".py")]
    core = Core(installed)("python", rules, texts, Limits())
    assert _without_flows(core) == Public(installed)("python", rules, texts, Limits())
    assert core["b"].matches[0].steps


def _without_flows(answers: dict[str, FileAnswer]) -> dict[str, FileAnswer]:
    """The public interface does not tell them."""
    return {
        key: replace(found, matches=tuple(replace(match, steps=()) for match in found.matches))
        for key, found in answers.items()
    }


def test_many_texts_are_shared_out_over_processes_and_none_is_lost(root: Path) -> None:
    counting = _Counts()
    scanner = Scanner(root)
    scanner.__dict__["_invoke"] = counting
    sources = [source(f"{SHELL}\n# {number} {'x' * 15_000}\n") for number in range(9)]
    assert scanner.scan(sources).keys() == {item.key for item in sources}
    assert sorted(counting.calls) == [4, 5]


class _Counts:
    def __init__(self) -> None:
        self.calls: list[int] = []

    def __call__(
        self, language: str, rules: Sequence[object], texts: Sequence[Text], limits: Limits
    ) -> dict[str, FileAnswer]:
        self.calls.append(len(texts))
        return {text.key: FileAnswer() for text in texts}


class _Refuses:
    def __call__(self, *args: object) -> dict[str, FileAnswer]:
        raise AssertionError("the engine was started")


def test_the_engine_is_not_trusted_when_its_probe_fails(tmp_path: Path) -> None:
    broken = program.Program(core=tmp_path / "absent", public=("semgrep",), version="0")
    assert isinstance(probe.choose(broken, tmp_path), Public)


def test_a_stored_answer_comes_back_equal(scanner: Scanner, tmp_path: Path) -> None:
    cache = FolderCache(tmp_path)
    found = answer(scanner, "import os\nx = request.args.get('é')\nos.system(x)\n")
    entry, other = Entry.of("key", "the text"), Entry.of("other", "the text")
    cache.put({entry: found})
    assert cache.get([entry, other]) == {entry: found}
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(seal(zlib.compress(b'{"matches": [{}]}'), entry, b""))
    assert cache.get([entry]) == {}


def test_an_output_of_another_form_is_said_with_its_place() -> None:
    with pytest.raises(BadAnswer, match=r"results\[0\]\.start\.line: expected a whole number, got a text"):
        results.read({"results": [{"check_id": "a", "path": "a.py", "start": {"line": "1"}}]}, {"a.py": "a\n"})


def test_types_of_flow_are_no_gap(scanner: Scanner) -> None:
    """And what is quoted is the file's own text, marks and all."""
    text = "type A = { before: ?() => void };\nconst run = (a: ?string) => eval((a: ?string) => a);\n"
    found = answer(scanner, text, "a.js", "javascript")
    assert found.problems == ()
    assert [match.excerpt for match in found.matches] == ["eval((a: ?string) => a)"]


def test_what_is_broken_without_flow_stays_a_gap(scanner: Scanner) -> None:
    (problem,) = answer(scanner, "const a: ?string = = eval(x);\n", "a.js", "javascript").problems
    assert problem.kind is ProblemKind.PARSE


def test_the_scripts_of_a_vue_file_are_examined(scanner: Scanner) -> None:
    page = '<template>\n  <p @click="go" />\n</template>\n'
    text = page + '<script setup lang="ts">\nconst a: string = eval(x);\n</script>\n'
    found = answer(scanner, text, "a.vue", "vue")
    assert [(match.rule, match.place.start_line, match.excerpt) for match in found.matches] == [
        ("javascript.eval.call", 5, "eval(x)")
    ]
    assert scanner.rules("vue").keys() >= {"javascript.eval.call"}
