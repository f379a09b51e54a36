"""Rust's macros read as calls, at the same places."""

from __future__ import annotations

import pytest

from workers.engine.macros import as_calls


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('format!("a {id} b")', 'format ("a",id,"b")'),
        ('format!("{id}")', "format (  id  )"),
        ('format!("{a}{b}")', "format (  a ,b  )"),
        ('format!("x{a}y{b}z")', 'format ("",a  ,b,"")'),
        ('format!("{a} or {b:?}")', 'format (  a,"or",b    )'),
        ('format!("a\\n{b}\\n")', 'format ("a" ,b, "")'),
        ('format!("{{no}} {a}")', 'format ("{{no}}",a  )'),
        ('write!(out, "x {} {a:>5}", b.c())', 'write (out, "x {}",a     , b.c())'),
        ('json!({"k": format!("a {b}")})', 'json!({"k": format ("a",b  )})'),
        ('info!(user = %name, "seen")', 'info (user =  name, "seen")'),
        ("vec![a, b.c()]", "    [a, b.c()]"),
        ("spawn(async move { a().await })", "spawn(           { a().await })"),
        ('sqlx::query!("{no}")', 'sqlx::query!("{no}")'),
        ('format!("{} {}", a, b)', 'format ("{} {}", a, b)'),
    ],
)
def test_a_macro_is_read_as_a_call_of_the_same_length(written: str, read: str) -> None:
    assert as_calls(f"fn f() {{ {written}; }}") == f"fn f() {{ {read}; }}"
    assert len(written) == len(read)


def test_what_would_not_parse_stays_as_it_is() -> None:
    text = 'fn f() { info!(target: "a", "b"); let x = format!("c {d}"); }'
    assert as_calls(text) == text.replace('format!("c {d}")', 'format ("c",d  )')
    assert as_calls("fn f() {") == "fn f() {"
