"""The pages of rules as the bot itself serves them: plain HTML, one file a rule, by ``patchwarden rules pages``.

They hold what the site of ``make docs`` says of a rule, and nothing of any repository. They need no script, read well
on a phone, and follow the reader's light or dark. :mod:`bot.web.rule_pages` serves the folder.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from bot.model import Area
from bot.review.manual import LIST, STYLE
from workers.checks.base import CheckRule
from workers.engine.rules import Rule
from workers.manual import examples, rule_pages, telling
from workers.manual.examples import Example
from workers.manual.rule_pages import Entry, folder_name
from workers.reading.rule_files import Heading

_WORD = re.compile(r"\{(\w+)\}")
"""What a check puts in for each place."""
_SHEET: Final = Path(__file__).with_name("served.css")
_PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Patchwarden</title>
<link rel="stylesheet" href="{style}">
</head>
<body>
<header><a href="{list}">Rules of Patchwarden</a></header>
<main>
{body}
</main>
</body>
</html>
"""


def build(folder: Path) -> int:
    """Writes every page into the folder, which is made where there is none, and gives the number of rules.

    Each file is put there whole, so a server may read the folder meanwhile. Raises
    :class:`~workers.reading.rule_files.RuleError` and ``OSError``.
    """
    entries = rule_pages.entries()
    folder.mkdir(parents=True, exist_ok=True)
    for entry in entries:
        _write(folder / f"{entry.id}.html", page(entry))
    _write(folder / f"{LIST}.html", listing(entries))
    _write(folder / STYLE, _SHEET.read_text(encoding="utf-8"))
    wanted = {f"{entry.id}.html" for entry in entries} | {f"{LIST}.html", STYLE}
    for stale in [path for path in folder.glob("*.html") if path.name not in wanted]:
        stale.unlink()
    return len(entries)


def page(entry: Entry) -> str:
    """The page of one rule as HTML."""
    return _page(_told(telling.title(entry.rule)), "\n".join(_parts(entry)))


def listing(entries: Sequence[Entry]) -> str:
    """All rules, by language or format."""
    parts = ["<h1>Rules and checks</h1>", f"<p>{len(entries)} rules.</p>"]
    for folder in sorted({entry.folder for entry in entries}, key=lambda name: folder_name(name).lower()):
        own = [entry for entry in entries if entry.folder == folder]
        parts.append(f"<details><summary>{escape(folder_name(folder))} ({len(own)})</summary>")
        for area in Area:
            rows = [entry for entry in own if entry.rule.area is area]
            if rows:
                parts += [f"<h2>{escape(_capital(area.value))}</h2>", "<ul>", *map(_row, rows), "</ul>"]
        parts.append("</details>")
    return _page("Rules and checks", "\n".join(parts))


def _row(entry: Entry) -> str:
    rule = entry.rule
    return (
        f'<li><a href="{escape(rule.id)}">{_prose(telling.title(rule))}</a> '
        f"<small>{_severity(rule)} · <code>{escape(rule.id)}</code></small></li>"
    )


def _page(title: str, body: str) -> str:
    return _PAGE.format(title=escape(title.replace("`", "")), style=STYLE, list=LIST, body=body)


def _parts(entry: Entry) -> Iterator[str]:
    rule = entry.rule
    yield f"<h1>{_prose(telling.title(rule))}</h1>"
    yield _facts(entry)
    yield f"<h2>Why it is bad</h2>\n<p>{_prose(telling.message(rule))}</p>"
    yield from _code("Vulnerable code", examples.vulnerable(entry.samples), marked=True)
    yield f"<h2>How to fix it</h2>\n<p>{_prose(rule.remedy)}</p>"
    if isinstance(rule, Rule) and rule.mend:
        yield "<p>Where the change is plain, the comment suggests it.</p>"
    yield from _code("Safe code", examples.safe(entry.samples), marked=False)
    yield "<h2>How it is found</h2>"
    yield f"<p>{_prose(rule_pages.way(entry))} {_prose(rule_pages.certainty(entry))}</p>"
    yield "<h2>How to silence it</h2>"
    yield from _silence(rule)
    if links := _references(rule):
        yield "<h2>Where to read on</h2>\n<ul>"
        yield from links
        yield "</ul>"


def _facts(entry: Entry) -> str:
    rule = entry.rule
    facts = [
        f"{_severity(rule)} severity",
        f"{rule.confidence.label} confidence",
        escape(rule.area.value),
        escape(folder_name(entry.folder)),
        f"<code>{escape(rule.id)}</code>",
    ]
    return f'<p class="facts">{" · ".join(facts)}</p>'


def _severity(rule: Heading | CheckRule) -> str:
    """With a sign of our own: not every system has those of comments."""
    return f'<span class="sign {rule.severity.label}" aria-hidden="true"></span>{rule.severity.label}'


def _code(heading: str, pieces: Sequence[Example], *, marked: bool) -> Iterator[str]:
    if pieces:
        yield f"<h3>{heading}</h3>"
    for piece in pieces:
        if piece.caption:
            yield f"<p>{escape(piece.caption)}:</p>"
        lines = (
            f"<mark>{escape(line)}</mark>" if marked and number in piece.marked else escape(line)
            for number, line in enumerate(piece.code.split("\n"), 1)
        )
        yield f'<pre tabindex="0"><code>{chr(10).join(lines)}</code></pre>'


def _silence(rule: Heading | CheckRule) -> Iterator[str]:
    name = escape(rule.id)
    yield "<p><strong>One finding:</strong> a maintainer answers its comment with the reason.</p>"
    yield "<pre><code>/patchwarden dismiss because the value is a constant as false-positive</code></pre>"
    yield "<p><strong>The rule:</strong> in <code>.patchwarden.yml</code> on the default branch.</p>"
    yield (
        f'<pre tabindex="0"><code>disable-rules: ["{name}"]        # everywhere\n'
        f'paths:\n  - match: ["legacy/**"]\n    disable-rules: ["{name}"]        # in some folders alone</code></pre>'
    )


def _references(rule: Heading | CheckRule) -> list[str]:
    cwe = f"https://cwe.mitre.org/data/definitions/{rule.cwe}.html"
    own = [_link(address) for address in rule.references if address != cwe]
    if isinstance(rule, Heading) and rule.owasp:
        own.append(f"<li>OWASP Top 10: {escape(rule.owasp)}</li>")
    return [*own, *([_link(cwe, f"CWE-{rule.cwe}")] if rule.cwe > 0 else [])]


def _link(address: str, label: str = "") -> str:
    if not address.startswith("https://"):
        return f"<li>{escape(address)}</li>"
    shown = label or address.removeprefix("https://").removesuffix("/")
    return f'<li><a href="{escape(address)}" rel="noopener noreferrer">{escape(shown)}</a></li>'


def _prose(text: str) -> str:
    """What stands between backticks is code."""
    parts = _told(text).split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    return "".join(f"<code>{escape(part)}</code>" if number % 2 else escape(part) for number, part in enumerate(parts))


def _told(text: str) -> str:
    return " ".join(_WORD.sub(r"‹\1›", text).split())


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _write(path: Path, text: str) -> None:
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    handle, draft = tempfile.mkstemp(prefix=".page-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    Path(draft).chmod(0o644)  # nosec B103 - public pages, read by the web server's account
    Path(draft).replace(path)
