"""Flows within one file of Rust: what the language writes otherwise than the others."""

from __future__ import annotations

import pytest

from tests.unit.flows.judging import sinks

FOUND: list[tuple[str, list[str]]] = [
    ("fn h(x: String) { SINK(x); } fn g() { h(SOURCE()); }", ["x"]),
    ("fn g() { let (a, b) = (SOURCE(), 0); SINK(a); SINK(b); }", ["a"]),
    ("fn g() { let run = |v| SINK(v); run(SOURCE()); let get = || SOURCE(); SINK(get()); }", ["v", "get()"]),
    ("fn g() { SINK(match SOURCE() { v => v }); }", ["match SOURCE() { v => v }"]),
    ('fn g() { let s = match SOURCE() { "a" => "b".to_string(), q => q }; SINK(s); }', ["s"]),
    ("fn g() { if let Some(v) = SOURCE() { SINK(v); } while let Some(w) = it(SOURCE()) { SINK(w); } }", ["v", "w"]),
    ("fn g() { let Some(v) = SOURCE() else { return; }; SINK(v); }", ["v"]),
    ('fn h(x: &str) -> String { format("a", x) } fn g() { SINK(h(&SOURCE())); }', ["h(&SOURCE())"]),
    ('fn h(x: &str) -> String { format!("a {}", x) } fn g() { SINK(h(&SOURCE())); }', ["h(&SOURCE())"]),
    (
        "fn h(x: &str) -> Result<String, E> { let y = f(x)?; if y { return Ok(x.to_string()); } Err(E) } fn g() -> R { SINK(h(&SOURCE())?); }",
        ["h(&SOURCE())?"],
    ),
    (
        "struct B { v: String, w: String } impl B { fn new(v: String) -> Self { Self { v, w: String::new() } } fn go(&self) { SINK(&self.v); SINK(&self.w); } } fn g() { B::new(SOURCE()).go(); let b = B::new(SOURCE()); SINK(b.v); SINK(b.w); }",
        ["&self.v", "b.v"],
    ),
    (
        "struct B; impl B { fn same<T>(&self, v: T) -> T { v } fn not(v: i32) -> String { x() } } fn g() { SINK(B.same(SOURCE())); SINK(B::not(SOURCE())); }",
        ["B.same(SOURCE())"],
    ),
    ("fn g() { SOURCE().iter().for_each(|v| SINK(v)); SINK(SOURCE().map(|v| v.a)); }", ["v", "SOURCE().map(|v| v.a)"]),
    ("fn g() { for (i, v) in SOURCE().iter().enumerate() { SINK(v); SINK(i); } }", ["v"]),
    (
        "fn g() { let l = [a, SOURCE()]; SINK(l[0]); SINK(l[1]); let mut m = Vec::new(); m.push(SOURCE()); m.push(a); SINK(m[0]); SINK(&m[1]); }",
        ["l[1]", "m[0]"],
    ),
    (
        'fn g() { let mut t = String::from("a"); t.push_str(&SOURCE()); SINK(t); let u = { let mut t = String::new(); t += &SOURCE(); t }; SINK(u); }',
        ["t", "u"],
    ),
    (
        "struct T(String, i32); fn g() { let t = T(SOURCE(), 1); SINK(t.0); SINK(t.1); let T(a, b) = t; SINK(a); SINK(b); }",
        ["t.0", "a"],
    ),
    ("fn g() { let j = Json(SOURCE()); SINK(j.a); SINK(j.0); let Json(k) = j; SINK(k); }", ["j.a", "j.0", "k"]),
    ("fn g() { let p = P { a: SOURCE(), b: x }; let P { a, b: c, .. } = p; SINK(a); SINK(c); }", ["a"]),
    ("fn g() { app.to(|q: Query| async move { SINK(SOURCE()); }); }", ["SOURCE()"]),
    ("impl A { fn set(&mut self) { self.f = SOURCE(); } fn go(&self) { SINK(&self.f); SINK(&self.h); } }", ["&self.f"]),
    (
        "impl From<String> for B { fn from(v: String) -> Self { B { v } } } fn g() { SINK(B::from(SOURCE()).v); }",
        ["B::from(SOURCE()).v"],
    ),
    (
        'fn g() { let v; v = if x { SOURCE() } else { "a" }; SINK(v); let w = loop { if y { break SOURCE(); } }; SINK(w); }',
        ["v", "w"],
    ),
    ("mod m { pub fn h(v: String) { SINK(v); } } fn g() { m::h(SOURCE()); self::m::h(1); }", ["v"]),
    ("fn g() { fn inner(v: String) -> String { v } SINK(inner(SOURCE())); }", ["inner(SOURCE())"]),
    (
        "trait T { fn go(&self, v: String) { SINK(v); } } struct S; impl T for S {} fn g() { let s = S; s.go(SOURCE()); }",
        ["v"],
    ),
    (
        'const K: &str = "a"; fn g(k: &str) { let x = match k { K => SOURCE(), E::B { y } | E::A(y) if y > 1 => y, _ => panic!("a") }; SINK(x); }',
        ["x"],
    ),
    (
        "fn g() { let x = Some(SOURCE()).unwrap().clone(); SINK(&*x); SINK(x.as_str()[1..].trim()); }",
        ["&*x", "x.as_str()[1..].trim()"],
    ),
    ('fn g() { write(s, "a", SOURCE()); SINK(s); }', ["s"]),
    ("fn g() { unsafe { SINK(SOURCE()) }; async { let y = SOURCE(); SINK(y) }.await; }", ["SOURCE()", "y"]),
    (
        'fn g() -> String { let Ok(x) = SOURCE() else { return String::new() }; let (ref a, mut b) = x; SINK(a); [x].concat(); SINK(["a", x.as_ref()].concat()); x }',
        ["a", '["a", x.as_ref()].concat()'],
    ),
]
CLEAN = [
    'fn g() { let a = SOURCE(); if a != "x" && a != "y" { return; } SINK(a); }',
    'fn g() { let a = SOURCE(); if a == "x" { SINK(a); } }',
    'fn g() { let a = SOURCE(); match a.as_str() { "x" | "y" => SINK(a), _ => {} } }',
    'fn h(x: &str) { SINK(x); } fn g() { h("a"); h(CLEAN(SOURCE())); }',
    'fn h(x: &str) -> String { x } fn g() { h(SOURCE()); SINK(h("a")); }',
    'fn g() { let a = match SOURCE() { "a" => "b", _ => "c" }; SINK(a); }',
    "fn h(x: &str) -> i64 { x.a() } fn g() { SINK(h(SOURCE())); let n: u32 = SOURCE().into(); SINK(n); SINK(SOURCE() as usize); }",
    'fn h(x: &str) -> Result<Option<String>, E> { if x { return Err(format("a", x)); } Ok(k()) } fn g() { SINK(h(SOURCE())?); }',
    "impl A { fn go(&self) { let a = other(); SINK(a); } fn set(&mut self) { self.f = SOURCE(); } }",
    'fn g() { let env = SOURCE(); SINK(env::var("a")); }',
    "fn h(n: i64) { SINK(n); } fn g() { h(SOURCE()); }",
    "fn g() { let a = SOURCE(); let f = |_, b| SINK(b); f(a, 1); }",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_a_flow_is_found(text: str, expected: list[str]) -> None:
    assert sinks("a.rs", text) == expected


@pytest.mark.parametrize("text", CLEAN)
def test_no_flow_is_made_up(text: str) -> None:
    assert "SINK(" in text
    assert sinks("a.rs", text) == []
