"""Methods of texts. Their results have a known type, and hold the data of the text and of the arguments."""

from __future__ import annotations

from workers.taint import operators, strings
from workers.taint.heap import Obj
from workers.taint.lattice import BOOL, of
from workers.taint.machine import Site
from workers.taint.values import Args, Const, Text, Value

TRUTHS = frozenset(
    "startswith endswith isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace "
    "istitle isupper".split()
)
_LISTS = frozenset(("split", "rsplit", "splitlines"))
_TRIPLES = frozenset(("partition", "rpartition"))
_TEXTS = frozenset(
    "capitalize casefold center expandtabs format format_map join ljust lower lstrip removeprefix removesuffix replace "
    "rjust rstrip strip swapcase title translate upper zfill".split()
)
NAMES = TRUTHS | _LISTS | _TRIPLES | _TEXTS | frozenset("count decode encode find hex index rfind rindex".split())
"""Methods that texts have; none of them changes anything."""


def call(site: Site, text: Const | Text, name: str, args: Args) -> Value:
    """``text.name(*args)``."""
    if name in TRUTHS:
        return BOOL
    taint = site.taint(of(text)) | operators.taint_shown(site, *args.values)
    some = strings.some_text(taint=taint)
    if name in _LISTS:
        return site.make(Obj("list", rest=some))
    if name in _TRIPLES:
        return site.make(Obj("tuple", items=(some, some, some)))
    is_text = isinstance(text, Text) or text.kind is str
    return some if is_text and name in _TEXTS else site.unknown(taint=taint)
