"""C# in the one spelling that rules are written for, and its places in the text as it is written."""

from __future__ import annotations

import re

import pytest

from workers.engine import csharp_forms
from workers.reading.places import Lines

_MADE = [
    # The type of ``new(…)`` from a declaration, a field, a property, an assignment and a result.
    ("class A { void F() { B b = new(x); } }", "class A { void F() { B b = new B(x); } }"),
    ("class A { B? b = new() { C = d }; }", "class A { B? b = new B() { C = d }; }"),
    ("class A { List<B> P { get; } = new(); }", "class A { List<B> P { get; } = new List<B>(); }"),
    (
        "class A { B b; A() { b = new(1); this.b = new(2); } }",
        "class A { B b; A() { b = new B(1); this.b = new B(2); } }",
    ),
    (
        "class A { B F() { return a ? new(1) : b ?? new(2); } }",
        "class A { B F() { return a ? new B(1) : b ?? new B(2); } }",
    ),
    ("class A { async Task<B> F() => new(1); }", "class A { async Task<B> F() => new B(1); }"),
    # What is called if there is an object.
    ("class A { void F() { a?.B(c)?.D[e]; G(a?[0]); } }", "class A { void F() { a.B(c).D[e]; G(a[0]); } }"),
    # Classes by their own names.
    ("class A { void F() { System.IO.File.Delete(a); } }", "class A { void F() { File.Delete(a); } }"),
    ("class A { void F(global::System.Net.Http.HttpClient a) { } }", "class A { void F(HttpClient a) { } }"),
    (
        "using P = System.Diagnostics.Process;\nclass A { void F(P p) { P.Start(new P(), a.P); } }",
        "using P = System.Diagnostics.Process;\nclass A { void F(Process p) { Process.Start(new Process(), a.P); } }",
    ),
    # Constants of the same class that are no texts, and of another one.
    (
        "class A { const int B = 5; void F() { G(B, B: c.B); d = B; } }",
        "class A { const int B = 5; void F() { G(5, B: c.B); d = 5; } }",
    ),
    (
        'class K { const string A = "a"; static readonly int B = 512; }\nclass L { void F() { G(K.A, K.B); } }',
        'class K { const string A = "a"; static readonly int B = 512; }\nclass L { void F() { G("a", 512); } }',
    ),
]
_AS_IT_IS = [
    'namespace B { class A { const string V = "x"; } }\nnamespace C { class A { const string V = "y"; } }\n'
    "class D { void F() { G(A.V); } }",
    "class A { const int B = 5; void F(int B) { G(B); } }",
    "class A { void F() { var b = new(x); G(new(y)); } }",
    'class A { string f = "System.IO.File"; } // System.IO.File',
    "using System.IO;\nnamespace System.Web.Own { class A { } }",
    "class K { public static string A = B(); }\nclass L { void F() { G(K.A); } }",
    "class A { void F() { var a = b ? c : d; int? e = null; } }",
]


@pytest.mark.parametrize(("text", "expected"), _MADE)
def test_a_form_is_the_one_that_rules_are_written_for(text: str, expected: str) -> None:
    made = csharp_forms.spelled(text)
    assert made is not None
    assert made.text == expected


@pytest.mark.parametrize("text", _AS_IT_IS)
def test_what_is_not_known_stays(text: str) -> None:
    assert csharp_forms.spelled(text) is None


def test_places_are_those_of_the_text_as_it_is_written() -> None:
    text = 'class K { const string A = "a"; }\nclass L { void F() { B b = new(x?.Y, System.IO.File.C, K.A, last); } }'
    made = csharp_forms.spelled(text)
    assert made is not None
    there, here = Lines(made.text), Lines(text)
    shown = {}
    for found in re.finditer(r"B\(|x\.Y|File\.C|\"a\"(?=,)|last", made.text):
        shown[found[0]] = here.text(made._place(there.place_of(found.start(), found.end())))
    assert shown == {"B(": "(", "x.Y": "x?.Y", "File.C": "System.IO.File.C", '"a"': "K.A", "last": "last"}
