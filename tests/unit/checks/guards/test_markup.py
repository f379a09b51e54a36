"""Templates as a difference: the same value with less escaping in each language, and attributes that protected."""

from __future__ import annotations

import pytest

from bot.model import Side
from tests import diffs
from tests.builders import changed_file
from workers.checks.guards import markup
from workers.checks.guards.model import Compared, How, Loss


def losses(path: str, base: str, head: str) -> list[Loss]:
    file = changed_file(path, f"<p>\n{base}\n</p>\n", f"<p>\n{head}\n</p>\n")
    return list(markup.losses(Compared((), (), (file,))))


RAW = {
    "Jinja": ("a.html", "{{ name }}", "{{ name|safe }}"),
    "Twig": ("a.twig", "{{ user.name|e }}", "{{ user.name|raw }}"),
    "Blade": ("a.blade.php.txt".removesuffix(".txt"), "{{ $name }}", "{!! $name !!}"),
    "ERB": ("a.html.erb", "<%= @user.name %>", "<%= raw @user.name %>"),
    "ERB, marked": ("a.html.erb", "<%= @user.name %>", "<%= @user.name.html_safe %>"),
    "ERB, doubled": ("a.html.erb", "<%= @user.name %>", "<%== @user.name %>"),
    "EJS": ("a.ejs", "<%= name %>", "<%- name %>"),
    "Handlebars": ("a.hbs", "{{name}}", "{{{name}}}"),
    "Mustache": ("a.mustache", "{{name}}", "{{&name}}"),
    "Haml": ("a.haml", "%b= name", "%b!= name"),
    "Slim": ("a.slim", "b = name", "b == name"),
    "Pug": ("a.pug", "b= name", "b!= name"),
    "Vue": ("a.vue", '<b v-text="name"></b>', '<b v-html="name"></b>'),
    "Svelte": ("a.svelte", "{{ name }}", "{@html name}"),
    "Angular": ("a.html", '<b [textContent]="name"></b>', '<b [innerHTML]="name"></b>'),
    "Thymeleaf": ("a.html", '<b th:text="${name}"></b>', '<b th:utext="${name}"></b>'),
    "JSTL": ("a.jsp", '<c:out value="${name}"/>', '<c:out value="${name}" escapeXml="false"/>'),
    "FreeMarker": ("a.ftl", "${name}", "${name?no_esc}"),
    "Razor": ("a.cshtml", "@Model.Name", "@Html.Raw(Model.Name)"),
    "Go": ("a.gohtml", "{{ .Name }}", "{{ .Name | safeHTML }}"),
    "Mako": ("a.mako", "${name}", "${name | n}"),
    "Smarty": ("a.tpl", "{$name}", "{$name nofilter}"),
    "Jelly": ("a.jelly", "${it.name}", '<j:out value="${it.name}"/>'),
}
ESCAPE = {
    "Jinja": ("a.html", "{{ _(name|e) }}", "{{ _(name) }}"),
    "ERB": ("a.html.erb", "<%= sanitize text_of(@user) %>", "<%= text_of(@user) %>"),
    "FreeMarker": ("a.ftl", "${name?html}", "${name}"),
    "JSP": ("a.jsp", '<td><c:out value="${row.id}"/></td>', "<td>${row.id}</td>"),
    "JSP, a scriptlet": ("a.jsp", "<%= Helper.escapeXml(cn.getName()) %>", "<%= cn.getName() %>"),
    "Smarty": ("a.tpl", "{$name|escape}", "{$name}"),
    "Mako": ("a.mako", "${name | h}", "${name}"),
    "Velocity": ("a.vm", "$esc.html($name)", "$name"),
    "DTML": ("a.dtml", "<!--#var name html_quote-->", "<!--#var name-->"),
}


@pytest.mark.parametrize(("path", "base", "head"), RAW.values(), ids=list(RAW))
def test_a_value_that_is_put_out_as_it_is(path: str, base: str, head: str) -> None:
    assert [(each.how, each.kind, each.side, each.line) for each in losses(path, base, head)] == [
        (How.WEAKER, "template-raw", Side.HEAD, 2)
    ]


@pytest.mark.parametrize(("path", "base", "head"), ESCAPE.values(), ids=list(ESCAPE))
def test_a_value_that_loses_a_filter(path: str, base: str, head: str) -> None:
    assert [(each.kind, each.line) for each in losses(path, base, head)] == [("template-escape", 2)]


@pytest.mark.parametrize(
    ("path", "base", "head"), [*RAW.values(), *ESCAPE.values()], ids=[*RAW, *(f"{name}, filter" for name in ESCAPE)]
)
def test_a_value_that_gains_escaping_is_no_loss(path: str, base: str, head: str) -> None:
    assert losses(path, head, base) == []


def test_quotes_around_a_value_that_are_gone() -> None:
    found = losses("a.html", '<i data-name="{{ field.name }}">', "<i data-name={{ field.name }}>")
    assert [each.kind for each in found] == ["template-unquoted"]


ATTRIBUTES = {
    "noopener": ('<a target="_blank" rel="noopener" href="x">', '<a target="_blank" href="x">'),
    "sandbox": ('<iframe sandbox="" src="x">', '<iframe src="x">'),
    "csrf-field": ("<form>{% csrf_token %}</form>", "<form></form>"),
    "integrity": ('<script src="x" integrity="sha256-y">', '<script src="x">'),
    "page-policy": ('<meta http-equiv="Content-Security-Policy" content="x">', "<meta>"),
    "autocomplete": ('<input type="password" autocomplete="off">', '<input type="password">'),
}


@pytest.mark.parametrize(("kind", "sides"), ATTRIBUTES.items(), ids=list(ATTRIBUTES))
def test_an_attribute_that_protected_is_gone(kind: str, sides: tuple[str, str]) -> None:
    assert [each.kind for each in losses("a.html", *sides)] == [kind]
    assert losses("a.html", *reversed(sides)) == []


def test_a_form_that_goes_as_a_whole_loses_no_token() -> None:
    assert losses("a.html", "<form>{% csrf_token %}</form>", "<b>closed</b>") == []


def test_a_condition_about_access_around_a_part_of_a_page() -> None:
    diff = """
 <ul>
-{% if user.is_staff %}
   <a href="/drop">drop</a>
-{% endif %}
 </ul>
"""
    file = changed_file("a.html", diffs.base(diff), diffs.head(diff))
    assert [(each.how, each.kind) for each in markup.losses(Compared((), (), (file,)))] == [
        (How.GONE, "template-condition")
    ]


def test_test_code_and_documents_are_no_pages() -> None:
    file = changed_file("tests/a.html", "{{ name }}\n", "{{ name|safe }}\n")
    assert list(markup.losses(Compared((), (), (file,)))) == []
