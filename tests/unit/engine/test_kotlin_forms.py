"""Kotlin's imports under other names, constants of objects and safe calls, as the engine has to see them."""

from __future__ import annotations

import pytest

from workers.engine import spelling

_OBJECT = 'object Names {\n    const val ALG = "DES"\n    const val SIZE = 64\n    val later = "x"\n}\n'
_CLASS = 'class K {\n    companion object {\n        private const val MODE = "ECB"\n    }\n}\n'

SPELLED = [
    (_OBJECT + "fun m() = get(Names.ALG, Names.SIZE)\n", 'get("DES", 64)'),
    (_CLASS + "fun m() = get(K.MODE)\n", 'get("ECB")'),
    ("import java.net.URL as Address\nfun m(a: Address) = Address(a)\n", "fun m(a: URL) = URL(a)"),
    ("import com.auth0.jwt.JWT as T\nfun m() = x(y = T.z(), T::w)\n", "x(y = JWT.z(), JWT::w)"),
    ("fun m() = a?.b?.c(d)\n", "a. b. c(d)"),
]
AS_IT_IS = [
    _OBJECT + "fun m() = get(Names.later)\n",
    _OBJECT + _OBJECT.replace("DES", "AES").replace("64", "65") + "fun m() = get(Names.ALG)\n",
    "import java.net.URL as Address\nimport my.URL\nfun m() = Address(a)\n",
    "import java.net.URL as Address\nfun m(Address: String) = Address\n",
    'const val NAME = "${a}"\nfun m() = get(NAME)\n',
]


@pytest.mark.parametrize(("text", "expected"), SPELLED)
def test_a_name_is_spelled_as_what_it_stands_for(text: str, expected: str) -> None:
    made = spelling.spelled("kotlin", text)
    assert made is not None
    assert expected in made.text
    assert made.text.count("\n") == text.count("\n")


@pytest.mark.parametrize("text", AS_IT_IS)
def test_what_may_stand_for_something_else_stays(text: str) -> None:
    assert spelling.spelled("kotlin", text) is None


def test_rules_of_others_see_safe_calls() -> None:
    assert spelling.spelled("kotlin", "fun m() = a?.b(c)\n", as_written=True) is None
