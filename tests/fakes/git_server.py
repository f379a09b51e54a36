"""A git server for tests: the real ``git http-backend`` behind a little WSGI."""

from __future__ import annotations

import base64
import binascii
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.wsgi import get_input_stream

from tests.fakes.serving import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATH = re.compile(r"/(?P<name>[^/]+/[^/]+?)(?:\.git)?(?P<rest>/(?:info/refs|git-upload-pack|HEAD))")
"""What a git client asks for: ``/owner/name.git/info/refs`` and so on."""

Find = Callable[[str], Path | None]
"""``owner/name`` to the bare repository."""
Authorize = Callable[[str, str | None], bool]
"""(``owner/name``, the token sent or ``None``) to whether it may be read."""

_SETTINGS = {
    "uploadpack.allowFilter": "true",
    "uploadpack.allowAnySHA1InWant": "true",
    "http.receivepack": "false",
    "safe.directory": "*",
}
_TIPS_ONLY = {"uploadpack.allowFilter": "false", "uploadpack.allowAnySHA1InWant": "false", "protocol.version": "0"}
"""A server that serves the tips of refs alone. Git enforces it in its older protocol only."""


class GitBackend:
    """The WSGI application. ``requests`` lists (repository, path, body length, whether a token came along).

    With ``tips_only`` it speaks the old protocol, filters nothing and serves no commit by its id.
    """

    def __init__(self, find: Find, authorize: Authorize = lambda name, token: True, *, tips_only: bool = False) -> None:
        self._find = find
        self._tips_only = tips_only
        self._authorize = authorize
        self.requests: list[tuple[str, str, int, bool]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        matched = PATH.fullmatch(environ["PATH_INFO"])
        token = _token(environ.get("HTTP_AUTHORIZATION", ""))
        directory = self._find(matched["name"]) if matched else None
        if matched is None or directory is None:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Repository not found.\n"]
        body = get_input_stream(environ).read()
        self.requests.append((matched["name"], matched["rest"], len(body), token is not None))
        if not self._authorize(matched["name"], token):
            start_response("401 Unauthorized", [("WWW-Authenticate", 'Basic realm="GitHub"')])
            return [b"Authentication required\n"]
        done = subprocess.run(
            ["git", "http-backend"],
            input=body,
            env=_cgi(environ, directory, matched["rest"], len(body), tips_only=self._tips_only),
            capture_output=True,
            check=False,  # it ends with an error after it has told one to the client
        )
        if not done.stdout:
            done.check_returncode()
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = BytesHeaderParser().parsebytes(head)
        status = headers.get("Status", "200 OK")
        start_response(status, [(name, value) for name, value in headers.items() if name != "Status"])
        return [content]


class GitServer(Server):
    """Serves repositories by name, without a GitHub around them; with ``token``, only to those who send it."""

    def __init__(self, repositories: Mapping[str, Path], token: str | None = None, *, tips_only: bool = False) -> None:
        self.backend = GitBackend(
            repositories.get, lambda name, sent: token is None or sent == token, tips_only=tips_only
        )
        super().__init__(self.backend)

    def url(self, name: str) -> str:
        return f"{self.origin}/{name}.git"


def _token(header: str) -> str | None:
    """The password of ``Basic x-access-token:<password>``."""
    kind, _, value = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return password if user == "x-access-token" else None


def _cgi(environ: WSGIEnvironment, directory: Path, rest: str, length: int, *, tips_only: bool) -> dict[str, str]:
    settings = _SETTINGS | (_TIPS_ONLY if tips_only else {})
    cgi = {
        "PATH": os.environ.get("PATH", os.defpath),
        "GIT_PROJECT_ROOT": str(directory.parent),
        "PATH_INFO": f"/{directory.name}{rest}",
        "GIT_HTTP_EXPORT_ALL": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_PROTOCOL": "" if tips_only else environ.get("HTTP_GIT_PROTOCOL", ""),
        "HTTP_CONTENT_ENCODING": environ.get("HTTP_CONTENT_ENCODING", ""),
        "CONTENT_LENGTH": str(length),
        "GIT_CONFIG_COUNT": str(len(settings)),
    }
    for number, (key, value) in enumerate(settings.items()):
        cgi |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    for name in ("QUERY_STRING", "REQUEST_METHOD", "CONTENT_TYPE", "REMOTE_ADDR"):
        cgi[name] = environ.get(name, "")
    return cgi
