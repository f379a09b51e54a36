"""The one door for texts that the engine would misread as they are written: each is spelled as it understands it.

``class_names``: Java's and Kotlin's classes under their full names. ``csharp_forms``: the same of C#, ``new`` without a
type, and constants of other classes. ``kotlin_forms``: Kotlin's imports under other names, and constants of objects.
``c_constants``: constants and macros of C and C++ as what they stand for.
``go_names``: Go's functions and constants that have names of the file's own. ``naming``: PHP's functions in variables
and constants of classes. ``plain``: arguments, members and calls in the form that rules are written for. ``macros``:
Rust's formatting macros. ``rust_names``: Rust's imports by other names, and constants. ``misread``: Ruby's heredocs,
PHP's names from the root. Other than ``rewrites``, which serves texts that the engine refuses, this is done before the
engine sees a text, because it would read the text without a word, and find less.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType

from workers.engine import (
    c_constants,
    class_names,
    csharp_forms,
    go_names,
    kotlin_forms,
    macros,
    misread,
    naming,
    plain,
    rust_names,
)
from workers.engine.class_names import Spelled

MODULES: tuple[ModuleType, ...] = (
    c_constants, class_names, csharp_forms, go_names, kotlin_forms, macros, misread, naming, plain, rust_names,
)  # fmt: skip
"""What decides how a text is spelled."""


def spelled(language: str, text: str, *, as_written: bool = False) -> Spelled | None:
    """The text as the engine has to see it; ``None`` where it is well as it is.

    With ``as_written`` a form that rules of others may be about stays: none is made plain.
    """
    spell = _AS_WRITTEN.get(language) if as_written else None
    spell = spell or _SPELLERS.get(language)
    if spell is None or (as_written and language in _OF_FORM_ALONE):
        return None
    return spell(text)


def _of_equal_length(change: Callable[[str], str]) -> Callable[[str], Spelled | None]:
    """For changes after which all stands where it stood."""

    def spell(text: str) -> Spelled | None:
        made = change(text)
        return Spelled(made, {}) if made != text else None

    return spell


def _php(text: str) -> Spelled | None:
    made = plain.plain("php", misread.understood("php", text))
    return naming.named(made) or (Spelled(made, {}) if made != text else None)


def _kotlin(text: str) -> Spelled | None:
    made = plain.plain("kotlin", text)
    return class_names.spelled("kotlin", made) or (Spelled(made, {}) if made != text else None)


_SPELLERS: Mapping[str, Callable[[str], Spelled | None]] = {
    "go": go_names.spelled,
    "java": lambda text: class_names.spelled("java", text),
    "kotlin": _kotlin,
    "c": lambda text: c_constants.spelled("c", text),
    "cpp": lambda text: c_constants.spelled("cpp", text),
    csharp_forms.LANGUAGE: csharp_forms.spelled,
    "php": _php,
    "ruby": _of_equal_length(lambda text: plain.plain("ruby", misread.understood("ruby", text))),
    "python": _of_equal_length(lambda text: plain.plain("python", text)),
    "javascript": _of_equal_length(lambda text: plain.plain("javascript", text)),
    "typescript": _of_equal_length(lambda text: plain.plain("typescript", text)),
    rust_names.LANGUAGE: rust_names.spelled,
}
_AS_WRITTEN: Mapping[str, Callable[[str], Spelled | None]] = {
    "kotlin": lambda text: class_names.spelled("kotlin", text),
}
"""Languages of which a part is a matter of form alone."""
_OF_FORM_ALONE = frozenset({"go", "python", "javascript", "typescript"})
"""Languages of which nothing is misread as it is written."""
