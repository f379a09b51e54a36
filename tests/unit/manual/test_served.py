"""The rules' pages as the bot serves them: every link of a comment leads to one, and nothing else is handed out."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Area, Confidence, Severity
from bot.review import manual
from bot.web.rule_pages import page_in, rule_pages, with_list
from tests.unit.render import samples
from workers.checks.base import CheckRule
from workers.checks.registry import default_checks
from workers.engine import samples as rule_samples
from workers.manual import rule_pages as manual_pages
from workers.manual import served, telling
from workers.manual.rule_pages import CHECK_ALONE, Entry
from workers.reading import rule_files

TEXT = st.text(st.sampled_from("<>&\"'`{}()[]/ ax\n‹$"), max_size=30)


class Reader(HTMLParser):
    """Elements that are open, links, and the text that is seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.seen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [str(value) for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.seen += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    assert "script" not in reader.tags
    return reader


def entry(text: str) -> Entry:
    rule = CheckRule("sample.word", Severity.LOW, Confidence.HIGH, Area.LOGGING, 532, text, text, text)
    return Entry(rule, CHECK_ALONE)


@given(TEXT)
def test_what_a_rule_says_is_text(text: str) -> None:
    assert read(served.page(entry(text))).tags <= {
        *"html head meta title link body header a main h1 h2 h3 p pre code strong ul li span".split()
    }


WANTED = (
    "python/input-validation/yaml-unsafe-load",
    "javascript/output-encoding/dom-xss",
    "docker/configuration/docker-user-removed",
)
"""Rules of the engine and of a check: the whole pack takes seconds to read."""


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    whole, root = rule_files.root(), tmp_path_factory.mktemp("rules")
    (root / "_shared").symlink_to(whole / "_shared")
    for name in WANTED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        for path in (whole / name).parent.glob(f"{Path(name).name}.*"):
            (root / name).with_name(path.name).symlink_to(path)
    beside = rule_samples.by_rule(root)
    return [Entry(rule, path.parts[0], tuple(beside[rule.id])) for path, rule in rule_samples.all_rules(root)]


def test_no_message_is_only_places_for_words() -> None:
    for check in default_checks(cache_dir=None):
        for rule in manual_pages.check_rules(check):
            said = re.sub(r"\{\w+\}", "", telling.message(rule))
            assert len(re.findall(r"[a-z]{2,}", said)) >= 4, rule.id
            assert "{scope}" not in telling.title(rule)


def test_a_page_has_code_and_what_to_do(entries: list[Entry]) -> None:
    for one in entries:
        page = served.page(one)
        said = read(page).seen
        for heading in ("Why it is bad", "Vulnerable code", "How to fix it", "Safe code", "How to silence it"):
            assert heading in said, one.id
        assert f'disable-rules: ["{one.id}"]' in said
        assert "<mark>" in page or one.id == "configuration.docker-user-removed"


@pytest.fixture
def folder(tmp_path: Path, entries: list[Entry], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("workers.manual.rule_pages.entries", lambda: [*entries, entry("python.subprocess")])
    stale = tmp_path / "pages" / "python.gone.html"
    stale.parent.mkdir()
    stale.write_text("")
    assert served.build(stale.parent) == len(entries) + 1
    assert not stale.exists()
    (tmp_path / "secret.html").write_text("secret")
    return stale.parent


def client(folder: Path) -> FlaskClient:
    app = Flask("test", static_folder=None)
    app.register_blueprint(with_list(folder))
    return app.test_client()


def test_the_list_leads_to_every_page(folder: Path) -> None:
    web = client(folder)
    assert web.get("/rules").headers["Location"] == f"/rules/{manual.LIST}"
    reader = read(web.get(f"/rules/{manual.LIST}").text)
    assert len(reader.links) == 4 + 2
    for link in reader.links:
        answer = web.get(f"/rules/{link}")
        assert answer.status_code == 200, link
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["Content-Type"].startswith("text/css" if link == manual.STYLE else "text/html")


def test_the_link_of_a_comment_leads_to_its_page(folder: Path) -> None:
    finding = samples.shell_injection()
    for one in folder.glob("*.*.html"):
        found = manual.linked_finding(replace(finding, rule=one.stem), "https://bot.example.org")
        address = re.sub("^https://bot.example.org", "", found.page).rstrip("/")
        assert client(folder).get(address).status_code == 200
        assert page_in(folder)(one.stem) == address
    assert page_in(folder)("own.rule") == page_in(folder)("../secret") == ""


@pytest.mark.parametrize(
    "name", ["../secret", "..%2fsecret", "%2e%2e/secret", ".", "a.b.c", "ALL", "style.css/", "all.html", "x" * 999]
)
def test_nothing_else_is_handed_out(folder: Path, name: str) -> None:
    answer = client(folder).get(f"/rules/{name}")
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_beside_pages_of_our_own_the_list_keeps_its_place(folder: Path) -> None:
    app = Flask("test", static_folder=None)
    app.register_blueprint(rule_pages(folder))
    assert app.test_client().get("/rules").status_code == 404
    assert app.test_client().get(f"/rules/{manual.LIST}").status_code == 200
