"""Trees of source code: parsed once, and forgotten when they would take too much room."""

from __future__ import annotations

import pytest

from workers.reading import syntax
from workers.reading.syntax import Trees, enclosing_definition, parse


def test_a_text_is_parsed_once_a_language() -> None:
    text = "f(1)\n"
    assert parse("python", text) is parse("python", "f(1)" + "\n") is not None
    assert parse("python", text) is not parse("javascript", text)
    assert parse("cobol", text) is None


def test_the_trees_that_were_not_asked_for_longest_go_first() -> None:
    trees = Trees(most=10)
    first, second = (trees.get("python", text) for text in ("a = 1", "b = 2"))
    assert trees.get("python", "a = 1") is first
    trees.get("python", "c = 3")
    assert trees.get("python", "a = 1") is first
    assert trees.get("python", "b = 2") is not second


def test_a_text_that_is_larger_than_all_of_the_room_is_parsed_and_not_kept() -> None:
    trees = Trees(most=3)
    assert trees.get("python", "a = 1").root_node.child_count == 1
    assert trees.get("python", "a") is trees.get("python", "a")


RUST = """\
impl<T: Show> Api<T> {
    pub async fn find(&self) -> u8 {
        1
    }
}
impl fmt::Display for Name {
    fn fmt(&self) -> u8 { 2 }
}
mod inner {
    pub fn free() {}
}
"""


@pytest.mark.parametrize(
    ("line", "name"), [(1, "Api"), (3, "Api.find"), (7, "Name.fmt"), (10, "inner.free"), (11, "inner")]
)
def test_a_method_of_rust_is_named_after_the_type_that_it_is_of(line: int, name: str) -> None:
    assert enclosing_definition(parse("rust", RUST), line) == name


KOTLIN = """package a

class Shop(val name: String) {
    companion object {
        fun open() = 1
    }

    inner class Desk {
        fun sell() {
            pay()
        }
    }
}

object Bank {
    fun pay() = 1
}

fun String.cut(): Int {
    return 1
}
"""


@pytest.mark.parametrize(
    ("line", "name"),
    [(1, ""), (3, "Shop"), (5, "Shop.open"), (10, "Shop.Desk.sell"), (16, "Bank.pay"), (20, "cut")],
)
def test_kotlins_definitions_have_names(line: int, name: str) -> None:
    assert syntax.enclosing_definition(syntax.parse("kotlin", KOTLIN), line) == name
    assert syntax.first_error("kotlin", KOTLIN) is None
