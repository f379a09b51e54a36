"""A real Gerrit on the loopback, with the users that the rig knows and a label to vote on."""

from __future__ import annotations

import itertools
import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import requests
from werkzeug.wsgi import get_input_stream

from tests.fakes.gerrit import Gate
from tests.fakes.gerrit.server import BOT
from tests.fakes.repository import Repository
from tests.fakes.serving import Server
from tests.gerrit.distribution import Distribution

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PASSWORDS = {"admin": "secret"} | {name: f"{name}-password" for name in (BOT, "mallory", "mona", "stan", "robo")}
"""``admin`` and ``secret`` are what ``Init --dev`` makes."""
MAINTAINERS = "Maintainers"
"""The group of ``mona`` and of the bot ``robo``, who may vote on our label."""
EVENTS = [
    *("patchset-created", "comment-added", "change-abandoned", "change-merged"),
    *("change-restored", "wip-state-changed", "private-state-changed", "hashtags-changed", "topic-changed"),
]
"""Those that docs/gerrit.md asks for."""
_LABEL = {"-2": "Blocked", "-1": "Findings", " 0": "Not reviewed", "+1": "Clean"}
_PATIENCE = 300
"""Seconds that the server has to come up: five on an idle machine."""
MOST_COMMENTS = 100
"""``change.maxComments``, messages counted."""


class DidNotStart(Exception):
    """The server is here but does not come up; the message holds the end of its log."""


class RealGerrit:
    """The server process. ``url`` is its own address; each project gets a :class:`Project` with a gate before it."""

    def __init__(self, distribution: Distribution, directory: Path) -> None:
        self._site = directory / "site"
        shutil.copytree(distribution.site, self._site, symlinks=True)
        self.version = distribution.wanted.version
        self.delivers = distribution.wanted.webhooks is not None
        """Whether the webhooks plugin is here."""
        if distribution.wanted.webhooks:
            shutil.copyfile(distribution.wanted.webhooks, self._site / "plugins" / "webhooks.jar")
        self.url = f"http://127.0.0.1:{_free_port()}"
        self._configure()
        log = (directory / "gerrit.log").open("wb")
        command = distribution.java("Daemon", "--console-log", "--headless", "-d", str(self._site))
        self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        log.close()
        self._names = itertools.count(1)

    def wait(self) -> None:
        """Until it answers. Raises :class:`DidNotStart`."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            try:
                if requests.get(f"{self.url}/config/server/version", timeout=5).ok:
                    return
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.2)
        log = self._site.with_name("gerrit.log").read_text(errors="replace")
        raise DidNotStart(f"Gerrit did not come up within {_PATIENCE} s: {log[-800:]}")

    def furnish(self) -> None:
        """The users, the label with the right to vote on it, and the right to make branches by a push."""
        for name, password in PASSWORDS.items():
            if name != "admin":
                groups = ["Service Users"] if name in (BOT, "robo") else []
                account = {"name": name.title(), "email": f"{name}@example.org", "http_password": password}
                self.call("PUT", f"/accounts/{name}", account | {"groups": groups})
        label = {"commit_message": "Label", "function": "NoBlock", "values": _LABEL}
        self.call("PUT", "/projects/All-Projects/labels/Security-Review", label)
        self.call("PUT", f"/groups/{MAINTAINERS}", {"visible_to_all": True, "members": ["mona", "robo"]})
        self.call("PUT", "/groups/Hidden", {"members": ["mona"]})
        names = ("Service%20Users", MAINTAINERS, "Administrators")
        bots, maintainers, admins = (self.call("GET", f"/groups/{name}")["id"] for name in names)
        allowed = {"action": "ALLOW", "min": -2, "max": 1}
        vote = {"rules": {bots: allowed, maintainers: allowed}, "label": "Security-Review"}
        push = {"rules": {admins: {"action": "ALLOW", "force": True}}}
        rights = {"refs/heads/*": {"permissions": {"label-Security-Review": vote, "push": push}}}
        self.call("POST", "/projects/All-Projects/access", {"add": rights})

    def call(self, method: str, path: str, body: object = None, user: str = "admin") -> Any:
        """A REST request; raises for what is no success."""
        answer = requests.request(method, f"{self.url}/a{path}", json=body, auth=(user, PASSWORDS[user]), timeout=60)
        if not answer.ok:
            raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text}")
        return json.loads(answer.content.removeprefix(b")]}'")) if answer.content else None

    def new_project(self, name: str = "") -> Project:
        name = name or f"grp/app-{next(self._names)}"
        self.call("PUT", f"/projects/{quote(name, safe='')}", {"branches": ["main"]})
        return Project(self, name)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(60)

    def _configure(self) -> None:
        settings = {
            "httpd.listenUrl": f"{self.url}/",
            "gerrit.canonicalWebUrl": f"{self.url}/",
            "gerrit.basePath": "git",
            "sshd.listenAddress": "off",
            "sendemail.enable": "false",
            "change.maxComments": str(MOST_COMMENTS),
            "experiments.enabled": "GerritBackendFeature__allow_fix_suggestions_in_comments",
        }
        for key, value in settings.items():
            subprocess.run(["git", "config", "-f", str(self._site / "etc/gerrit.config"), key, value], check=True)


class Project:
    """One project of the real server, as the contract's rig wants it: requests to ``url`` pass the gate."""

    def __init__(self, gerrit: RealGerrit, name: str) -> None:
        self.gerrit = gerrit
        self.project = name
        self.gate = Gate(_Forward(gerrit.url), BOT)
        self._server = Server(self.gate)
        self.url = self._server.origin

    def close(self) -> None:
        self._server.close()

    def deliver_to(self, url: str) -> None:
        """Lets the webhooks plugin post this project's events there."""
        remote = {"url": url, "events": EVENTS, "maxTries": 5, "sslVerify": False}
        path = f"/config/server/webhooks~projects/{quote(self.project, safe='')}/remotes/patchwarden"
        self.gerrit.call("PUT", path, remote)

    def password(self, user: str) -> str:
        return PASSWORDS[user]

    def let_read(self, written: str) -> None:
        read = datetime.fromisoformat(written[:19]).replace(tzinfo=UTC).timestamp() + 1
        time.sleep(min(1.0, max(0.0, read - time.time())))

    def set_branch(self, git: Repository, branch: str, sha: str) -> None:
        self._push(git, "admin", f"+{sha}:refs/heads/{branch}")

    def upload(self, git: Repository, branch: str, sha: str, change_id: str) -> int:
        self._push(git, "mallory", f"{sha}:refs/for/{branch}")
        triplet = "~".join(quote(part, safe="") for part in (self.project, branch, change_id))
        return int(self.gerrit.call("GET", f"/changes/{triplet}")["_number"])

    def violations(self) -> Sequence[object]:
        """A real server answers for itself."""
        return ()

    def _push(self, git: Repository, user: str, refspec: str) -> None:
        address = urlsplit(self.gerrit.url).netloc
        git.git("push", "--quiet", f"http://{user}:{PASSWORDS[user]}@{address}/a/{quote(self.project)}", refspec)


