"""The fake GitHub, running: REST, GraphQL and git on one port of the loopback."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from tests import waits
from tests.fakes.git_server import PATH as GIT_PATH
from tests.fakes.git_server import GitBackend
from tests.fakes.github.app import create_app
from tests.fakes.github.contract import ROOT
from tests.fakes.github.credentials import App
from tests.fakes.github.deliveries import Deliveries
from tests.fakes.github.faults import Faults, Kind
from tests.fakes.github.reviewing import Draft, create_comment, create_reply, create_review
from tests.fakes.github.state import (
    DEFAULT_PERMISSIONS,
    Hosted,
    Installation,
    IssueComment,
    Pull,
    Reaction,
    Review,
    ReviewComment,
    State,
)
from tests.fakes.repository import Repository
from tests.fakes.serving import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_BY_ID = re.compile(rf"{ROOT}/repositories/(\d+)(/.*)?")


@dataclass(frozen=True)
class Request:
    """One request that the fake answered; git's are in ``fake.git.requests``. A broken connection has status 0."""

    method: str
    path: str
    """Below ``/api/v3``, without the query; ``/graphql`` for GraphQL."""
    status: int
    write: bool
    """Whether it asks for a change: a request for a token and a GraphQL query do not."""
    credential: str = field(default="", repr=False)
    """The token that it bore; ``""`` for none. Whose it was stands in ``state.tokens``."""


