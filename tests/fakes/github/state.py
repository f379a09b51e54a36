"""What the fake GitHub remembers. Pure: no HTTP, no JSON."""

from __future__ import annotations

import itertools
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.github.credentials import App
from tests.fakes.repository import Repository

DEFAULT_PERMISSIONS = {
    "metadata": "read",
    "contents": "read",
    "pull_requests": "write",
    "issues": "write",
    "checks": "write",
    "statuses": "write",
}
TOKEN_LIFE = timedelta(hours=1)


@dataclass(frozen=True)
class Account:
    id: int
    login: str
    kind: str = "User"
    """``User``, ``Bot`` or ``Organization``; ``Deleted`` for one that is gone: it wrote what it wrote, as nobody."""


@dataclass
class IssueComment:
    id: int
    number: int
    user: Account
    body: str
    created: datetime
    updated: datetime
    minimized: str = ""
    """GraphQL's classifier in lower case, ``""`` while it is shown."""
    reactions: list[Reaction] = field(default_factory=list)
    editor: Account | None = None


@dataclass
class Reaction:
    id: int
    user: Account
    content: str
    created: datetime


@dataclass
class Review:
    id: int
    number: int
    user: Account
    body: str
    commit: str
    state: str
    """``PENDING`` is seen by its author alone; ``COMMENTED``, ``APPROVED``, ``CHANGES_REQUESTED``, ``DISMISSED``."""
    created: datetime
    editor: Account | None = None


@dataclass
class ReviewComment:
    """A comment of a review. ``line`` is ``None`` for a comment on the file; lines count in ``commit``."""

    id: int
    number: int
    review: Review
    user: Account
    body: str
    path: str
    commit: str
    created: datetime
    updated: datetime
    line: int | None = None
    side: str = "RIGHT"
    start_line: int | None = None
    start_side: str | None = None
    reply_to: int | None = None
    minimized: str = ""
    resolved: bool = False
    """Of the thread; only its first comment's counts."""
    reactions: list[Reaction] = field(default_factory=list)
    editor: Account | None = None


@dataclass
class Pull:
    id: int
    number: int
    title: str
    body: str
    author: Account
    base: str
    """Branch."""
    head: str
    """Branch."""
    head_sha: str
    head_repository: str | None
    """``owner/name``, also of a fork; ``None`` when the fork was deleted."""
    created: datetime
    updated: datetime
    open: bool = True
    draft: bool = False
    merged: bool = False
    forced_over: list[str] = field(default_factory=list)
    """Heads that were pushed over by force, the oldest first."""
    queued: tuple[str, str, str] | None = None
    """In the merge queue: its state there, and the base and the head of the group that ends with it."""
    locked: bool = False
    """The conversation: nobody but those who may write to the repository comments."""


@dataclass
class CheckRun:
    id: int
    name: str
    sha: str
    started: datetime
    status: str = "queued"
    conclusion: str | None = None
    completed: datetime | None = None
    external_id: str = ""
    details_url: str | None = None
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    annotations: list[dict[str, object]] = field(default_factory=list)
    actions: list[dict[str, object]] = field(default_factory=list)


@dataclass
class Status:
    id: int
    sha: str
    state: str
    context: str
    description: str | None
    target_url: str | None
    creator: Account
    created: datetime


