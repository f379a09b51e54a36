"""Flows through the functions, methods, fields and closures of one file, language by language."""

from __future__ import annotations

import pytest

from tests.unit.flows.judging import impossible, sinks

JAVA = "class A {{ private String f; private String g; {0} }}"

FOUND = [
    # A helper, before or after its caller; the result of one; what only one parameter reaches.
    ("a.js", "function h(x) { SINK(x) } function g() { h(SOURCE()); }", ["x"]),
    ("a.js", "function g() { h(SOURCE()); } const h = (x) => SINK(x);", ["x"]),
    ("a.js", "function s() { return SOURCE(); } function g() { SINK(s()); }", ["s()"]),
    ("a.js", "function h(x, y) { SINK(x); SINK(y) } h('a', 'b' + SOURCE());", ["y"]),
    ("a.js", "function h({a, b}) { SINK(a); SINK(b) } h({a: 'x', b: SOURCE()});", ["b"]),
    ("a.js", "function h(...all) { SINK(all) } h('a', SOURCE());", ["all"]),
    ("a.go", "package a\nfunc h(x, y string) { SINK(y) }\nfunc g() { h(SOURCE(), 1); h(1, SOURCE()) }", ["y"]),
    (
        "a.go",
        "package a\nfunc h() (string, error) { return SOURCE(), nil }\nfunc g() { a, err := h(); SINK(err); SINK(a) }",
        ["a"],
    ),
    ("a.go", "package a\nfunc h() (r string) { r = SOURCE(); return }\nfunc g() { SINK(h()) }", ["h()"]),
    ("A.java", JAVA.format("void g() { h(SOURCE()); } static void h(String x) { SINK(x); }"), ["x"]),
    ("A.java", JAVA.format('String h(String x) { return "a" + x; } void g() { SINK(h(SOURCE())); }'), ["h(SOURCE())"]),
    ("a.py", "def h(x, y=1, *, z=2):\n    SINK(z)\ndef g():\n    h(SOURCE())\n    h(1, z=SOURCE())\n", ["z"]),
    (
        "a.ts",
        "export const h = (x: string): void => { SINK(x); };\nexport class C { go(): void { h(SOURCE() as string); } }",
        ["x"],
    ),
    # What a class above does to the object.
    (
        "a.js",
        "class B { constructor(x) { this.v = x; } }\nclass C extends B { constructor(x) { super(x); } }\nSINK(new C(SOURCE()).v);",
        ["new C(SOURCE()).v"],
    ),
    (
        "A.java",
        "class B { String v; B(String x) { this.v = x; } }\nclass C extends B { C(String x) { super(x); } void f() { SINK(new C(SOURCE()).v); } }",
        ["new C(SOURCE()).v"],
    ),
    # Of a call that rules take for harmless, it is known what it gives out.
    ("a.js", "function MADE(x) { return x } function g() { SINK(MADE(SOURCE())); }", ["MADE(SOURCE())"]),
    ("a.js", "const MADE = (x) => OTHER(x); function g() { SINK(MADE(SOURCE())); }", ["MADE(SOURCE())"]),
    # A function that is a value, called by its own method; the fields in a record's header.
    (
        "A.java",
        JAVA.format("void g() { Supplier<String> s = () -> SOURCE(); SINK(s.get()); SINK(s.hashCode()); }"),
        ["s.get()"],
    ),
    ("A.java", JAVA.format("void g() { Consumer<String> c = x -> SINK(x); c.accept(SOURCE()); }"), ["x"]),
    (
        "A.java",
        JAVA.format(
            "record R(String a, String b) { } void g() { R r = new R(SOURCE(), f); SINK(r.a()); SINK(r.b()); }"
        ),
        ["r.a()"],
    ),
    # What is decoded into a struct reaches its public fields only.
    (
        "a.go",
        "package a\nfunc h(c *C) { SINK(c.Name); SINK(c.path) }\nfunc g() { var c C; DECODE(&c); h(&c); SINK(c.path); SINK(c) }",
        ["c.Name", "c"],
    ),
    # Through three functions.
    ("a.js", "function a(x) { b(x + '') } function b(x) { c([x]) } function c(x) { SINK(x) } a(SOURCE());", ["x"]),
    # A method of a class, and its fields: the constructor stores, a method uses.
    (
        "a.js",
        "class S { constructor(c) { this.c = c; this.d = 1 } go() { SINK(this.c); SINK(this.d) } } new S(SOURCE()).go();",
        ["this.c"],
    ),
    (
        "a.js",
        "class S { set(v) { this.v = v; return this } go() { SINK(this.v) } } const s = new S(); s.set(SOURCE()).go();",
        ["this.v"],
    ),
    ("a.js", "class S { static go(x) { SINK(x) } } S.go(SOURCE());", ["x"]),
    ("a.js", "class B { go(x) { SINK(x) } } class S extends B { run() { this.go(SOURCE()) } }", ["x"]),
    (
        "a.ts",
        "class D { go(x: string) { SINK(x) } } class S { constructor(private d: D) {} run() { this.d.go(SOURCE()) } }",
        ["x"],
    ),
    (
        "a.go",
        "package a\ntype S struct { c, d string }\nfunc (s *S) Go() { SINK(s.c); SINK(s.d) }\nfunc g() { s := &S{c: SOURCE()}; s.Go() }",
        ["s.c"],
    ),
    (
        "a.go",
        "package a\ntype S struct { c string }\nfunc New(c string) *S { return &S{c: c} }\nfunc (s *S) Go() { SINK(s.c) }\nfunc g() { New(SOURCE()).Go() }",
        ["s.c"],
    ),
    (
        "A.java",
        JAVA.format(
            'A(String x) { this.f = x; g = ""; } void go() { SINK(f); SINK(g); } static void m() { new A(SOURCE()).go(); }'
        ),
        ["f"],
    ),
    ("A.java", JAVA.format("void set() { f = SOURCE(); } void go() { SINK(this.f); SINK(this.g); }"), ["this.f"]),
    (
        "A.java",
        JAVA.format("private B b; void m() { b.run(SOURCE()); }")
        + "interface B { void run(String x); } class C implements B { public void run(String x) { SINK(x); } }",
        ["x"],
    ),
    (
        "a.py",
        "class S:\n    def __init__(self, c):\n        self.c = c\n    def go(self):\n        SINK(self.c)\nS(SOURCE()).go()\n",
        ["self.c"],
    ),
    ("a.py", "class S:\n    @staticmethod\n    def go(x):\n        SINK(x)\ndef g():\n    S.go(SOURCE())\n", ["x"]),
    # Closures, callbacks, collections.
    ("a.js", "app.get('/', (req, res) => { const a = SOURCE(); const run = () => SINK(a); run(); });", ["a"]),
    ("a.js", "SOURCE().map((v) => { SINK(v) });", ["v"]),
    ("a.js", "function h(x) { SINK(x) } SOURCE().forEach(h);", ["x"]),
    ("a.go", "package a\nfunc g() { a := SOURCE(); func(x string) { SINK(x) }(a) }", ["x"]),
    ("A.java", JAVA.format("void m() { String a = SOURCE(); Runnable r = () -> { SINK(a); }; }"), ["a"]),
    (
        "A.java",
        JAVA.format(
            'void m() { List<String> l = new ArrayList<>(); l.add("a"); l.add(SOURCE()); SINK(l.get(0)); SINK(l.get(1)); }'
        ),
        ["l.get(1)"],
    ),
    (
        "A.java",
        JAVA.format(
            'void m() { StringBuilder b = new StringBuilder(); b.append("a").append(SOURCE()); SINK(b.toString()); }'
        ),
        ["b.toString()"],
    ),
    ("a.js", "function fill(l, x) { l.push(x) } const l = []; fill(l, SOURCE()); SINK(l);", ["l"]),
    (
        "a.py",
        "def g():\n    SINK([x for x in SOURCE()])\n    SINK({'a': SOURCE(), 'b': 1}['b'])\n",
        ["[x for x in SOURCE()]"],
    ),
    # A request that is handed to a helper.
    (
        "a.js",
        "function h(r) { SINK(r.query.name); SINK(r.secret) } app.get('/', (req) => { h(req) });",
        ["r.query.name"],
    ),
    ("a.py", "def h(r):\n    return r.args.get('x')\ndef g(request):\n    SINK(h(request))\n", ["h(request)"]),
]

