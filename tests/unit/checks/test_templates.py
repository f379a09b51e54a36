"""Templates: a row is a text in its file, and how sure the check is of it (``None``: nothing is found)."""

from __future__ import annotations

import time

import pytest

from bot.model import Area, Aside, Confidence, Finding, Side
from bot.policy import Policy
from tests.builders import changed_file, snapshot
from workers.checks.templates import Templates
from workers.checks.templates.languages import LANGUAGES, language_of

HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
ESCAPING_OFF = [
    ("a.html", "<p>{{ error|safe }}</p>", MEDIUM),
    ("a.html", "<p>{{- page.text | safe -}}</p>", MEDIUM),
    ("a.j2", "<p>{{ request.args.q|safe }}</p>", HIGH),
    ("a.html", "<p>{{ text|markdown|safe }}</p>", LOW),
    ("a.html", "<p>{{ user.id|safe }}</p>", LOW),
    ("a.html", "<p>{{ url|safe }}</p>", MEDIUM),
    ("a.html", "{% autoescape off %}<p>{{ a }}</p>{% endautoescape %}", MEDIUM),
    ("a.html", "<p>{{ Markup(name) }}</p>{% if a %}{% endif %}", MEDIUM),
    ("a.html", "<p>{{ url_for('index')|safe }}</p>", None),
    ("a.html", "<p>{{ 'a <b>b</b>'|safe }}{{ _('some <b>text</b>')|safe }}</p>", None),
    ("a.html", "<p>{{ name|escape }}</p>{# {{ name|safe }} #}", None),
    ("a.html", "<p>{{ super()|safe }}</p><p>a | safe place</p>", None),
    ("a.twig", "<p>{{ name|raw }}</p>", MEDIUM),
    ("a.twig", "{% autoescape false %}{{ a }}{% endautoescape %}", MEDIUM),
    ("a.twig", "{% apply raw %}{{ a }}{% endapply %}", MEDIUM),
    ("a.twig", "<p>{{ 'title'|trans|raw }}</p>", None),
    ("a.html.erb", "<%== name %>", MEDIUM),
    ("a.html.erb", "<%= raw @name %>", MEDIUM),
    ("a.html.erb", "<%= raw(params[:q]) %>", HIGH),
    ("a.html.erb", "<%= name.html_safe %>", MEDIUM),
    ("a.html.erb", "<%= simple_format(text, {}, sanitize: false) %>", MEDIUM),
    ("a.html.erb", "<%= render inline: @page %>", MEDIUM),
    ("a.html.erb", "<%= simple_format(text) %><%= render 'a', b: c %>", None),
    ("a.html.erb", "<%= raw t('title') %><%- if a -%><%# raw b %><%= name %>", None),
    ("a.ejs", "<%- name %>", MEDIUM),
    ("a.ejs", "<%- req.query.q -%>", HIGH),
    ("a.ejs", "<%- include('head', {a: b}) %><%= name %>", None),
    ("a.ejs", "<%- body %>", LOW),
    ("a.blade.php", "{!! $name !!}", MEDIUM),
    ("a.blade.php", "{!! $_GET['q'] !!}", HIGH),
    ("a.blade.php", "{{-- {!! $a !!} --}}{{ $name }}{!! __('a') !!}{!! csrf_field() !!}", None),
    ("a.blade.php", "{{ new HtmlString($name) }}", MEDIUM),
    ("a.blade.php", "<p><?= $name ?></p>", MEDIUM),
    ("a.blade.php", "<?php echo $_GET['q']; ?>", HIGH),
    ("a.blade.php", "<?php if ($a): ?>{{ $name }}<?php endif; ?>", None),
    ("a.svelte", "<p>{@html text}</p>", MEDIUM),
    ("a.svelte", "<p>{text}</p>", None),
    ("a.html", '<p v-html="cleanText(a)" />', LOW),
    ("a.html", '<p v-html="text" />', MEDIUM),
    ("a.html", '<p v-text="a" v-if="b" />{{ a }}', None),
    ("a.vue", '<template><p v-html="a" /></template>', None),
    ("a.hbs", "<p>{{{name}}}</p>", MEDIUM),
    ("a.mustache", "<p>{{& name}}</p>", MEDIUM),
    ("a.hbs", "{{#if a}}{{name}}{{/if}}{{!-- {{{a}}} --}}{{{{raw}}}}{{{{/raw}}}}", None),
    ("a.hbs", "{{{body}}}", LOW),
    ("a.html", '<p th:utext="${name}">a</p>', MEDIUM),
    ("a.html", '<p th:text="${name}">[(${name})]</p>', MEDIUM),
    ("a.html", '<p th:text="${name}">a</p>', None),
    ("a.ftl", "${name?no_esc}", MEDIUM),
    ("a.ftlh", "<#noautoesc>${a}</#noautoesc>", MEDIUM),
    ("a.ftlh", "${name}<#-- ${name?no_esc} -->", None),
    ("a.pug", "p!= name\np= name", MEDIUM),
    ("a.pug", "p a !{name}", MEDIUM),
    ("a.pug", "p= name\nif a != b\n  p a #{name}\n// p!= a", None),
    ("a.haml", "%p!= name", MEDIUM),
    ("a.haml", "%p= name\n- if a != b\n-# !p= a", None),
    ("a.haml", "%p! Hello #{name}", MEDIUM),
    ("a.haml", "%p Hello #{name}", None),
    ("a.slim", "p == name", MEDIUM),
    ("a.slim", "p Hello #{{name}}", MEDIUM),
    ("a.slim", "a href==name", MEDIUM),
    ("a.slim", "p Hello #{name}\n- if a==1", None),
    ("a.slim", "p = name\n- if a == b", None),
    ("a.cshtml", "<p>@Html.Raw(Model.Text)</p>", MEDIUM),
    ("a.cshtml", '<p>@Html.Raw(Request.Query["q"])</p>', HIGH),
    ("a.cshtml", "<p>@Model.Text</p>@* @Html.Raw(a) *@", None),
    ("a.jsp", "<p><%= name %></p>", MEDIUM),
    ("a.jsp", '<p><%= request.getParameter("q") %></p>', HIGH),
    ("a.jsp", '<c:out value="${name}" escapeXml="false"/>', MEDIUM),
    ("a.jsp", "<p>${param.q}</p>", HIGH),
    ("a.jsp", '<p><%= request.getContextPath() %></p><c:out value="${name}"/><%-- <%= a %> --%>', None),
    ("a.heex", "<p><%= raw @name %></p>", MEDIUM),
    ("a.heex", "<p>{raw(@name)}</p>", MEDIUM),
    ("a.heex", "<p>{@name}<%= @name %></p>", None),
    ("a.tmpl", "<p>{{.Name | Safe}}</p>", MEDIUM),
    ("a.gohtml", "<p>{{ safeHTML .Name }}</p>", MEDIUM),
    ("a.tmpl", '<p>{{.Name}}{{.i18n.Tr "a.b" | Safe}}{{/* .A | Safe */}}</p>', None),
    ("a.latte", "<p>{$name|noescape}</p>", MEDIUM),
    ("a.tpl", "<p>{$name nofilter}</p>", MEDIUM),
    ("a.mako", "<p>${name | n}</p>", MEDIUM),
    ("a.phtml", "<p><?= $_GET['q'] ?></p>", HIGH),
    ("a.phtml", "<p><?= htmlspecialchars($_GET['q']) ?></p>", None),
    ("a.vm", '<p>$request.getParameter("q")</p>', HIGH),
    ("a.vm", "<p>$!{params.getString('q')}</p>", HIGH),
    ("a.vm", "#set($q = $request.getParameter('q'))\n<p>$q</p>", None),
    ("a.vm", "#if($params.get('a'))<p>$esc.html($params.get('q'))</p>#end", None),
    ("a.vm", "<p>$name</p>## $request.getParameter('q')", None),
    ("a.liquid", "<p>{{ search.terms }}</p>", MEDIUM),
    ("a.liquid", "<p>{{ request.query.q }}</p>", HIGH),
    ("a.liquid", "<p>{{ page.text | raw }}</p>", MEDIUM),
    ("a.liquid", "<p>{{ search.terms | escape }}{{ name }}</p>{% comment %}{{ search.terms }}{% endcomment %}", None),
    ("a.marko", "<p>$!{input.text}</p>", MEDIUM),
    ("a.marko", "<p>${input.text}</p>", None),
    ("a.dust", "<p>{text|s}</p>", MEDIUM),
    ("a.dust", "<p>{text|h|s}</p>", MEDIUM),
    ("a.dust", "<p>{text}{text|js}{! {text|s} !}</p>", None),
    ("a.scala.html", "<p>@Html(text)</p>", MEDIUM),
    ("a.scala.html", "<p>@text</p>@* @Html(text) *@", None),
    ("a.gsp", "<p>${raw(book.text)}</p>", MEDIUM),
    ("a.gsp", "<p>${raw(params['q'])}</p>", HIGH),
    ("a.gsp", '<g:encodeAs codec="none">${text}</g:encodeAs>', MEDIUM),
    ("a.gsp", '<%@ page contentType="text/html" defaultCodec="none" %>', MEDIUM),
    ("a.gsp", '<p>${book.text}</p><%-- ${raw(text)} --%><g:encodeAs codec="HTML">${a}</g:encodeAs>', None),
    ("a.soy", "{template .a}<p>{$text |noAutoescape}</p>{/template}", MEDIUM),
    ("a.soy", '{template .a autoescape="false"}<p>{$text}</p>{/template}', MEDIUM),
    ("a.soy", "{template .a}<p>{$text}</p>{/template}/* {$a |noAutoescape} */", None),
    ("a.jst", "<p>{{= it.text }}</p>", MEDIUM),
    ("a.jst", "<p><%= text %></p>", MEDIUM),
    ("a.jst", "<p>{{! it.text }}<%- text %></p>", None),
    ("a.html", "<p>plain</p>", None),
]  # fmt: skip
CONTEXTS = [
    ("a.html", "<script>\nvar a = '{{ name }}';\n</script>", "value-in-script", LOW),
    ("a.html", "<script>var a = {{ request.args.q }};</script>{% if a %}", "value-in-script", MEDIUM),
    ("a.html.erb", "<script>var a = '<%= params[:q] %>';</script>", "value-in-script", MEDIUM),
    ("a.blade.php", "<script>var a = '{{ $name }}';</script>", "value-in-script", LOW),
    ("a.html", "<script>var a = {{ name|tojson }}; b = {{ user.id }}; c = '{{ url_for(1) }}';</script>", "", None),
    ("a.html.erb", "<script>var a = '<%= j name %>'; var b = <%= raw name.to_json %>;</script>", "", None),
    ("a.html", '<script type="text/x-template"><p>{{ name }}</p></script>{% if a %}', "", None),
    ("a.html", '<script src="{{ static(\'a.js\') }}"></script><p>{{ name }}</p>{% if a %}', "", None),
    ("a.html", "<a onclick=\"go('{{ name }}')\">{% if a %}", "value-in-event-handler", MEDIUM),
    ("a.html", "<a onclick=\"go({{ item.id }})\">{% if a %}", "", None),
    ("a.html", "<input value={{ name }}>{% if a %}", "attribute-without-quotes", MEDIUM),
    ("a.html", '<input value="{{ name }}">{% if a %}', "", None),
    ("a.html", '<a href="{{ request.args.next }}">{% if a %}', "address-from-value", MEDIUM),
    ("a.html", '<a href="{{ user.website }}">{% if a %}', "address-from-value", LOW),
    ("a.html", '<a href="/x?a={{ request.args.next }}">{% if a %}<a href="{{ item.url }}">', "", None),
    ("a.hbs", '<p style="color: {{color}}">{{#if a}}', "value-in-style", LOW),
    ("a.vm", "<a onclick=\"go('$name')\">", "value-in-event-handler", MEDIUM),
    ("a.vm", "<script>var a = '$!{request.getParameter('q')}';</script>", "escaping-off", HIGH),
    ("a.liquid", "<input value={{ name }}>", "attribute-without-quotes", MEDIUM),
    ("a.marko", "<script>var a = '${input.name}';</script>", "value-in-script", LOW),
    ("a.gsp", '<a href="${params.next}">', "address-from-value", LOW),
]  # fmt: skip


