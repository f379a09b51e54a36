"""Texts that the engine cannot read as they are, made readable without moving a character.

Two kinds are known. Flow's types differ from TypeScript's, which the engine reads, in a few marks (``?string``,
``{| |}``): those are blanked, and only where the text did not parse before. A Vue file holds scripts between other
text: the engine gave Vue up in version 1.93, so all but the scripts is blanked. Every line and column stays where it
was, so what is found stands in the real text, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workers.engine.rewrites import blanked

_FLOW: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    # ?string, in a type: behind a colon, a comma, a bracket or an arrow
    (re.compile(r"(?<=[:<|,(=>])(\s*)\?(?=[\w({$\[*'\"])"), lambda found: f"{found[1]} "),
    # {| exact: objects |}
    (re.compile(r"\{\||\|\}"), lambda found: found[0].replace("|", " ")),
    # name: any => void;
    (re.compile(r"(?m)^(\s*(?:static\s+)?\w+: \w+)( => \w+)(?=;)"), lambda found: found[1] + " " * len(found[2])),
    # import typeof Name from "…"
    (re.compile(r"(?m)^(\s*import )typeof(?= )"), lambda found: f"{found[1]}type  "),
)
_VUE_SCRIPT = re.compile(r"(?is)<script\b(?P<attributes>[^>]*)>(?P<code>.*?)</script\s*>")


def without_flow(text: str) -> str:
    """The text with Flow's own marks blanked, of the same length; equal where it has none."""
    for pattern, blank in _FLOW:
        text = pattern.sub(blank, text)
    return text


def scripts_of_vue(text: str) -> str:
    """A Vue file's scripts at their places, all else blanked; ``""`` where it has no script."""
    kept, end = [], 0
    for found in _VUE_SCRIPT.finditer(text):
        if "src=" in found["attributes"]:  # its code is in a file of its own
            continue
        kept += [blanked(text[end : found.start("code")]), found["code"]]
        end = found.end("code")
    return "".join([*kept, blanked(text[end:])]) if kept else ""
