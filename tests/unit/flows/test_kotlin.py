"""Flows within one file of Kotlin: what the language writes otherwise than the others."""

from __future__ import annotations

import pytest

from tests.unit.flows.judging import sinks

_IN_CLASS = 'class A {{\n    private var f: String = ""\n    private var g: String = ""\n{}\n}}\n'

FOUND: list[tuple[str, list[str]]] = [
    ("fun m() { h(SOURCE()) }\nfun h(x: String) { SINK(x) }", ["x"]),
    ('fun h(x: String) = "a" + x\nfun m() { SINK(h(SOURCE())) }', ["h(SOURCE())"]),
    ("fun m() { val get = { SOURCE() }\nSINK(get())\nSINK(get.invoke()) }", ["get()", "get.invoke()"]),
    ("fun m() { val run = { v: String -> SINK(v) }\nrun(SOURCE()) }", ["v"]),
    ("fun m() { val run = fun(v: String): Int { SINK(v)\nreturn 1 }\nrun(SOURCE()) }", ["v"]),
    ("fun m() { fun get(): String { return SOURCE() }\nSINK(get()) }", ["get()"]),
    ("fun m() { fun get() = SOURCE()\nval f = ::get\nSINK(f()) }", ["f()"]),
    (
        'fun m() { val d = mapOf("a" to SOURCE(), "b" to "x")\nSINK(d["a"])\nSINK(d["b"])\nSINK(d.getValue("a"))\nSINK(d.getValue("b")) }',
        ['d["a"]', 'd.getValue("a")'],
    ),
    (
        'fun m() { val d = mutableMapOf<String, String>()\nd["a"] = SOURCE()\nd["b"] = "x"\nSINK(d["a"])\nSINK(d["b"]) }',
        ['d["a"]'],
    ),
    ('fun m() { val l = listOf("x", SOURCE())\nSINK(l[0])\nSINK(l[1]) }', ["l[1]"]),
    ('fun m() { val l = mutableListOf<String>()\nl.add("x")\nl.add(SOURCE())\nSINK(l[0])\nSINK(l[1]) }', ["l[1]"]),
    ("fun m() { val (a, b) = Pair(SOURCE(), 0)\nSINK(a)\nSINK(b) }", ["a"]),
    ("fun m() { val t = SOURCE() to 0\nSINK(t.first)\nSINK(t.second) }", ["t.first"]),
    ('fun m(k: Boolean) { val s = if (k) SOURCE() else "a"\nSINK(s) }', ["s"]),
    ('fun m(k: Boolean) { val s = if (k) {\nlog()\nSOURCE()\n} else {\n"a"\n}\nSINK(s) }', ["s"]),
    ('fun m(k: Int) { val s = when (k) {\n1, 2 -> "a"\nelse -> SOURCE()\n}\nSINK(s) }', ["s"]),
    ("fun m() { SINK(when { else -> SOURCE() }) }", ["when { else -> SOURCE() }"]),
    ("fun m() { when (val a = SOURCE()) {\nis String -> SINK(a)\n} }", ["a"]),
    ('fun m() { val s = try { SOURCE() } catch (e: E) { SINK(e)\n"a" } finally { }\nSINK(s) }', ["s"]),
    ("fun m() { val s = SOURCE() ?: return\nSINK(s) }", ["s"]),
    ("fun m(): String { val s = q() ?: return SOURCE()\nSINK(s)\nreturn s }\nfun n() { SINK(m()) }", ["m()"]),
    ("fun m() { val s = SOURCE()!!.a as String\nSINK(s) }", ["s"]),
    ("fun m() { SOURCE()?.let { SINK(it) } }", ["it"]),
    ("fun m() { SOURCE().let { v -> SINK(v) } }", ["v"]),
    ("fun m() { val s = SOURCE().let { it.trim() }\nSINK(s) }", ["s"]),
    ("fun m() { val s = SOURCE().also { println(it) }\nSINK(s) }", ["s"]),
    ("fun m(): String? { q?.let { return SOURCE() }\nreturn null }\nfun n() { SINK(m()) }", ["m()"]),
    ("fun m() { val s = run { SOURCE() }\nSINK(s) }", ["s"]),
    ("suspend fun m() { val s = withContext(io) { SOURCE() }\nSINK(s) }", ["s"]),
    ("fun m() { val s by lazy { SOURCE() }\nSINK(s) }", ["s"]),
    ('fun m() { val s = buildString { append("a")\nappend(SOURCE()) }\nSINK(s) }', ["s"]),
    ("fun m() { val s = StringBuilder().apply { append(SOURCE()) }\nSINK(s.toString()) }", ["s.toString()"]),
    (
        'fun m() { val b = Box("a").apply { other = SOURCE() }\nSINK(b.other)\nSINK(b.value) }\nclass Box(val value: String) {\nvar other = "b"\n}',
        ["b.other"],
    ),
    ("fun m() { with(q) { SINK(SOURCE()) } }", ["SOURCE()"]),
    (
        'fun m() { val s = SOURCE()\nSINK("a $s b")\nSINK("""a $s""")\nSINK("a ${s.b}") }',
        ['"a $s b"', '"""a $s"""', '"a ${s.b}"'],
    ),
    ("fun m() { for (x in SOURCE()) { SINK(x) } }", ["x"]),
    ("fun m() { for ((k, v) in SOURCE()) SINK(v) }", ["v"]),
    ("fun m() { SOURCE().forEach { SINK(it) }\nSINK(SOURCE().map { it.a }) }", ["it", "SOURCE().map { it.a }"]),
    ('fun m() { h(v = SOURCE(), u = "a") }\nfun h(u: String, v: String) { SINK(u)\nSINK(v) }', ["v"]),
    ("fun m() { SINK(Box(SOURCE()).value) }\nclass Box(val value: String)", ["Box(SOURCE()).value"]),
    (
        'fun m() { val b = Box(SOURCE())\nSINK(b.a)\nSINK(b.c) }\nclass Box(v: String) {\nval a = v\nval c = "x"\n}',
        ["b.a"],
    ),
    ("fun m() { val b = Box(SOURCE())\nSINK(b.a) }\nclass Box(v: String) {\nvar a: String\ninit { a = v }\n}", ["b.a"]),
    (
        "fun m() { val b = Box(1, SOURCE())\nSINK(b.a) }\nclass Box(val a: String) {\nconstructor(n: Int, s: String) : this(s)\n}",
        ["b.a"],
    ),
    ("fun m() { Box(SOURCE()).go() }\nclass Box(private val v: String) {\nfun go() { SINK(v) }\n}", ["v"]),
    ("fun m() { f = SOURCE() }\nfun go() { SINK(f)\nSINK(this.g) }", ["f"]),
    (
        'fun m() { SINK(Helpers.same(SOURCE()))\nSINK(Helpers.fix(SOURCE())) }\nobject Helpers {\nfun <T> same(v: T): T = v\nfun fix(v: String): String = "a"\n}',
        ["Helpers.same(SOURCE())"],
    ),
    ("fun m() { SINK(make(SOURCE())) }\ncompanion object {\nfun make(v: String) = v\n}", ["make(SOURCE())"]),
    ("fun m() { val r = object : Runnable {\noverride fun run() { SINK(SOURCE()) }\n} }", ["SOURCE()"]),
    ("fun m() { val a = SOURCE()\nval r = object : Runnable {\noverride fun run() { SINK(a) }\n} }", ["a"]),
    ("fun m() { SINK(q?.a ?: SOURCE()) }", ["q?.a ?: SOURCE()"]),
    ("fun m() { do {\nval a = SOURCE()\nif (a == null) break\nSINK(a)\n} while (q) }", ["a"]),
]
WHOLE: list[tuple[str, list[str]]] = [
    (
        "fun String.quoted(): String {\n    SINK(this)\n    return this\n}\nfun m() { SINK(SOURCE().quoted()) }\n",
        ["this", "SOURCE().quoted()"],
    ),
    ("fun String.with(a: String) = run(a)\nfun run(x: String) { SINK(x) }\nfun m() { q.with(SOURCE()) }\n", ["x"]),
    (
        "class B(x: String) : A(x) {\n    fun m() { B(SOURCE()) }\n}\nopen class A(y: String) {\n    init { SINK(y) }\n}\n",
        ["y"],
    ),
    (
        'fun Application.module() {\n    routing {\n        get("/") {\n            val a = SOURCE()\n            SINK(a)\n            go(a)\n        }\n    }\n}\nfun go(v: String) { SINK(v) }\n',
        ["a", "v"],
    ),
    ("package a.b\nimport c.D as E\nval top = SOURCE()\nfun m() { SINK(top) }\n", ["top"]),
    ('enum class K(val v: String) {\n    ONE("a");\n    fun m() { SINK(SOURCE()) }\n}\n', ["SOURCE()"]),
]
CLEAN = [
    'fun m() { val a = SOURCE()\nif (a != "x" && a != "y") { throw E() }\nSINK(a) }',
    'fun m() { val a = SOURCE()\nif (a == "x") { SINK(a) } }',
    "fun m() { val a = SOURCE()\nif (a !in ALLOWED) return\nSINK(a) }",
    "fun m() { val a = SOURCE()\nif (!ALLOWED.contains(a)) { return }\nSINK(a) }",
    'fun m() { val a = SOURCE()\nwhen (a) {\n"x", "y" -> SINK(a)\nin ALLOWED -> SINK(a)\n} }',
    'fun h(x: String) { SINK(x) }\nfun m() { h("a")\nh(CLEAN(SOURCE())) }',
    'fun m() { val a = SOURCE()\nSINK(a.length)\nSINK(a == "x")\nSINK(a.isEmpty())\nSINK(a is String)\nSINK(a in q) }',
    'fun h(x: String): String { return x }\nfun m() { h(SOURCE())\nSINK(h("a")) }',
    'fun m() { val a = when (SOURCE()) {\n"a" -> "b"\nelse -> "c"\n}\nSINK(a) }',
    'fun m() { val a = if (SOURCE() == "a") "b" else "c"\nSINK(a) }',
    'fun m() { val it = "a"\nSOURCE().let { it.trim() }\nSINK(it) }',
    'fun m() { val a = SOURCE().let { "b" }\nSINK(a) }',
    'fun m() { var a = SOURCE()\na = "b"\nSINK(a) }',
    "fun m() { val a = SOURCE() ?: return\nq(a) }\nfun n() { val b = null\nSINK(b)\nSINK(true) }",
]


@pytest.mark.parametrize(("body", "expected"), FOUND)
def test_a_flow_in_a_class_is_found(body: str, expected: list[str]) -> None:
    assert sinks("A.kt", _IN_CLASS.format(body)) == expected


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_a_flow_in_a_whole_file_is_found(text: str, expected: list[str]) -> None:
    assert sinks("A.kt", text) == expected


@pytest.mark.parametrize("body", CLEAN)
def test_no_flow_is_made_up(body: str) -> None:
    assert "SINK(" in body
    assert sinks("A.kt", _IN_CLASS.format(body)) == []
