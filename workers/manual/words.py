"""Texts of rules as Markdown that says exactly them: nothing in them becomes markup, a link or a tag."""

from __future__ import annotations

import re

_SIGN = re.compile(r"[^\w\s,;/.-]|_|^(?:\d+\.|-)|www\.", re.ASCII)
_UNSAFE = str.maketrans({"<": "‹", ">": "›", "&": "+", '"': "”", "{": "(", "}": ")", "`": "’"})
_TICKS = re.compile(r"`+")
_LINK = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/%?=&+#-]*)?")
_WORD = re.compile(r"\{(\w+)\}")
"""What a check puts in for each place."""


def prose(text: str) -> str:
    """On one line; what stands between backticks is code, and every sign that Markdown or HTML might read is written
    as its number."""
    parts = " ".join(_WORD.sub(r"‹\1›", text).split()).split("`")
    if len(parts) % 2 == 0:  # one backtick is left over: it is a sign like others
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    encoded = (_SIGN.sub(lambda sign: _number(sign[0]), part) for part in parts)
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(encoded))


def label(text: str) -> str:
    """A title for places that escape nothing: what HTML might read is replaced by a sign that looks like it."""
    return " ".join(_WORD.sub(r"‹\1›", text).translate(_UNSAFE).split())


def block(code: str, language: str = "", marked: tuple[int, ...] = ()) -> str:
    """A block of code that nothing in the code can end, with the marked lines (from 1) lit."""
    longest = max((len(ticks) for ticks in _TICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    lit = f' hl_lines="{" ".join(map(str, marked))}"' if marked else ""
    return f"{fence}{language or 'text'}{lit}\n{code}\n{fence}"


def link(address: str) -> str:
    """A list's line for a reference; one that could be anything else than a link is shown as text."""
    return f"<{address}>" if _LINK.fullmatch(address) else prose(address)


def _number(signs: str) -> str:
    return "".join(f"&#{ord(sign)};" if sign.isascii() else sign for sign in signs)
