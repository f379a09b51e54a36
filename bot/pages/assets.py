"""The style sheet, the script and the picture that the pages load: files of this package, and no others."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from flask import Response, abort, request

_FOLDER: Final = Path(__file__).parent / "static"
_KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Assets:
    """Read once; an address has the content's digest in it, so a browser may keep it for ever."""

    def __init__(self) -> None:
        self._files = {path.name: path.read_bytes() for path in _FOLDER.iterdir() if path.suffix in _KINDS}
        self._digests = {name: hashlib.sha256(held).hexdigest()[:12] for name, held in self._files.items()}

    def address(self, name: str) -> str:
        return f"/assets/{name}?v={self._digests[name]}"

    def asset(self, name: str) -> Response:
        if name not in self._files:
            abort(404)
        answer = Response(self._files[name], mimetype=_KINDS[Path(name).suffix])
        known = request.args.get("v") == self._digests[name]
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if known else "public, max-age=300"
        return answer

    def icon(self) -> Response:
        """Where browsers ask for it unasked."""
        return self.asset("icon.svg")
