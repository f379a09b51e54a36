"""Modules of the standard library and web frameworks: addresses, expressions, and what ends a request."""

from __future__ import annotations

from collections.abc import Mapping

from workers.taint.effects import Effect, refuses
from workers.taint.heap import Obj
from workers.taint.machine import Site
from workers.taint.values import Args, Value

READ_ONLY = frozenset(
    "base64 binascii datetime decimal fractions hashlib hmac html http ipaddress itertools json locale logging math "
    "mimetypes ntpath operator os posixpath pprint re secrets shlex string struct textwrap time traceback unicodedata "
    "urllib uuid warnings zlib".split()
)
"""Modules whose functions leave their arguments as they are."""
ERROR_TEXTS = ("traceback.", "sys.exc_info", "sys.exception")
"""Their answers quote the data that an error was about."""
_REFUSING = (
    "sys.exit os._exit os.abort builtins.exit builtins.quit flask.abort werkzeug.exceptions.abort quart.abort "
    "bottle.abort apiflask.abort flask_restful.abort flask_restx.abort flask_restplus.abort flask_smorest.abort "
    "webapp2.abort sanic.exceptions.abort".split()
)
"""They never return. Another function that is called ``abort`` may."""


def _pattern(site: Site, args: Args) -> Value:
    return site.make(Obj("pattern", items=(args.value(0),)))


def _url(site: Site, args: Args) -> Value:
    """A parsed address keeps the text that it was made of: a check of its host is a check of the text."""
    text = args.value(0, "url")
    return site.make(Obj("url", items=(text,), rest=Value(unknown=True, taint=site.taint(text))))


CALLS: Mapping[str, Effect] = {
    **dict.fromkeys(_REFUSING, refuses),
    "re.compile": _pattern, "urllib.parse.urlparse": _url, "urllib.parse.urlsplit": _url,
}  # fmt: skip