def findings(path: str, head: str, base: str | None = None) -> tuple[Finding, ...]:
    return Templates().run(snapshot(changed_file(path, base, head))).head


@pytest.mark.parametrize(("path", "text", "sure"), ESCAPING_OFF)
def test_escaping_that_is_switched_off(path: str, text: str, sure: Confidence | None) -> None:
    assert [item.confidence for item in findings(path, text)] == ([] if sure is None else [sure])


@pytest.mark.parametrize(("path", "text", "rule", "sure"), CONTEXTS)
def test_places_that_need_an_encoder_of_their_own(path: str, text: str, rule: str, sure: Confidence | None) -> None:
    found = [(item.rule, item.confidence) for item in findings(path, text)]
    assert found == ([] if sure is None else [(f"templates.{rule}", sure)])


def test_every_known_language_has_a_row() -> None:
    covered = {name for name, language in LANGUAGES.items() if language.unescaped}
    assert covered == {name for name, language in LANGUAGES.items() if language.known} - {"angular"}
    rows = {language_of(path, text) for path, text, sure in ESCAPING_OFF if sure is not None}
    assert covered == rows


def test_the_line_is_that_of_the_value_and_the_request_makes_it_grave() -> None:
    (found,) = findings("a.j2", "<p>\n{{ name }}\n{{ request.args\n  |safe }}\n</p>\n")
    assert (found.span.start_line, found.span.end_line, found.area, found.cwe) == (3, 4, Area.OUTPUT_ENCODING, 79)
    assert found.severity.label == "high"
    assert "`request.args`" in found.message