class FakeGitHub:
    """A GitHub on the loopback with one App. Use it as a context manager.

    ``url`` is the base of the REST API (``http://127.0.0.1:<port>/api/v3``), ``origin`` the part before the path; a
    repository is cloned from ``<origin>/<owner>/<name>.git``. ``violations`` lists everything that broke GitHub's API
    description, ``requests`` what was asked, ``state`` what it remembers, ``app`` is the App with its private
    key, ``deliver`` builds and sends webhook deliveries.
    """

    def __init__(self, permissions: dict[str, str] | None = None) -> None:
        self.app = App()
        self.state = State(self.app)
        self.violations: list[str] = []
        self.requests: list[Request] = []
        self.git = GitBackend(self._git_directory, self._may_read)
        self._permissions = dict(permissions or DEFAULT_PERMISSIONS)
        self._flask = create_app(self.state, self.violations, self._redeliver)
        self._faults = Faults(self._answer)
        self._git_faults = self._faults.around(self.git)
        self._server = Server(self._serve)
        self.origin = self._server.origin
        self.url = self.origin + ROOT
        self.deliver = Deliveries(self.state, self.origin)
        self._threads: list[threading.Thread] = []

    def wrap(self, make: Callable[[WSGIApplication], WSGIApplication]) -> None:
        """Puts something in front of everything that it serves, git included."""
        self._server.wrap(make)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.settle()
        self._faults.close()
        self._server.close()

    # What stands on it

    def add_repository(
        self,
        full_name: str,
        git: Repository,
        *,
        private: bool = False,
        collaborators: dict[str, str] | None = None,
        installed: bool = True,
        fork: bool = False,
    ) -> Hosted:
        """Hosts a git repository; ``installed`` gives the App's installation on its owner access to it."""
        owner, _, name = full_name.partition("/")
        with self.state.lock:
            account = self.state.account(owner, "User" if fork else "Organization")
            hosted = Hosted(
                self.state.next_id("repository"), account, name, git, private, fork, dict(collaborators or {})
            )
            for login in hosted.collaborators:
                self.state.account(login)
            self.state.repositories[hosted.id] = hosted
            if installed:
                self.installation(owner).repositories.append(hosted.id)
        return hosted

    def installation(self, owner: str) -> Installation:
        """The App's installation on this account, made when there is none."""
        with self.state.lock:
            for one in self.state.installations.values():
                if one.account.login == owner:
                    return one
            account = self.state.account(owner, "Organization")
            number = self.state.next_id("installation")
            made = Installation(number, account, dict(self._permissions), [], self.state.now())
            self.state.installations[number] = made
        return made

    def open_pull(
        self,
        full_name: str,
        head: str,
        *,
        base: str | None = None,
        title: str = "Add a feature",
        body: str = "",
        author: str = "mallory",
        fork: str | None = None,
        draft: bool = False,
    ) -> Pull:
        """Opens a pull request from branch ``head`` of the repository's git.

        ``fork`` names the repository that the branch is said to come from (it is hosted too, over the same git).
        """
        with self.state.lock:
            hosted = self.state.repository(full_name)
            if fork and self.state.find(fork) is None:
                self.add_repository(fork, hosted.git, installed=False, fork=True)
            number, now = len(hosted.pulls) + 1, self.state.now()
            sha = hosted.git.resolve(head)
            pull = Pull(
                id=self.state.next_id("pull request"),
                number=number,
                title=title,
                body=body,
                author=self.state.account(author),
                base=base or hosted.git.default_branch,
                head=head,
                head_sha=sha,
                head_repository=fork or hosted.full_name,
                created=now,
                updated=now,
                draft=draft,
            )
            hosted.pulls[number] = pull
            hosted.git.pull_ref(number, sha)
        return pull

    # What people do

    def push(self, full_name: str, number: int, sha: str) -> None:
        """Moves the head of a pull request, as a push to its branch does."""
        with self.state.lock:
            hosted = self.state.repository(full_name)
            before = hosted.pulls[number].head_sha
            if hosted.git.git("rev-list", "-n1", before, f"^{sha}").strip():
                hosted.pulls[number].forced_over.append(before)
            hosted.pulls[number].head_sha = sha
            hosted.pulls[number].updated = self.state.now()
            hosted.git.pull_ref(number, sha)

    def retarget(self, full_name: str, number: int, base: str) -> None:
        """Somebody chooses another target branch for a pull request."""
        with self.state.lock:
            pull = self.state.repository(full_name).pulls[number]
            pull.base, pull.updated = base, self.state.now()

    def comment_as(self, login: str, full_name: str, number: int, body: str) -> IssueComment:
        """Somebody comments on the conversation."""
        with self.state.lock:
            hosted, now = self.state.repository(full_name), self.state.now()
            user = self.state.account(login)
            comment = IssueComment(self.state.next_id("issue comment"), number, user, body, now, now)
            hosted.issue_comments[comment.id] = comment
            self.state.notify(hosted, number, user)
        return comment

    def review_as(self, login: str, full_name: str, number: int, body: str) -> Review:
        """Somebody submits a review that is a text alone."""
        with self.state.lock:
            hosted = self.state.repository(full_name)
            pull, user = hosted.pulls[number], self.state.account(login)
            return create_review(self.state, hosted, pull, user, pull.head_sha, body, "COMMENT", [])

    def edit(self, full_name: str, kind: str, number: int, body: str, by: str = "") -> None:
        """Whoever wrote an ``issue`` comment, a ``review`` or a ``line`` comment gives it another text, later on; or
        somebody else who may."""
        self.forward(timedelta(seconds=2))
        with self.state.lock:
            hosted = self.state.repository(full_name)
            if kind == "review":
                review = hosted.reviews[number]
                review.body, review.editor = body, self.state.account(by) if by else review.user
                return
            comment = hosted.issue_comments[number] if kind == "issue" else hosted.review_comments[number]
            comment.body, comment.updated = body, self.state.now()
            comment.editor = self.state.account(by) if by else comment.user

    def delete_comment(self, full_name: str, kind: str, number: int) -> None:
        """Somebody who may deletes an ``issue`` or a ``line`` comment; a thread's replies stay."""
        with self.state.lock:
            hosted = self.state.repository(full_name)
            del (hosted.issue_comments if kind == "issue" else hosted.review_comments)[number]

    def react_as(self, login: str, full_name: str, kind: str, number: int, content: str) -> None:
        """Somebody reacts to an ``issue`` or a ``line`` comment, e.g. with ``+1``."""
        with self.state.lock:
            hosted = self.state.repository(full_name)
            comment = hosted.issue_comments[number] if kind == "issue" else hosted.review_comments[number]
            user = self.state.account(login)
            comment.reactions.append(Reaction(self.state.next_id("reaction"), user, content, self.state.now()))

    def review_comment_as(
        self, login: str, full_name: str, number: int, path: str, line: int | None, body: str
    ) -> ReviewComment:
        """Somebody comments on a line (``None``: on the file) of the head."""
        with self.state.lock:
            hosted = self.state.repository(full_name)
            pull, user = hosted.pulls[number], self.state.account(login)
            return create_comment(self.state, hosted, pull, user, pull.head_sha, Draft(path, body, line))

    def reply_as(self, login: str, full_name: str, number: int, comment_id: int, body: str) -> ReviewComment:
        """Somebody replies to a review comment."""
        with self.state.lock:
            hosted = self.state.repository(full_name)
            return create_reply(self.state, hosted, hosted.pulls[number], self.state.account(login), comment_id, body)

    def close_pull(self, full_name: str, number: int, *, merged: bool = False) -> None:
        with self.state.lock:
            pull = self.state.repository(full_name).pulls[number]
            pull.open, pull.merged, pull.updated = False, merged, self.state.now()

    def delete_fork(self, full_name: str, number: int) -> None:
        """The head's repository is deleted: from now on it is ``null``."""
        with self.state.lock:
            self.state.repository(full_name).pulls[number].head_repository = None

    def rename(self, full_name: str, new_name: str) -> None:
        """Renames or moves a repository: the old name redirects, writes with 307."""
        with self.state.lock:
            hosted = self.state.repository(full_name)
            self.state.former[full_name.lower()] = hosted.id
            owner, _, hosted.name = new_name.partition("/")
            hosted.owner = replace(self.state.account(owner, "Organization"))
            for pull in hosted.pulls.values():
                if pull.head_repository == full_name:
                    pull.head_repository = new_name

    # What goes wrong

    def fail_next(self, method: str, path: str, kind: Kind, times: int = 1, **options: Any) -> None:
        """The next ``times`` requests with this method (``*``: any) and path (a regular expression) go wrong, git's
        included.

        The kinds and their options stand at :data:`tests.fakes.github.faults.Kind`.
        """
        self._faults.add(method, path, kind, times, options)

    @property
    def faults_left(self) -> int:
        return self._faults.left

    def forward(self, time: timedelta) -> None:
        """Moves the fake's clock: tokens expire."""
        self.state.offset += time

    @property
    def writes(self) -> list[Request]:
        """Requests that ask for a change, whatever their answer was."""
        return [one for one in self.requests if one.write]

    # How it is served

    def _serve(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if GIT_PATH.fullmatch(path):
            return self._git_faults(environ, start_response)
        status: list[str] = []

        def note(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            status.append(line)
            return start_response(line, headers, *rest)

        try:
            return [b"".join(self._faults(environ, note))]
        finally:
            asked = path.removeprefix(ROOT).removeprefix("/api")
            number = int(status[0].split(" ")[0]) if status else 0
            method = environ["REQUEST_METHOD"]
            plain = method not in ("GET", "HEAD") and not asked.endswith(("/access_tokens", "/graphql"))
            credential = environ.get("HTTP_AUTHORIZATION", "").partition(" ")[2]
            self.requests.append(Request(method, asked, number, environ.get("fake.write", plain), credential))

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """One request at a time, with the addresses that redirects give turned into names."""
        with self.state.lock:
            matched = _BY_ID.fullmatch(environ["PATH_INFO"])
            if matched:
                hosted = self.state.repositories.get(int(matched[1]))
                name = hosted.full_name if hosted else "nobody/nothing"
                environ["PATH_INFO"] = f"{ROOT}/repos/{name}{matched[2] or ''}"
            return list(self._flask(environ, start_response))

    def _git_directory(self, name: str) -> Any:
        hosted = self.state.find(name) or self.state.find_former(name)
        return hosted.git.git_dir if hosted else None

    def _may_read(self, name: str, value: str | None) -> bool:
        hosted = self.state.find(name) or self.state.find_former(name)
        token = self.state.live_token(value) if value else None
        if hosted is None or (value and token is None):
            return False
        if not hosted.private:
            return True
        return token is not None and self.state.allows(token, hosted, "contents", "read")

    def _redeliver(self, delivery_id: int) -> None:
        """In a thread of its own, as the receiver may ask the fake something before it answers."""
        thread = threading.Thread(target=self.deliver.again, args=(delivery_id,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def settle(self) -> None:
        """Waits until every redelivery that was asked for is done."""
        while self._threads:
            waits.ended(self._threads.pop())