@dataclass
class Hosted:
    """A repository on the fake, over a real git repository."""

    id: int
    owner: Account
    name: str
    git: Repository
    private: bool = False
    fork: bool = False
    collaborators: dict[str, str] = field(default_factory=dict)
    """Login to role: admin, maintain, write, triage, read."""
    pulls: dict[int, Pull] = field(default_factory=dict)
    issue_comments: dict[int, IssueComment] = field(default_factory=dict)
    reviews: dict[int, Review] = field(default_factory=dict)
    review_comments: dict[int, ReviewComment] = field(default_factory=dict)
    check_runs: dict[int, CheckRun] = field(default_factory=dict)
    statuses: list[Status] = field(default_factory=list)
    archived: bool = False
    """Read-only: everything that would be written is refused."""

    @property
    def full_name(self) -> str:
        return f"{self.owner.login}/{self.name}"

    def comments_of(self, number: int) -> list[IssueComment]:
        return [comment for comment in self.issue_comments.values() if comment.number == number]

    def touched(self, pull: Pull) -> datetime:
        """When something was last done with a pull request, a word on it among that."""
        words = [one.updated for one in self.comments_of(pull.number)]
        words += [one.updated for one in self.published(pull.number)]
        reviews = [one.created for one in self.reviews.values() if one.number == pull.number]
        return max([pull.updated, *words, *reviews])

    def published(self, number: int) -> list[ReviewComment]:
        """Review comments that everybody sees: those of pending reviews are left out."""
        return [
            comment
            for comment in self.review_comments.values()
            if comment.number == number and comment.review.state != "PENDING"
        ]

    def threads(self, number: int) -> list[tuple[ReviewComment, list[ReviewComment]]]:
        """First comment and replies of every thread."""
        comments = self.published(number)
        replies: dict[int, list[ReviewComment]] = defaultdict(list)
        for comment in comments:
            if comment.reply_to is not None:
                replies[comment.reply_to].append(comment)
        return [(comment, replies[comment.id]) for comment in comments if comment.reply_to is None]


@dataclass
class Installation:
    id: int
    account: Account
    permissions: dict[str, str]
    repositories: list[int]
    created: datetime
    suspended: bool = False


@dataclass(frozen=True)
class Token:
    """``installation`` is ``None`` for a person's token, which has the person's own rights."""

    value: str
    user: Account
    permissions: dict[str, str]
    installation: Installation | None = None
    expires: datetime | None = None
    repositories: tuple[int, ...] | None = None
    """``None`` is all of the installation's."""


@dataclass
class HookDelivery:
    """One attempt to deliver a webhook, as the App's delivery list shows it."""

    id: int
    guid: str
    event: str
    action: str | None
    headers: dict[str, str]
    body: bytes
    delivered: datetime
    status_code: int
    redelivery: bool = False
    installation_id: int | None = None
    repository_id: int | None = None


@dataclass(frozen=True)
class Notice:
    """One time that GitHub tells a pull request's people of something: a review, a comment or a reply. Edits, hidden
    comments and reactions are told to nobody."""

    repository: int
    number: int
    by: Account


@dataclass(frozen=True)
class Agreement:
    """A person let the App know who that is; the code for it is good for one use."""

    login: str
    redirect_uri: str
    challenge: str
    """Of PKCE; ``""`` where none was sent."""
    until: datetime


@dataclass(frozen=True)
class Trespass:
    """A write to a comment of somebody else; GitHub allows it, this project never does it."""

    actor: str
    owner: str
    comment: int