def test_the_base_answers_with_the_same_identity_wherever_it_stood() -> None:
    base, head = "<p>{{ name|safe }}</p>\n", "<div>\n  <b>{{ name|safe }}</b>\n</div>\n"
    result = Templates().run(snapshot(changed_file("b.j2", base, head, old_path="a.html")))
    assert [item.identity for item in result.head] == [item.identity for item in result.base] == ["{{ name|safe }}"]
    assert result.base[0].span.side is Side.BASE


@pytest.mark.parametrize(
    ("path", "text", "aside"),
    [
        ("a.cfm", "#url.a#", Aside.NO_RULES),
        ("a.liquid", "{{ a }}", None),
        ("a.j2", "{{ a }}", None),
        ("a.html", "<p>{{ a }}</p>", None),
        ("tests/a.j2", "{{ a }}", Aside.TEST_CODE),
        ("a.html", "<p>plain</p>", Aside.OTHER_KIND),
        ("a.py", "{{ a }}", Aside.OTHER_KIND),
        ("a.css", "a { b: c }", Aside.OTHER_KIND),
    ],
)
def test_what_does_not_concern_the_check(path: str, text: str, aside: Aside | None) -> None:
    file = changed_file(path, None, text)
    assert Templates().aside(file, Policy()) is aside
    (entry,) = Templates().run(snapshot(file)).run.entries
    assert entry.aside is aside
    assert {rule.area for rule in entry.rules} == ({Area.OUTPUT_ENCODING} if aside is None else set())


STARTS = (
    "{{ ", "<%= ", "<%- a", "{!! a ", "{# ", "{% ", "<script ", "<a href=", "{{{ ", "<c:out ", "{$a|", "$a.b(", "#if((",
    "{a|s", "{{-- ", "<%-- ", "<%# ", "<!-- ", "<#-- ", "@* ", "{{!-- ", "{* ", "#* ", "{! ", "%{-- ", "/* ", "{{/* ",
    "{% comment %}", "@Html(", "${raw(", "|raw", "|s", "{{a|raw", "[[", "v-html=", "p!= ", "(",
)  # fmt: skip


@pytest.mark.parametrize("piece", STARTS)
def test_hostile_texts_are_read_in_time(piece: str) -> None:
    """What is begun again and again and never ended costs no more than its length."""
    text = piece * (60_000 // len(piece)) + " " * 20_000
    start = time.process_time()
    for language in LANGUAGES.values():
        for suffix in language.suffixes[:1]:
            findings(f"a{suffix}", text)
    assert time.process_time() - start < 8