CLEAN = [
    ("a.js", "function g() { SINK(MADE(SOURCE())); }"),
    ("a.js", "function h(x) { return x } function g() { const a = SOURCE(); SINK(h(CLEAN(a))); }"),
    ("a.js", "function h(x) { return MADE(x) } function g() { SINK(h(SOURCE())); }"),
    ("a.js", "function h(x) { SINK(x) } h('a'); h(CLEAN(SOURCE()));"),
    ("a.js", "function h(x) { return CLEAN(x) } SINK(h(SOURCE()));"),
    ("a.js", "function h(x) { return x } h(SOURCE()); SINK(h('a'));"),
    ("a.js", "let a = SOURCE(); a = 'x'; SINK(a);"),
    ("a.js", "const a = SOURCE(); const b = a.length; SINK(b); SINK(a === 'x');"),
    ("a.js", "function g(p) { const a = SOURCE(); if (!ALLOWED.includes(a)) return; SINK(a); }"),
    ("a.js", "function g(p) { const a = SOURCE(); if (a !== 'x' && a !== 'y') { throw new Error(); } SINK(a); }"),
    ("a.js", "function g() { const a = SOURCE(); switch (a) { case 'x': SINK(a); } }"),
    ("a.js", "function h(a) { if (a.includes('..')) { throw new Error(); } SINK(a); } h(SOURCE());"),
    ("a.go", 'package a\nfunc h(x string) { if x != "a" { return }\nSINK(x) }\nfunc g() { h(SOURCE()) }'),
    ("a.py", "def h(x):\n    if '../' in x:\n        return\n    SINK(x)\ndef g():\n    h(SOURCE())\n"),
    ("a.py", "def h(x):\n    if x not in ALLOWED:\n        raise E\n    SINK(x)\ndef g():\n    h(SOURCE())\n"),
    ("A.java", JAVA.format('void m() { String a = SOURCE(); String b = 7 * 42 - 86 > 200 ? "safe" : a; SINK(b); }')),
    ("a.js", "class S { constructor(c) { this.c = c } go() { SINK(this.c) } } new S(SOURCE()); new S('a').go();"),
    ("a.js", "function h(r) { SINK(r.query.name) } h(SETTINGS);"),
]