class State:
    """Everything on the fake. Hold ``lock`` while reading or writing from another thread than the server's."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.lock = threading.RLock()
        self.offset = timedelta()
        """Added to the real clock: tests let tokens expire with it."""
        self.repositories: dict[int, Hosted] = {}
        self.former: dict[str, int] = {}
        """Names that renamed repositories had."""
        self.accounts: dict[str, Account] = {}
        self.installations: dict[int, Installation] = {}
        self.tokens: dict[str, Token] = {}
        self.deliveries: list[HookDelivery] = []
        self.trespasses: list[Trespass] = []
        self.notices: list[Notice] = []
        self.teams: dict[str, dict[str, str]] = {}
        """``org/slug`` to the state of each member: active or pending."""
        self.manifests: dict[str, dict[str, Any]] = {}
        """Apps that were agreed to and whose credentials nobody has fetched yet, by code."""
        self.visitor = ""
        """Who sits at the browser that signs in through the App, by login; ``""`` for somebody who does not agree."""
        self.callbacks: set[str] = set()
        """Where the App's settings let people come back to."""
        self.agreements: dict[str, Agreement] = {}
        """By their codes."""
        self._ids: dict[str, Iterator[int]] = {}
        self.bot = Account(self.next_id("account"), f"{app.slug}[bot]", "Bot")
        self.accounts[self.bot.login] = self.bot

    def now(self) -> datetime:
        return (datetime.now(UTC) + self.offset).replace(microsecond=0)

    def next_id(self, kind: str) -> int:
        """Ids of different kinds never meet, so that a mix-up is seen."""
        if kind not in self._ids:
            self._ids[kind] = itertools.count(1001 + 100_000 * len(self._ids))
        return next(self._ids[kind])

    def account(self, login: str, kind: str = "User") -> Account:
        """The account of this name, made when it is new."""
        if login not in self.accounts:
            self.accounts[login] = Account(self.next_id("account"), login, kind)
        return self.accounts[login]

    def find(self, full_name: str) -> Hosted | None:
        """The repository that has this name now; letters' case does not matter."""
        wanted = full_name.lower()
        return next((one for one in self.repositories.values() if one.full_name.lower() == wanted), None)

    def find_former(self, full_name: str) -> Hosted | None:
        """The repository that had this name before it was renamed."""
        return self.repositories.get(self.former.get(full_name.lower(), 0))

    def repository(self, full_name: str) -> Hosted:
        found = self.find(full_name)
        if found is None:
            raise KeyError(f"the fake has no repository {full_name}")
        return found

    def installation_of(self, repository: Hosted) -> Installation | None:
        return next((one for one in self.installations.values() if repository.id in one.repositories), None)

    def role(self, repository: Hosted, login: str) -> str:
        """The role of a person: admin, maintain, write, triage, read or none."""
        if repository.owner.login == login:
            return "admin"
        return repository.collaborators.get(login, "none" if repository.private else "read")

    def collaborates(self, repository: Hosted, login: str) -> bool:
        """Whether a person was given a role. Everybody reads a public repository without one."""
        return repository.owner.login == login or login in repository.collaborators

    def notify(self, repository: Hosted, number: int, by: Account) -> None:
        self.notices.append(Notice(repository.id, number, by))

    def association(self, repository: Hosted, user: Account) -> str:
        if repository.owner.login == user.login:
            return "OWNER"
        return "COLLABORATOR" if user.login in repository.collaborators else "NONE"

    def issue_token(
        self, installation: Installation, permissions: dict[str, str], repositories: tuple[int, ...] | None = None
    ) -> Token:
        """A new installation token that lives for an hour."""
        value = "ghs_" + f"{self.next_id('token'):036d}"
        expires = self.now() + TOKEN_LIFE
        token = Token(value, self.bot, {"metadata": "read"} | permissions, installation, expires, repositories)
        self.tokens[value] = token
        return token

    def user_token(self, login: str) -> Token:
        """A personal token of this person."""
        value = "ghp_" + f"{self.next_id('token'):036d}"
        token = Token(value, self.account(login), {})
        self.tokens[value] = token
        return token

    def person_token(self, login: str, life: timedelta) -> Token:
        """A token of this person for the App."""
        value = "ghu_" + f"{self.next_id('token'):036d}"
        token = Token(value, self.account(login), {}, expires=self.now() + life)
        self.tokens[value] = token
        return token

    def live_token(self, value: str) -> Token | None:
        """The token, unless it is unknown or has expired."""
        token = self.tokens.get(value)
        if token is None or (token.expires and token.expires <= self.now()):
            return None
        return token

    def reads(self, token: Token | None, repository: Hosted) -> bool:
        """Whether the repository is visible to the bearer of this token."""
        if token is None:
            return not repository.private
        if token.installation is None:
            return self.role(repository, token.user.login) != "none"
        within = token.repositories is None or repository.id in token.repositories
        return not repository.private or (within and repository.id in token.installation.repositories)

    def allows(self, token: Token, repository: Hosted, permission: str, level: str) -> bool:
        """Whether the token may read or write (``level``) this kind of thing in this repository."""
        if token.installation is None:
            role = self.role(repository, token.user.login)
            discussing = permission in ("issues", "pull_requests")
            return role != "none" and (level == "read" or discussing or role in ("admin", "maintain", "write"))
        if repository.id not in (token.repositories or token.installation.repositories):
            return level == "read" and not repository.private
        granted = token.permissions.get(permission)
        return granted in ("write", "admin") or (granted == "read" and level == "read")
