"""Serves a WSGI application on a free port of the loopback, in a thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from werkzeug.serving import WSGIRequestHandler, make_server

from tests import waits

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _Quiet(WSGIRequestHandler):
    """Writes requests to the log at DEBUG instead of to the terminal."""

    def log(self, type: str, message: str, *args: object) -> None:  # the name is werkzeug's
        logging.getLogger(__name__).debug(message, *args)


class Server:
    """A running server; every request has its own thread. ``origin`` is ``http://127.0.0.1:<port>``."""

    def __init__(self, application: WSGIApplication) -> None:
        self._server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def wrap(self, make: Callable[[WSGIApplication], WSGIApplication]) -> None:
        """Puts something in front of the application, from the next request on."""
        self._server.app = make(self._server.app)

    def close(self) -> None:
        """Ends the server and waits for its thread. Closing twice is harmless."""
        self._server.shutdown()
        waits.ended(self._thread)
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
