"""Tables on a phone: each cell under the name of its column, and nothing is cut at the side."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from bot.store.sql import SqlStore
from tests.fakes.serving import Server
from tests.pages import lived_in
from tests.pages.lived_in import OPERATOR, Guest
from tests.pages.pictures import CHROMIUM, DESK, PHONE, browser
from tests.pages.test_pages import PAGES

_CUT = """() => [...document.querySelectorAll(".wide")].filter((one) => one.checkVisibility())
  .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.querySelector("caption").textContent)"""
_UNNAMED = """() => [...document.querySelectorAll("table.rows [data-label]")].filter((cell) =>
  getComputedStyle(cell, "::before").content !== JSON.stringify(cell.dataset.label)).length"""


class Tables(HTMLParser):
    """The rows of all tables that are stacked on a phone, each as the labels of its cells beside the columns' names."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[str] = []
        self.rows: list[tuple[list[str], list[str]]] = []
        self._inside, self._names = False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._inside, self.heads = given.get("class") == "rows", []
        elif tag == "tr":
            self.rows.append((self.heads, []))
        elif self._inside and given.get("scope") == "col":
            self._names = True
        elif self._inside and tag in ("td", "th") and "colspan" not in given:
            self.rows[-1][1].append(given.get("data-label") or "")

    def handle_data(self, data: str) -> None:
        if self._names:
            self.heads.append(data)
            self._names = False


@pytest.mark.parametrize("path", PAGES)
def test_each_cell_names_its_column(filled: SqlStore, path: str) -> None:
    seen = Tables()
    seen.feed(lived_in.house(filled, Guest(OPERATOR)).test_client().get(path).text)
    told = [(heads, labels) for heads, labels in seen.rows if labels]
    assert told or path == "/changes"
    assert [labels for _, labels in told] == [heads for heads, _ in told]


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium here")
@pytest.mark.enable_socket
def test_no_table_is_cut(filled: SqlStore) -> None:
    with Server(lived_in.house(filled, Guest(OPERATOR))) as server, browser() as chromium:
        for size in (DESK, {"width": 375, "height": 700}, PHONE):
            page = chromium.new_page(viewport=size)  # type: ignore[arg-type]
            for path in PAGES:
                page.goto(f"{server.origin}{path}")
                page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                assert page.evaluate(_CUT) == [], (path, size)
                assert (page.evaluate(_UNNAMED) == 0) == (size != DESK or not page.locator("table.rows td").count())
            page.close()
