"""Templates: values that come into a page without the escaping that their place needs.

Escaping switched off for a value (`|safe`, `{!! !!}`, `<%- %>`, `{{{ }}}`, `th:utext` and their like in each template
language), and values inside scripts, event handlers, addresses and attributes without quotes, where the escaping of
text does not help. Both sides of each template are read: what the base has, too, is old, wherever it moved. A variable
that is put out as it is may hold anything; what a function made of it, or a name like `id`, leaves a doubt, and the
summary says so. Templates in a language without rules are said to have none.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.model import Applied, Area, Aside, ChangedFile, CheckResult, Confidence, Finding, Severity, Side
from bot.policy import Policy
from workers.checks.base import CheckRule, Lines, Snapshot, applied, nothing_to_read, ran
from workers.checks.templates import contexts, values
from workers.checks.templates.contexts import Context, Put
from workers.checks.templates.languages import LANGUAGES, expression, is_template, language_of, without_comments

_GUIDE = "https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html"


def _rule(name: str, severity: Severity, title: str, message: str, remedy: str) -> CheckRule:
    return CheckRule(
        f"templates.{name}", severity, Confidence.MEDIUM, Area.OUTPUT_ENCODING, 79, title, message, remedy, (_GUIDE,)
    )


ESCAPING_OFF = _rule(
    "escaping-off",
    Severity.MEDIUM,
    "A value is put into the page without escaping",
    "Whoever controls `{value}` can run script in the browsers of those who see the page.",
    "Let the template escape the value, or clean its markup with a sanitizer where it is made.",
)
ESCAPING_OFF_HERE = _rule(
    "escaping-off-for-a-part",
    Severity.MEDIUM,
    "A part of the page is not escaped",
    "Whoever controls one of the values in this part can run script in the browsers of those who see the page.",
    "Leave escaping on, and mark the one value that is markup where it is made.",
)
_IN = {
    Context.SCRIPT: _rule(
        "value-in-script",
        Severity.MEDIUM,
        "A value is put into a script",
        "The escaping of text does not hold in a script: whoever controls `{value}` may end the string or statement.",
        "Encode the value for scripts (`|tojson`, `json_script`, `@json`, `escape_javascript`), or read it from a "
        "`data-` attribute.",
    ),
    Context.HANDLER: _rule(
        "value-in-event-handler",
        Severity.MEDIUM,
        "A value is put into an event handler",
        "The browser undoes the escaping before it runs the handler: whoever controls `{value}` may end the string.",
        "Put the value into a `data-` attribute and read it in a script.",
    ),
    Context.UNQUOTED: _rule(
        "attribute-without-quotes",
        Severity.MEDIUM,
        "A value is put into an attribute without quotes",
        "A blank ends such an attribute: whoever controls `{value}` can add an event handler.",
        "Put quotes around the attribute's value.",
    ),
    Context.ADDRESS: _rule(
        "address-from-value",
        Severity.MEDIUM,
        "A value chooses a whole address",
        "Whoever controls `{value}` can give an address like `javascript:…`, which escaping lets through.",
        "Accept only addresses that begin with `https://` or `/`.",
    ),
    Context.STYLE: _rule(
        "value-in-style",
        Severity.LOW,
        "A value is put into a style",
        "Whoever controls `{value}` can change how the page looks and load addresses from it.",
        "Choose among fixed classes, or allow only numbers and names of colours.",
    ),
}
RULES = (ESCAPING_OFF, ESCAPING_OFF_HERE, *_IN.values())
_APPLIED = applied(RULES)
_TAKES_ADDRESSES = frozenset("next redirect redirect_to return_to return_url referrer referer website homepage".split())


class Templates:
    """Values that a template puts into a page without the encoding that their place needs."""

    id = "templates"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        if not is_template(file.path):
            return Aside.OTHER_KIND
        if policy.keeps_quiet(file.path):
            return Aside.TEST_CODE
        if file.head_text is None:
            return nothing_to_read(file)
        language = LANGUAGES.get(language_of(file.path, file.head_text))
        if language is None:  # a page without any template's marks
            return Aside.OTHER_KIND
        return None if language.known else Aside.NO_RULES

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        files = [file for file in snapshot.files if self.aside(file, snapshot.policy) is None]
        head = [finding for file in files for finding in _findings(file, Side.HEAD)]
        # A base under another name answers for what it holds, too.
        answering = [file for file in snapshot.files if not snapshot.policy.keeps_quiet(file.base_path)]
        base = [finding for file in answering for finding in _findings(file, Side.BASE)]
        return ran(self, snapshot, head, base=base)


def _findings(file: ChangedFile, side: Side) -> Iterator[Finding]:
    text = file.text(side)
    path = file.path if side is Side.HEAD else file.base_path
    name = language_of(path, text) if text is not None and is_template(path) else ""
    if text is None or not name:
        return
    language = LANGUAGES[name]
    code = without_comments(text, language)
    taken: set[int] = set()
    for pattern in map(expression, language.unescaped):
        for found in pattern.finditer(code):
            start = code.index(found[0].lstrip(), found.start())
            value = found["value"].strip(" \t\r\n-;") if "value" in pattern.groupindex else ""
            rule = ESCAPING_OFF if value else ESCAPING_OFF_HERE
            if start not in taken and not (value and _is_harmless_unescaped(value)):
                taken.add(start)
                yield _at(rule, file, side, code, (start, found.end()), value, _sure_of_unescaped(value, name))
    for put in contexts.put(code, language):
        sure = _sure_of(put)
        if put.start not in taken and sure is not None:
            yield _at(_IN[put.context], file, side, code, (put.start, put.end), put.value, sure)


def _is_harmless_unescaped(value: str) -> bool:
    """What is encoded for scripts holds no tag either."""
    return values.is_harmless(value) or values.is_encoded(f"|{value}" if "|" not in value else value)


def _sure_of_unescaped(value: str, language: str) -> Confidence:
    if values.is_from_request(value):
        return Confidence.HIGH
    is_layout = language in ("handlebars", "ejs") and values.is_page(value)
    is_doubtful = is_layout or values.is_number(value) or not values.is_plain(value)
    return Confidence.LOW if is_doubtful else Confidence.MEDIUM


def _sure_of(put: Put) -> Confidence | None:
    """How sure it is that the value does harm at its place; ``None`` where it does none that is known of."""
    value = put.value
    if values.is_harmless(value) or values.is_encoded(value):
        return None
    if values.is_from_request(value):
        return Confidence.MEDIUM
    if put.context is Context.ADDRESS:
        return Confidence.LOW if value.rsplit(".", 1)[-1].lower() in _TAKES_ADDRESSES else None
    if values.is_number(value):
        return None
    is_sure = put.context in (Context.HANDLER, Context.UNQUOTED) and values.is_plain(value)
    return Confidence.MEDIUM if is_sure else Confidence.LOW


def _at(
    rule: CheckRule,
    file: ChangedFile,
    side: Side,
    text: str,
    span: tuple[int, int],
    value: str,
    sure: Confidence,
) -> Finding:
    first, last = (text.count("\n", 0, at) + 1 for at in (span[0], max(span[0], span[1] - 1)))
    return rule.at(
        file,
        Lines(first, last, side),
        identity=" ".join(text[span[0] : span[1]].split()),
        confidence=sure,
        severity=Severity.HIGH if sure is Confidence.HIGH else None,
        words={"value": value[:80]} if value else None,
    )
