"""The pages in a real browser: with scripts and without, in both schemes, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bot.store.sql import SqlStore
from tests.fakes.serving import Server
from tests.pages import lived_in
from tests.pages.lived_in import OPERATOR, Guest
from tests.pages.pictures import CHROMIUM, DESK, PHONE, browser
from tests.pages.test_pages import EVIL, PAGES, hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium here"),
    pytest.mark.enable_socket,
]
_CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }).reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = parse(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("main *, header *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest("svg, .hidden")) continue;
    const [high, low] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) poor.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return poor;
}"""
"""Text whose contrast is below 4.5 to 1 (WCAG 2.2, 1.4.3)."""
_CUT = """() => [...document.querySelectorAll(".chart svg text")].filter((word) => {
  const [own, all] = [word, word.ownerSVGElement].map((one) => one.getBoundingClientRect());
  return own.top < all.top || own.bottom > all.bottom + 2;
}).map((word) => word.textContent)"""
"""Words that reach beyond their drawing."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def origin(filled: SqlStore) -> Iterator[str]:
    with Server(lived_in.house(filled, Guest(OPERATOR))) as server:
        yield server.origin


def opened(chromium: Browser, said: list[str], **more: object) -> Page:
    """A page that notes what its console says and what goes wrong."""
    made = chromium.new_context(**more).new_page()  # type: ignore[arg-type]
    made.on("console", lambda message: said.append(message.text))
    made.on("pageerror", lambda error: said.append(str(error)))

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    made.on("dialog", dismiss)
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_is_readable_and_quiet(chromium: Browser, origin: str, scheme: str, size: dict[str, int]) -> None:
    said: list[str] = []
    page = opened(chromium, said, viewport=size, color_scheme=scheme)
    for path in PAGES:
        page.goto(f"{origin}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert page.evaluate(_CONTRAST) == [], path
        assert page.locator("h1").count() == 1
        assert page.locator("table:not(:has(caption))").count() == 0
    assert said == []
    page.context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_words_of_a_chart_are_whole(chromium: Browser, origin: str, size: dict[str, int]) -> None:
    page = opened(chromium, [], viewport=size)
    page.goto(f"{origin}/trends")
    assert page.locator(".chart svg text").count() > 9
    assert page.evaluate(_CUT) == []
    page.context.close()


def test_poor_contrast_would_be_seen(chromium: Browser, origin: str) -> None:
    page = opened(chromium, [], color_scheme="light")
    page.goto(origin)
    page.evaluate("document.querySelector('h1').style.color = '#999'")
    assert [line.split()[0] for line in page.evaluate(_CONTRAST)] == ["H1."]
    page.context.close()


def test_a_filter_works_without_scripts_and_with_them(chromium: Browser, origin: str) -> None:
    for scripts in (False, True):
        said: list[str] = []
        page = opened(chromium, said, java_script_enabled=scripts)
        page.goto(f"{origin}/changes")
        before = page.locator("ol.changes li").count()
        if scripts:
            page.evaluate("window.stays = true")
        page.get_by_label("Verdict").select_option("no defects")
        if not scripts:
            page.get_by_role("button", name="Show").click()
        page.wait_for_url(re.compile("verdict=no"))
        page.locator("ol.changes .verdict.defects").first.wait_for(state="detached")
        assert 0 < page.locator("ol.changes li").count() < before
        if scripts:
            assert page.evaluate("window.stays"), "the page was loaded anew"
        assert said == []
        page.context.close()


def test_one_gets_everywhere_by_links_without_scripts(chromium: Browser, origin: str) -> None:
    page = opened(chromium, [], java_script_enabled=False)
    page.goto(origin)
    for name in ("Changes", "Repositories", "Rules", "Decisions", "Trends", "Now"):
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()
        assert page.locator("h1").inner_text() == name
    page.goto(f"{origin}/changes?state=&text=banner")
    page.get_by_role("link", name="Search, import, and a banner").click()
    assert page.get_by_text("Request data becomes part of an SQL statement").count()
    page.locator("ol.pushes a").first.click()
    assert "review=" in page.url
    assert page.locator("ol.flow li.source").count()
    page.context.close()


def test_nothing_that_a_stranger_wrote_runs(chromium: Browser, store: SqlStore) -> None:
    said: list[str] = []
    path = hostile(store, EVIL)
    with Server(lived_in.house(store, Guest(OPERATOR))) as server:
        page = opened(chromium, said, viewport=PHONE)
        for place in (path, "/changes", "/decisions", "/rules", "/"):
            page.goto(f"{server.origin}{place}")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place
            assert page.locator("main img").count() == 0
        page.context.close()
    assert said == []


def test_the_policy_stops_what_an_injection_would_do(chromium: Browser, origin: str) -> None:
    """The second wall, tried from within: as if something had got through the first."""
    said: list[str] = []
    page = opened(chromium, said)
    page.goto(f"{origin}/changes")
    page.evaluate(
        """() => {
          document.body.insertAdjacentHTML('beforeend', '<img src="https://evil.example/x"><p style="color:red">x</p>');
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert sum("Content Security Policy" in line for line in said) >= 3
    page.context.close()


def test_now_renews_itself(chromium: Browser, origin: str) -> None:
    said: list[str] = []
    page = opened(chromium, said)
    page.clock.install()
    page.goto(origin)
    page.evaluate("document.querySelector('#now').dataset.old = 'yes'")
    with page.expect_response(lambda answer: answer.url == f"{origin}/"):
        page.clock.run_for(16_000)
    page.locator("#now:not([data-old])").wait_for()
    assert page.locator("#now").count() == 1
    assert said == []
    page.context.close()