IMPOSSIBLE = [
    ("A.java", 'int n = 86; String b; if ((7 * 42) - n > 200) b = "safe"; else b = p; SINK(b); SINK(p);', ["b"]),
    (
        "A.java",
        "String g = \"ABC\"; String b; switch (g.charAt(1)) { case 'A': b = p; break; case 'B': b = \"x\"; break; default: b = p; } SINK(b);",
        ["b"],
    ),
    (
        "A.java",
        'Map<String, String> m = new HashMap<>(); m.put("a", p); m.put("b", "x"); SINK(m.get("b")); SINK(m.get("a"));',
        ['m.get("b")'],
    ),
    (
        "A.java",
        'List<String> l = new ArrayList<>(); l.add("a"); l.add(p); l.add("b"); l.remove(0); SINK(l.get(0)); SINK(l.get(1));',
        ["l.get(1)"],
    ),
    ("A.java", 'String b = p; b = "x"; SINK(b);', ["b"]),
    ("A.java", 'String b = "x"; for (int i = 0; i < 3; i++) { if (i == 2) { b = p; } } SINK(b);', []),
    ("A.java", 'String b = "x"; try { b = p; may(); b = "y"; } catch (E e) { SINK(b); }', []),
    ("A.java", "byte[] b = new byte[9]; fill(b, p); SINK(b);", []),
    ("a.js", "let b = 'x'; run(() => { b = p; }); SINK(b);", []),
    ("a.js", "if (!ALLOWED.has(p)) { return; } SINK(p);", ["p"]),
    ("a.js", "const o = {a: 'x', b: p}; SINK(o.a); SINK(o.b); change(o, p); SINK(o.a);", ["o.a"]),
    ("a.go", 'b := "x"; if false { b = p }; SINK(b); c := p; c = "y"; SINK(c); SINK(p)', ["b", "c"]),
    ("a.go", 'm := map[string]string{"a": p, "b": "x"}; SINK(m["b"]); SINK(m["a"])', ['m["b"]']),
    # Who leaves a choice may leave the loop around it, and what runs before its test runs.
    ("a.js", "let b = 'x'; while (c) { switch (d) { case 1: b = p; continue; } b = 'y'; } SINK(b);", []),
    ("a.js", "let b = 'x'; do { b = p; } while (false); SINK(b);", []),
    ("A.java", 'String b = "x"; do { b = p; } while (false); SINK(b);', []),
    ("A.java", 'String b = "x"; while (false) { b = p; } SINK(b);', ["b"]),
    # A method may have the name that another language has for constructors.
    (
        "A.java",
        "class B { String v; B(String x) { this.v = x; } void initialize() { } } SINK(new B(p).v);",
        [],
    ),
    # The constructor of a class above, called by itself or by name, and a method of it.
    (
        "a.js",
        "class B { constructor(x) { this.v = x; } } class C extends B { constructor(x) { super(x); } } SINK(new C(p).v);",
        [],
    ),
    (
        "a.js",
        "class B { set(x) { this.v = x; } } class C extends B { go(x) { super.set(x); return this.v; } } SINK(new C().go(p));",
        [],
    ),
    (
        "A.java",
        "class B { String v; B(String x) { this.v = x; } } class C extends B { C(String x) { super(x); } } SINK(new C(p).v);",
        [],
    ),
    ("a.js", "class B { constructor(x) { this.v = x; } } class C extends B { } SINK(new C(p).v);", []),
]
_AROUND = {
    "A.java": "class A {{ void f() {{ String p = SOURCE(); {} }} }}",
    "a.js": "function f() {{ const p = SOURCE(); {} }}",
    "a.go": "package a\nfunc f() {{ p := SOURCE(); {} }}",
}


@pytest.mark.parametrize(("path", "text", "expected"), FOUND)
def test_a_flow_is_found_where_it_goes_through_functions(path: str, text: str, expected: list[str]) -> None:
    assert sinks(path, text) == expected


@pytest.mark.parametrize(("path", "text"), CLEAN)
def test_no_flow_is_made_up(path: str, text: str) -> None:
    assert "SINK(" in text
    assert sinks(path, text) == []


@pytest.mark.parametrize(("path", "body", "expected"), IMPOSSIBLE)
def test_what_cannot_be_is_proved_and_nothing_else(path: str, body: str, expected: list[str]) -> None:
    assert impossible(path, _AROUND[path].format(body)) == expected
