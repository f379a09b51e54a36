"""Which code runs in the visitor's browser, where a check protects nobody but the visitor."""

from __future__ import annotations

import re

from bot.model import ChangedFile

_PLACE = re.compile(
    r"(?:^|/)(?:public|static|assets|resources/js|frontend|client|webapp/app|components|scenes|(?:[\w-]+-)?ui|wwwroot"
    r"|app/(?:javascript|menus|hooks|actions|stores|utils|routes))/.*\.(?:js|jsx|ts|tsx)$|\.(?:jsx|tsx|vue)$"
)
"""Where such code is kept."""
_LIBRARY = re.compile(r"\b(?:from|require\()\s*[\"'](?:react|vue|svelte|preact|@angular/core|solid-js)[\"']")
_PAGE = re.compile(
    r"(?<![\w.])(?:window\.(?:location|document|addEventListener|localStorage|history|navigator|__\w)"
    r"|document\.(?:getElement|querySelector|createElement|addEventListener|body|head|documentElement)\w*)"
)
"""The page itself; a document or a window of time may be anything."""
_SERVER = re.compile(r"(?:^|/)(?:server|api|backend|routes|controllers|middlewares?)/")
_IMPORTS = 4_000
"""Characters at the head of a file in which it says what it imports."""


def runs_in_browser(file: ChangedFile) -> bool:
    """Whether the place of the file says so, or what a script imports or works on."""
    is_script = file.language in ("javascript", "typescript")
    return bool(_PLACE.search(file.path)) or (is_script and _names_page(file))


def _names_page(file: ChangedFile) -> bool:
    """Whether a script imports what only pages are made of, or works on the page itself."""
    text = file.head_text or ""
    is_page = not _SERVER.search(file.path) and bool(_PAGE.search(text))
    return is_page or bool(_LIBRARY.search(text[:_IMPORTS]))
