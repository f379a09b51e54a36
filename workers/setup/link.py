"""A page on this machine that is open once: it sends the browser to GitHub with a manifest, and hears what comes back.

Only this machine is listened on. Nobody who does not have the link sees anything; what comes back must bear the state
that went out (as in OAuth: somebody else's code would put somebody else's App here).
"""

from __future__ import annotations

import html
import secrets
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

_HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Patchwarden</title><body>'
Answer = tuple[int, str]


class Link:
    """``with Link(form, manifest, finish) as link:`` serves ``link.url`` until :meth:`wait` returns.

    ``form`` gives GitHub's address for a state; ``manifest`` the manifest for the address to come back to; ``finish``
    takes the code and gives a sentence for the browser. Where it raises :class:`Refused` the person may try again.
    """

    def __init__(
        self,
        form: Callable[[str], str],
        manifest: Callable[[str], str],
        finish: Callable[[str], str],
        *,
        port: int = 0,
        log: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Raises :class:`OSError` where the port is taken."""
        self._way, self._state = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._finish, self._log = finish, log
        self._lock, self._done, self._finished = threading.Lock(), threading.Event(), False
        link = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                status, body = link._answer(self.path, self.headers.get("Host", ""))
                self._send(status, body)
                if link._finished:  # whoever waits ends the server: the browser must have its answer by then
                    self.wfile.flush()
                    link._done.set()

            def _send(self, status: int, body: str) -> None:
                content = f"{_HEAD}{body}".encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: the addresses hold the code."""
                del format, args

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self._host}/{self._way}"
        fields = html.escape(manifest(f"{self.url}/done"), quote=True)
        self._page = (
            "<h1>Patchwarden on GitHub</h1><p>GitHub shows what the App may do, and makes it when you agree.</p>"
            f'<form method="post" action="{html.escape(form(self._state), quote=True)}">'
            f'<input type="hidden" name="manifest" value="{fields}"><button>Continue on GitHub</button></form>'
        )

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait(self, seconds: float) -> bool:
        """Whether it came to its end within that time."""
        return self._done.wait(seconds)

    def _answer(self, path: str, host: str) -> Answer:
        parts = urlsplit(path)
        # Another name that leads here (DNS rebinding) is not this page.
        way = parts.path.removeprefix("/").partition("/")[0]
        if host != self._host or not secrets.compare_digest(way.encode(), self._way.encode()):
            return 404, "<p>There is nothing here.</p>"
        if parts.path == f"/{self._way}":
            return (410, "<p>This link has been used.</p>") if self._finished else (200, self._page)
        if parts.path != f"/{self._way}/done":
            return 404, "<p>There is nothing here.</p>"
        given = parse_qs(parts.query)
        state, code = (given.get(name, [""])[0] for name in ("state", "code"))
        if not secrets.compare_digest(state.encode(), self._state.encode()):
            self._log("an answer with another state came, and was refused: was the page opened twice? Start again")
            return 403, "<p>This answer belongs to another start: nothing was stored. Open the link again.</p>"
        with self._lock:
            if self._finished:
                return 410, "<p>This link has been used.</p>"
            try:
                said = self._finish(code)
            except Refused as refusal:
                self._log(str(refusal))
                return 502, f"<p>{html.escape(str(refusal))}. Open the link again.</p>"
            self._finished = True
        return 200, said


class Refused(Exception):
    """The code led to nothing; the message is for people, and has no secret."""
