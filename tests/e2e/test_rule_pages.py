"""The rules' pages on a phone, in a real browser: everything fits, can be read, and obeys the page's own policy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from flask import Flask

from bot.model import Area, Confidence, Severity
from bot.web.rule_pages import with_list
from tests.fakes.serving import Server
from tests.pages.pictures import CHROMIUM, browser
from workers.checks.base import CheckRule
from workers.engine.samples import Sample
from workers.manual import served
from workers.manual.rule_pages import Entry

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium here")
_LONG = "x" * 300
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_CONTRAST = """
() => {
  const light = (colour) => {
    const parts = colour.match(/[0-9.]+/g).slice(0, 3).map(Number).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if (!colour.startsWith("rgba(0, 0, 0, 0")) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return Math.min(...[...document.querySelectorAll("h1, h2, h3, p, a, code, small, mark, summary, li")].map((node) => {
    const both = [light(getComputedStyle(node).color), light(ground(node))].sort((one, other) => other - one);
    return (both[0] + 0.05) / (both[1] + 0.05);
  }));
}
"""
"""The lowest contrast of a text to its ground, as WCAG 2.2 measures it."""


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    rule = CheckRule(
        "a.word",
        Severity.HIGH,
        Confidence.LOW,
        Area.LOGGING,
        532,
        f"`{_LONG}`",
        _LONG,
        _LONG,
        (f"https://x.example/{_LONG}",),
    )
    sample = Sample(Path("a.py"), "a.word", f"# ruleid: a.word\nlog({_LONG})\n# ok: a.word\nlog()\n")
    monkeypatch.setattr("workers.manual.rule_pages.entries", lambda: [Entry(rule, "python", (sample,))])
    served.build(tmp_path)
    app = Flask("test", static_folder=None)
    app.register_blueprint(with_list(tmp_path))
    with Server(app) as server:
        yield f"{server.origin}/rules"


def _noted(said: list[str], message: ConsoleMessage) -> None:
    said.append(message.text)


def test_on_a_phone_everything_fits_and_can_be_read(address: str) -> None:
    with browser() as opened:
        for scheme in SCHEMES:
            page = opened.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme).new_page()
            said: list[str] = []
            page.on("console", partial(_noted, said))
            for path in ("", "/a.word"):
                page.goto(f"{address}{path}")
                assert page.evaluate("document.documentElement.scrollWidth") <= 360
                assert page.evaluate(_CONTRAST) >= 4.5, scheme
            page.goto(f"{address}/all")
            page.click("summary")
            page.click("li a")
            assert page.url == f"{address}/a.word"
            assert [line for line in said if "favicon" not in line] == []
