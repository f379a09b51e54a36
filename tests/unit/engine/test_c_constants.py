"""Constants and macros of C as what they stand for."""

from __future__ import annotations

import pytest

from workers.engine import c_constants

_MADE = [
    ("#define MODE 0777\nint f(void) { chmod(p, MODE); }", "#define MODE 0777\nint f(void) { chmod(p, 0777); }"),
    ('#define A ("a")\nint f(void) { g(A "b" A); }', '#define A ("a")\nint f(void) { g("a" "b" "a"); }'),
    (
        "#define OFF SSL_VERIFY_NONE\nint f(void) { g(OFF); }",
        "#define OFF SSL_VERIFY_NONE\nint f(void) { g(SSL_VERIFY_NONE); }",
    ),
    ("#define SAME(a) (a)\nint f(void) { g(SAME(b)); }", "#define SAME(a) (a)\nint f(void) { g((b)); }"),
    (
        "static const int mode = 0777;\nint f(void) { g(mode); }",
        "static const int mode = 0777;\nint f(void) { g(0777); }",
    ),
    ("#define MODE 07\r\nint f(void) { chmod(p, MODE); }\r\n", "#define MODE 07\r\nint f(void) { chmod(p, 07); }\r\n"),
    ('const char *const a = "a";\nint f(void) { g(a); }', 'const char *const a = "a";\nint f(void) { g("a"); }'),
]
_AS_IT_IS = [
    # Two definitions, a field, a question of the preprocessor, texts, another meaning in a function.
    "#if B\n#define A 1\n#else\n#define A 2\n#endif\nint f(void) { g(A); }",
    "#define A 1\nint f(struct s x, struct s *y) { g(x.A, y->A); }",
    "#define A 1\n#ifdef A\nint b;\n#endif\n#if A > 2\nint c;\n#endif",
    '#define A 1\nint f(void) { g("A"); } /* A */',
    "static const int a = 1;\nint f(int a) { g(a); }",
    "static const int a = 1;\nint f(void) { a = 3; g(a); }",
    "#define A (1 + 2)\nint f(void) { g(A); }",
    # A macro around a type, other things of the same name.
    "#define API(type) type\nAPI(int) make(void) { return 0; }",
    "#define OF(args) args\nint make OF((int a));",
    "static const int room = 64;\nstruct s { int room() const; };",
    "static const int room = 64;\nvoid f(void) { for (int room : all) { } }",
    "static const int room = 64;\nenum e { room, hall };",
    "int f(void) { g(A); }",
]


@pytest.mark.parametrize("language", ["c", "cpp"])
@pytest.mark.parametrize(("text", "expected"), _MADE)
def test_a_constant_is_what_it_stands_for(text: str, expected: str, language: str) -> None:
    made = c_constants.spelled(language, text)
    assert made is not None
    assert made.text == expected


@pytest.mark.parametrize("text", _AS_IT_IS)
def test_what_is_not_sure_stays(text: str) -> None:
    assert c_constants.spelled("c", text) is None
