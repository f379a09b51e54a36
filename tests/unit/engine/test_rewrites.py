"""Syntax that the engine lacks: what is found stands in the real text, and what is not read is named by its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine import pack_of
from workers.engine import rewrites
from workers.engine.results import FileAnswer, ProblemKind
from workers.engine.scanner import Scanner, source_of
from workers.reading import syntax

PYTHON = "\n\ndef run(x):\n    subprocess.run(x, shell=True)\n"
SCRIPT = "\neval(x);\n"
JAVA = "\nclass Z { void m(Object x) { danger(x); } }\n"
GO = "\nfunc run(x string) { danger(x) }\n"
C = "\nint z(char *x) { danger(x); return 0; }\n"
KOTLIN = "\nfun z(x: Any) { danger(x) }\n"
CSHARP = "\nclass Z { void M(object x) { danger(x); } }\n"
FLAWS = {
    "c": C,
    "cpp": C,
    "csharp": CSHARP,
    "kotlin": KOTLIN,
    "python": PYTHON,
    "javascript": SCRIPT,
    "typescript": SCRIPT,
    "java": JAVA,
    "go": GO,
}
NEWER = [
    ("python", 'match x:\n    case {"a": 1, **rest}:\n        pass'),
    ("python", "match x:\n    case {**rest}:\n        pass"),
    ("python", 'match x:\n    case {\n        "a": {"b": 1, **inner},\n        **rest,\n    }:\n        pass'),
    ("python", 'match x:\n    case {Key.NAME: 1, "a" "b": y}:\n        pass'),
    ("python", "class Box[T = int]:\n    pass"),
    ("python", "class Box[T: (int, str) = dict[str, int], *Ts = *tuple[int], **P = [int, '],']](Base):\n    pass"),
    ("python", "def make[T = int](x: T = 1) -> T:\n    return x"),
    ("python", "type Pairs[K, V = list[K]] = dict[K, V]"),
    ("python", 'n = 1\np = t"<p>{n}</p>"'),
    ("python", "p = Rt'''{n!r:>{width}}\n'''"),
    ("python", 'é = t"é{é}"\nmatch é:\n    case {**é}:\n        pass'),
    ("python", 'print "x", y\nprint"z"\nif x: print x % y\nprint >>out, "x"\nprint'),
    ("python", "%matplotlib inline\n!ls -l\n%%time"),
    ("python", "{% if cookiecutter.web %}\nimport web\n{% endif %}"),
    ("python", "try:\n    pass\nexcept* (A, B) as e:\n    pass\nwith (a as b, c as d,):\n    x[y := 1, *z]"),
    ("go", "type Set[T comparable] = map[T]struct{}"),
    ("go", "type (\n\tSet[T comparable, U any] = map[T]U\n\tOther = int\n)"),
    ("go", "func each(s func(yield func(int) bool)) { for x := range s { _ = x }; for range 3 { } }"),
    ("java", "import module java.base;"),
    ("java", "class A { A(int a) { if (a < 0) throw new E(); super(a); } }"),
    ("java", "record P<T>(int a, String... b) { P { check(a); } }\nclass B { void m(Object o) { f(_ -> 1); } }"),
    ("java", 'class C { String s(Object o) { return o instanceof P(var _, int b) ? STR."a \\{b}" : """\n x""" ; } }'),
    ("typescript", 'export { a } from "./a.json" with { type: "json" };'),
    ("typescript", "class A { accessor x = 1; static accessor #y: number = 2; private accessor z; }"),
    ("typescript", "interface A<in T, out U, in out V> {}"),
    ("typescript", 'export type * from "x";\nexport type * as Z from "x";'),
    ("typescript", "class A { static { start(); } }"),
    ("typescript", "@a class A { @b() m(@c p: string) {} }\nconst d = {} satisfies T;\n{ using e = f(); }"),
    ("javascript", 'import defer * as a from "x";\nimport source b from "y";'),
    ("javascript", 'import c from "z" with { type: "json" };\nexport * from "y" with { type: "json" };'),
    ("javascript", "class A { #x; static is(o) { return #x in o; } static { start(); } }"),
    ("c", "struct a {\n\tTAILQ_ENTRY(a)\t entry;\n\tint number;\n};"),
    ("c", "static TAILQ_HEAD(, a) all = TAILQ_HEAD_INITIALIZER(all);"),
    ("c", "static void\ncb(__unused int fd, __unused short events, void *arg)\n{\n}"),
    ("c", "static my_inline my_int\nfirst(my_int a)\n{\n\treturn a;\n}"),
    ("c", "static void my_format(3, 4)\nadd(char *to, int size, const char *format, ...)\n{\n}"),
    ("c", "int my_cdecl\nmain(int argc, char **argv)\n{\n\treturn 0;\n}"),
    ("c", "void *copy(int n)\n{\n\tvoid *new = make(n);\n\tif (new == 0)\n\t\treturn 0;\n\treturn new;\n}"),
    ("c", 'static const char *usage = "a " USAGE_OF_B " c";'),
    ("c", "struct a {\n\tMY_COMPAT_BEGIN(2)\n\tint b;\n};"),
    ("c", "int size = offsetof(struct_a, b.c);"),
    ("c", "void all(void)\n{\n\tstruct a *loop;\n\tTAILQ_FOREACH(loop, &list, entry) {\n\t\tshow(loop);\n\t}\n}"),
    ("c", "void all(void)\n{\n\tstruct a *loop;\n\tRB_FOREACH (loop, tree, &list)\n\t\tshow(loop);\n}"),
    ("c", "void f(int n, ...)\n{\n\tva_list a;\n\tchar *b = va_arg(a, char *);\n\tn = va_arg(a, unsigned int);\n}"),
    ("c", "int f(struct timeval *a, struct timeval *b)\n{\n\treturn (timercmp(a, b, >) && timercmp(a, b, != ));\n}"),
    ("c", "int f(void)\n{\n\tVERBOSE(size_t a = 0);\n\tLOG(char b[N]);\n\tVERBOSE(char *c = (d &&\n\t\te(f)));\n}"),
    ("c", "static int all[] = {\n\t1,\n\n#define LAST  2\n\t2, /* two */\n#undef LAST\n\t3\n};"),
    ("kotlin", "fun f(x: A) {\n  when (x) {\n    1 -> if (a()) {\n      b()\n    }\n\n    else -> super.c(x)\n  }\n}"),
    ("csharp", "class A(IConfiguration c, int n = 1) : IB\n{\n    int F() { return n; }\n}"),
    ("csharp", "partial class A<T>(\n    B<T> b,\n    C c) : D<T>(b, 1), IE where T : class\n{\n}\nstruct S(int x) {}"),
    ("cpp", "std::string get(std::string_view key, std::string_view other = {});\nint f(T a = {}, int b = 1);"),
    ("cpp", "class A : public B {\nprivate slots:\n    void f();\nsignals:\n    void g(int a);\n};"),
    ("cpp", "class A : public B {\n    Q_OBJECT\npublic:\n    int f();\n};"),
]  # fmt: skip
SUFFIX = {
    "c": ".c",
    "cpp": ".cpp",
    "csharp": ".cs",
    "kotlin": ".kt",
    "python": ".py",
    "javascript": ".js",
    "typescript": ".ts",
    "java": ".java",
    "go": ".go",
}
FIRST = {"go": "package main\n\n"}


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    root = pack_of.write(tmp_path_factory.mktemp("rules"))
    for language in ("java", "go", "c", "cpp", "csharp", "kotlin"):
        path = root / language / "input-validation" / "danger.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(pack_of.rule(f"{language}.danger.call", "pattern: danger($X)\n", languages=language))
    return Scanner(root, tmp_path_factory.mktemp("cache"))


def answer(scanner: Scanner, language: str, text: str) -> FileAnswer:
    source = source_of(f"a{SUFFIX[language]}", language, text)
    return scanner.scan([source])[source.key]


def text_with(language: str, construct: str) -> str:
    return FIRST.get(language, "") + construct + FLAWS[language]


def test_the_flaw_beside_a_newer_construct_is_found_and_nothing_is_missing(scanner: Scanner) -> None:
    texts = [(language, text_with(language, construct)) for language, construct in NEWER]
    sources = [source_of(f"{number}{SUFFIX[lang]}", lang, text) for number, (lang, text) in enumerate(texts)]
    answers = scanner.scan(sources)
    for source in sources:
        found = answers[source.key]
        assert [match.place.start_line for match in found.matches] == [source.text.rstrip().count("\n") + 1], (
            source.text
        )
        assert found.problems == (), source.text


@pytest.mark.parametrize(("language", "construct"), NEWER)
def test_nothing_moves(language: str, construct: str) -> None:
    text = text_with(language, construct)
    made = rewrites.readable(language, text).text
    assert len(made) == len(text)
    assert [len(line) for line in made.split("\n")] == [len(line) for line in text.split("\n")]
    assert syntax.first_error(language, made) is None


@given(st.sampled_from(NEWER), st.integers(0, 200), st.text(alphabet="[]{}()=\"'*:,t \n%!", max_size=4))
def test_nothing_moves_in_broken_texts(newer: tuple[str, str], at: int, noise: str) -> None:
    language, construct = newer
    text = construct[:at] + noise + construct[at:]
    made = rewrites.readable(language, text).text
    assert [len(line) for line in made.split("\n")] == [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    "text",
    [
        'NOTE = "class Box[T = int]:"\nx = = 1\n',
        "# %matplotlib inline\nx = = 1\n",
        "y = (a\n  % b)\nx = = 1\n",
        "values[a == b] = 1\nx = = 1\n",
    ],
)
def test_what_only_looks_like_a_construct_stays(text: str) -> None:
    assert rewrites.readable("python", text).text == text


def test_quoted_code_is_that_of_the_file(scanner: Scanner) -> None:
    text = "import subprocess\nn = 1\nsubprocess.run(t'<p>{n}</p>', shell=True)\n"
    (match,) = answer(scanner, "python", text).matches
    assert match.excerpt == "subprocess.run(t'<p>{n}</p>', shell=True)"
    assert match.fix is None


def test_a_statement_that_means_nothing_to_the_engine_is_named(scanner: Scanner) -> None:
    found = answer(scanner, "python", 'import a\nexec "x" in b\n' + PYTHON)
    assert [problem.reason for problem in found.problems] == ["could not be parsed at line 2"]
    assert len(found.matches) == 1


@pytest.mark.parametrize(
    ("language", "text", "lines", "reason"),
    [
        ("typescript", "eval(0);\nconst a = = 2;\neval(1);\n", [1, 3], "could not be parsed at line 2"),
        ("typescript", "eval(0);\nconst a = = 2;\n\nfunction f( { }\n", [1], "could not be parsed at lines 2 and 4"),
        ("python", "match x:\n    case {f.a(): 1}: pass\n" + PYTHON, [6], "could not be parsed at lines 1-2"),
    ],
)
def test_a_refused_part_costs_its_lines_alone(
    scanner: Scanner, language: str, text: str, lines: list[int], reason: str
) -> None:
    found = answer(scanner, language, text)
    assert [match.place.start_line for match in found.matches] == lines
    assert reason in [problem.reason for problem in found.problems]
    assert not found.lost


def test_what_is_refused_as_a_whole_is_told_at_the_right_line_or_at_none(scanner: Scanner) -> None:
    found = answer(scanner, "typescript", "\n\nfunction f( { eval(x) }\n")
    (problem,) = found.problems
    assert (problem.kind, problem.reason) == (ProblemKind.PARSE, "could not be parsed at line 3")
    assert found.lost


STRINGS = [
    '"ls " + x',
    'f"a" "b{x}"',
    '''"""a\nb""" + x''',
    'x + "a"',
    "'a'",
    'rb"ls" + x',
    'u"é" + x',
    '"a" if x else "b"',
]


@pytest.fixture(scope="module")
def arguments(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    """Finds the argument of each call of ``danger``."""
    root = tmp_path_factory.mktemp("arguments")
    search = "patterns:\n  - pattern: danger($X)\n  - focus-metavariable: $X\n"
    for languages in ("python", "javascript, typescript"):
        name = languages.split(",")[0]
        path = root / name / "input-validation" / "danger.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(pack_of.rule(f"{name}.danger.call", search, languages=languages))
    return Scanner(root)


@pytest.mark.parametrize("before", ["", 'match x:\n    case {"a": 1}:\n        pass\n', 'print "a"\n'])
def test_a_quotation_never_loses_a_quote(arguments: Scanner, before: str) -> None:
    """A file with a ``match`` statement is read by the engine's second parser."""
    sources = {each: source_of("a.py", "python", f"{before}danger({each})\n") for each in STRINGS}
    answers = arguments.scan(list(sources.values()))
    assert {each: answers[source.key].matches[0].excerpt for each, source in sources.items()} == {
        each: each for each in STRINGS
    }


@pytest.mark.parametrize(("language", "argument"), [("javascript", "`ls ${x}`"), ("typescript", "`ls ${`é${x}`}`")])
def test_a_template_is_quoted_to_its_end(language: str, argument: str, arguments: Scanner) -> None:
    (match,) = answer(arguments, language, f"danger({argument});\n").matches
    assert match.excerpt == argument
