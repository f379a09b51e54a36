"""``python -m tests.pages.pictures FOLDER``: the pictures of the pages for the manual, taken in a real browser."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil

from bot.store.sql import SqlStore
from tests.fakes.serving import Server
from tests.pages import lived_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM: Final = Path("/usr/bin/chromium")
DESK, PHONE = {"width": 1120, "height": 660}, {"width": 390, "height": 700}
_CHANGE: Final = "/changes/github/octo/ledger/12"
PICTURES: Final = {
    "pages-now": ("/", DESK, "light"),
    "pages-change": (_CHANGE, DESK, "light"),
    "pages-changes-dark": ("/changes?state=", DESK, "dark"),
    "pages-trends": ("/trends", DESK, "light"),
    "pages-change-phone": (_CHANGE, PHONE, "dark"),
}
"""By name: the address, the window and the colour scheme."""


_PATIENCE = 900.0
"""Seconds for all that one browser is asked: scripts in a page have no limit of Playwright's."""


def _end_driver() -> None:
    """Whoever waits for the browser hears that it has ended."""
    for child in psutil.Process().children():
        if child.name().startswith("node"):
            child.kill()


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, for 15 minutes at most."""
    from playwright.sync_api import sync_playwright

    with ExitStack() as stack:
        late = threading.Timer(_PATIENCE, _end_driver)
        late.daemon = True
        late.start()
        stack.callback(late.cancel)
        driver = stack.enter_context(sync_playwright())
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield made
        finally:
            made.close()


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as made, closing(SqlStore(f"sqlite:///{made}/pages.db")) as store:
        lived_in.fill(store)
        app = lived_in.house(store, lived_in.Guest(lived_in.OPERATOR))
        with Server(app) as server, browser() as opened:
            for name, (path, size, scheme) in PICTURES.items():
                page = opened.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
                page.goto(f"{server.origin}{path}")
                page.screenshot(path=folder / f"{name}.png")
                page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
