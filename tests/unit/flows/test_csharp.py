"""Flows within one file of C#: what the language writes otherwise than the others."""

from __future__ import annotations

import pytest

from tests.unit.flows.judging import sinks

_IN_CLASS = "class A {{ private string f; private string g; public string P {{ get; set; }} {} }}"

FOUND: list[tuple[str, list[str]]] = [
    ("void g() { h(SOURCE()); } static void h(string x) { SINK(x); }", ["x"]),
    ('string h(string x) => "a" + x; void g() { SINK(h(SOURCE())); }', ["h(SOURCE())"]),
    ("void m() { Func<string> get = () => SOURCE(); SINK(get()); SINK(get.Invoke()); }", ["get()", "get.Invoke()"]),
    ("void m() { Action<string> run = v => SINK(v); run(SOURCE()); }", ["v"]),
    ("void m() { string Get() { return SOURCE(); } SINK(Get()); }", ["Get()"]),
    (
        'void m() { var d = new Dictionary<string, string> { ["a"] = SOURCE(), ["b"] = "x" }; SINK(d["a"]); SINK(d["b"]); }',
        ['d["a"]'],
    ),
    (
        'void m() { var d = new Dictionary<string, string> { {"a", SOURCE()}, {"b", "x"} }; SINK(d["a"]); SINK(d["b"]); }',
        ['d["a"]'],
    ),
    ('void m() { var o = new { A = SOURCE(), B = "x" }; SINK(o.A); SINK(o.B); }', ["o.A"]),
    ('void m() { var p = SOURCE(); var o = new { p, B = "x" }; SINK(o.p); SINK(o.B); }', ["o.p"]),
    ("void m() { var (a, b) = (SOURCE(), 0); SINK(a); SINK(b); }", ["a"]),
    ("void m() { var t = (SOURCE(), 0); SINK(t.Item1); SINK(t.Item2); }", ["t.Item1"]),
    ("void m() { (string u, int n) t = (u: SOURCE(), n: 0); SINK(t.u); SINK(t.n); }", ["t.u"]),
    ('void m() { var a = new[] { "x", SOURCE() }; SINK(a[0]); SINK(a[1]); }', ["a[1]"]),
    (
        "void m() { var b = new Box { Value = SOURCE() }; SINK(b.Value); SINK(b.Other); } class Box { public string Value { get; set; } public string Other; }",
        ["b.Value"],
    ),
    (
        "void m() { SINK(new Box(SOURCE()).Value); } class Box { public string Value { get; } public Box(string v) { Value = v; } }",
        ["new Box(SOURCE()).Value"],
    ),
    ("void m() { var b = new Box(SOURCE()); SINK(b.V); SINK(b.W); } record Box(string V, int W = 1);", ["b.V"]),
    ("void m() { new Box(SOURCE()).Go(); } class Box(string v) { public void Go() { SINK(v); } }", ["v"]),
    ("void m() { this.f = SOURCE(); } void go() { SINK(f); SINK(g); }", ["f"]),
    ("void m() { P = SOURCE(); } void go() { SINK(P); }", ["P"]),
    # A part that is put there anew, until more data comes into the object.
    ('void m() { var o = SOURCE(); o.A = "x"; SINK(o.A); SINK(o.B); }', ["o.B"]),
    ('void m(bool b) { var o = SOURCE(); if (b) { o.A = "x"; } SINK(o.A); }', ["o.A"]),
    ('void m() { var o = SOURCE(); o.A = "x"; o.A += o.B; SINK(o.A); }', ["o.A"]),
    ('void m() { var o = SOURCE(); o.A = "x"; o = SOURCE(); SINK(o.A); }', ["o.A"]),
    ("string Q => SOURCE(); void go() { SINK(Q); }", ["Q"]),
    ("void m() { var x = SOURCE(); var y = x?.Trim(); SINK(y); SINK(x?.Length); x?.Go(SINK(x)); }", ["y", "x"]),
    (
        'void m() { if (d.TryGetValue(SOURCE(), out var v)) SINK(v); var e = SOURCE(); e.TryGetValue("a", out string w); SINK(w); int.TryParse(e, out var n); SINK(n); }',
        ["w"],
    ),
    ("void m() { foreach (var x in SOURCE()) { SINK(x); } }", ["x"]),
    ('void m() { var l = new List<string>(); l.Add("a"); l.Add(SOURCE()); SINK(l[0]); SINK(l[1]); }', ["l[1]"]),
    ('void m() { var b = new StringBuilder(); b.Append("a").Append(SOURCE()); SINK(b.ToString()); }', ["b.ToString()"]),
    ('void m() { SINK($"a{SOURCE()}b"); }', ['$"a{SOURCE()}b"']),
    ('void m() { var s = SOURCE() switch { "a" => "b", var q => q }; SINK(s); }', ["s"]),
    (
        "void m() { if (SOURCE() is string s) { SINK(s); } if (SOURCE() is not string s2) return; SINK(s2); }",
        ["s", "s2"],
    ),
    (
        "async Task m() { SINK(await h(SOURCE())); } Task<string> h(string v) => Task.FromResult(v);",
        ["await h(SOURCE())"],
    ),
    ("void m() { SINK(from i in SOURCE() where i.A select i.B); }", ["from i in SOURCE() where i.A select i.B"]),
    (
        "void m() { SOURCE().ForEach(v => SINK(v)); SINK(SOURCE().Select(v => v.A)); }",
        ["v", "SOURCE().Select(v => v.A)"],
    ),
    ('void m() { h(v: SOURCE(), u: "a"); } void h(string u, string v) { SINK(u); SINK(v); }', ["v"]),
    (
        'void m() { SINK(Helpers.Same(SOURCE())); SINK(Helpers.Fix(SOURCE())); } static class Helpers { public static T Same<T>(T v) { return v; } public static string Fix(string v) { return "a"; } }',
        ["Helpers.Same(SOURCE())"],
    ),
    ("void m() { SINK(Same<string>(SOURCE())); } static T Same<T>(T v) { return v; }", ["Same<string>(SOURCE())"]),
    (
        'IEnumerable<string> It() { yield return "a"; yield return SOURCE(); } void m() { foreach (var x in It()) SINK(x); }',
        ["x"],
    ),
]
WHOLE: list[tuple[str, list[str]]] = [
    (
        "class B : A { public B(string x) : base(x) { } void m() { new B(SOURCE()); } } class A { string z; public A(string y) { z = y; SINK(y); } }",
        ["y"],
    ),
    (
        'var a = SOURCE(); app.MapGet("/", (string q) => { SINK(a); Run(a); }); void Run(string v) { SINK(v); }',
        ["a", "v"],
    ),
    (
        "namespace N { class A { void m() { try { var a = SOURCE(); lock (x) { using (var b = a) { SINK(b); } } } catch (E e) { SINK(e); } finally { } } } }",
        ["b"],
    ),
]
CLEAN = [
    'void m() { var a = SOURCE(); if (a != "x" && a != "y") { throw new E(); } SINK(a); }',
    'void m() { var a = SOURCE(); if (a is "x" or "y") { SINK(a); } }',
    'void m() { var a = SOURCE(); if (a == "x") { SINK(a); } }',
    "void m() { var a = SOURCE(); if (!Allowed.Contains(a)) return; SINK(a); }",
    'void h(string x) { SINK(x); } void m() { h("a"); h(CLEAN(SOURCE())); }',
    'void m() { var a = SOURCE(); SINK(a.Length); SINK(a == "x"); SINK(string.IsNullOrEmpty(a)); SINK(a.Contains("x")); }',
    "void m() { var o = SOURCE(); if (Allowed.Contains(o.A)) { SINK(o.A); } }",
    "void m() { var o = SOURCE(); if (!Allowed.Contains(o.A)) return; SINK(o.A); }",
    'void m() { var a = SOURCE(); switch (a) { case "x": SINK(a); break; } }',
    'string h(string x) { return x; } void m() { h(SOURCE()); SINK(h("a")); }',
    'void m() { var a = SOURCE() switch { "a" => "b", _ => "c" }; SINK(a); }',
    'void m() { var a = Table[SOURCE()]; SINK(a); } static readonly Dictionary<string,string> Table = new Dictionary<string,string> { ["a"] = "b" };',
    'void m() { var d = new Dictionary<string,string> { ["a"] = "b" }; d.TryGetValue(SOURCE(), out var v); SINK(v); }',
]


@pytest.mark.parametrize(("body", "expected"), FOUND)
def test_a_flow_in_a_class_is_found(body: str, expected: list[str]) -> None:
    assert sinks("A.cs", _IN_CLASS.format(body)) == expected


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_a_flow_in_a_whole_file_is_found(text: str, expected: list[str]) -> None:
    assert sinks("A.cs", text) == expected


@pytest.mark.parametrize("body", CLEAN)
def test_no_flow_is_made_up(body: str) -> None:
    assert "SINK(" in body
    assert sinks("A.cs", _IN_CLASS.format(body)) == []