class _Forward:
    """WSGI that hands a request on as it came, with the path's own quoting."""

    def __init__(self, origin: str) -> None:
        self._origin = origin

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        sent = {
            name[5:].replace("_", "-").title(): value
            for name, value in environ.items()
            if name.startswith("HTTP_") and name not in ("HTTP_HOST", "HTTP_CONNECTION", "HTTP_TRANSFER_ENCODING")
        }
        if environ.get("CONTENT_TYPE"):
            sent["Content-Type"] = environ["CONTENT_TYPE"]
        answer = requests.request(
            environ["REQUEST_METHOD"],
            self._origin + environ["REQUEST_URI"],
            headers=sent,
            data=get_input_stream(environ).read(),
            allow_redirects=False,
            stream=True,
            timeout=120,
        )
        dropped = {"transfer-encoding", "connection", "keep-alive"}
        headers = [(name, value) for name, value in answer.headers.items() if name.lower() not in dropped]
        start_response(f"{answer.status_code} {answer.reason}", headers)
        return [answer.raw.read(decode_content=False)]


@contextmanager
def running_gerrit(distribution: Distribution) -> Iterator[RealGerrit]:
    """A furnished server in a directory of its own. Raises :class:`DidNotStart`."""
    with tempfile.TemporaryDirectory(prefix="gerrit-", ignore_cleanup_errors=True) as directory:
        gerrit = RealGerrit(distribution, Path(directory))
        try:
            gerrit.wait()
            gerrit.furnish()
            yield gerrit
        finally:
            gerrit.close()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
