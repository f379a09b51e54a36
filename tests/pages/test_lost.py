"""Addresses that lead nowhere: a page for browsers, JSON for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.sql import SqlStore
from bot.web.application import create_app
from bot.web.rule_pages import rule_pages
from tests.pages import lived_in
from tests.pages.lived_in import OPERATOR, Guest, NoQueue

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize("path", ["/nosuch", "/rules/python.sql.injection", "/changes/x", "/apis", "/assets"])
@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_a_browser_gets_a_page(filled: SqlStore, tmp_path: Path, path: str, ruled: bool, known: bool) -> None:
    app = lived_in.house(filled, Guest(OPERATOR if known else None))
    if ruled:
        app.register_blueprint(rule_pages(tmp_path))
    answer = app.test_client().get(path, headers={"Accept": BROWSER})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no such page, or it is not yours to see." in answer.text
    assert OPERATOR.name not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "img-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/nosuch", "*/*"),
        ("/nosuch", ""),
        ("/nosuch", "application/json"),
        ("/nosuch", "application/json, text/html"),
        ("/nosuch", "application/json, text/html;q=0.5"),
        ("/api", BROWSER),
        ("/api/v1/nosuch", BROWSER),
        ("/webhooks", BROWSER),
        ("/webhooks/a/b/c", BROWSER),
    ],
)
def test_a_program_gets_json(filled: SqlStore, path: str, accept: str) -> None:
    answer = lived_in.house(filled, Guest(OPERATOR)).test_client().get(path, headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.get_json()["error"]


def test_a_delivery_for_nobody_gets_json(filled: SqlStore) -> None:
    answer = lived_in.house(filled, Guest(OPERATOR)).test_client().post("/webhooks/none", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.mimetype) == (404, "application/json")


def test_without_pages_there_is_none_for_this_either() -> None:
    answer = create_app({}, NoQueue()).test_client().get("/nosuch", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.mimetype) == (404, "application/json")


@pytest.mark.parametrize("known", [False, True])
def test_the_icon_is_where_browsers_look_for_it(filled: SqlStore, known: bool) -> None:
    asked = lived_in.house(filled, Guest(OPERATOR if known else None)).test_client()
    answer = asked.get("/favicon.ico", headers={"Accept": "image/avif,image/webp,*/*"})
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.data == asked.get("/assets/icon.svg").data
