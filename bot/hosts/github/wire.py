"""What GitHub answers, as far as it is read. More may stand there: a host may add fields.

Sources: https://docs.github.com/en/rest and https://docs.github.com/en/graphql/reference/objects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct, field

from bot.decoding import decode
from bot.hosts.names import CommitId

Node = TypeVar("Node")
When = Annotated[datetime, Meta(tz=True)]


class SingleProblem(Struct, frozen=True):
    """One error of several. Each field may have any shape: a refusal is said with what can be read of it."""

    type: object = None
    message: object = None
    field: object = None


class Problem(Struct, frozen=True):
    """The body of a refusal. GraphQL gives no ``message`` of its own, only the ``errors``."""

    message: object = None
    errors: object = None

    @property
    def single(self) -> list[SingleProblem]:
        listed = self.errors if isinstance(self.errors, list) else []
        return [decode(SingleProblem, item if isinstance(item, dict) else {"message": item}) for item in listed]

    @property
    def detail(self) -> str:
        """GitHub's own words, e.g. ``Validation Failed; line must be part of the diff``."""
        said = [self.message, *(item.message or item.field for item in self.single)]
        return "; ".join(str(text) for text in said if text)


class Identified(Struct, frozen=True):
    """Anything that has an id. A write that GitHub redirected instead is answered without one."""

    id: int = 0
    node_id: str = ""
    """GraphQL's name for it."""


class User(Struct, frozen=True):
    id: int
    login: str
    type: str = ""


class Owner(Struct, frozen=True):
    """Of an installation: a user, an organization, or an enterprise, which has no login."""

    login: str = "?"


class App(Struct, frozen=True):
    id: int
    slug: str
    permissions: Mapping[str, str] = field(default_factory=dict)
    events: Sequence[str] = ()


class Installation(Struct, frozen=True):
    id: int
    account: Owner | None = None
    permissions: Mapping[str, str] = field(default_factory=dict)
    suspended_at: str | None = None
    html_url: str = ""

    @property
    def owner(self) -> str:
        return self.account.login if self.account else "?"


class Repository(Struct, frozen=True):
    id: int
    full_name: str
    default_branch: str
    archived: bool = False
    permissions: Mapping[str, bool] = field(default_factory=dict)


class Content(Struct, frozen=True, tag_field="type", tag="file"):
    """A file of a repository; what is no file has another type."""

    encoding: str
    content: str


class Head(Struct, frozen=True):
    """One side of a pull request. A fork that was deleted leaves no repository to read here."""

    sha: CommitId


class Base(Head, frozen=True):
    ref: str
    repo: Repository


class Named(Struct, frozen=True):
    """A label, of which the name is read."""

    name: str = ""


class PullRequest(Struct, frozen=True):
    number: int
    title: str
    state: str
    base: Base
    head: Head
    user: User | None = None
    html_url: str = ""
    draft: bool = False
    locked: bool = False
    merged: bool = False
    updated_at: str = ""
    labels: Sequence[Named] = ()


class CommitMessage(Struct, frozen=True):
    message: str


class Commit(Struct, frozen=True):
    sha: CommitId
    commit: CommitMessage


class Comparison(Struct, frozen=True):
    merge_base_commit: Commit
    total_commits: int
    commits: list[Commit]


class Authored(Struct, kw_only=True, frozen=True):
    """What somebody wrote or did. The user is ``None`` where the account was deleted."""

    id: int
    user: User | None = None


class Rollup(Struct, frozen=True):
    """How many people reacted to a comment, by what they said."""

    up: int = field(name="+1", default=0)
    down: int = field(name="-1", default=0)


class Comment(Authored, kw_only=True, frozen=True):
    """A comment in the conversation."""

    node_id: str = ""
    body: str | None = None
    created_at: When | None = None
    updated_at: When | None = None
    reactions: Rollup | None = None
    issue_url: str | None = None
    """Ends with the number of the issue or pull request; never requested."""


class ReviewComment(Comment, kw_only=True, frozen=True):
    """A comment on a line or a file. ``line`` is ``None`` for one on a file, and where the line is no longer shown."""

    path: str
    line: int | None = None
    side: str | None = None
    subject_type: str | None = None
    in_reply_to_id: int | None = None
    """The first comment of the thread, also where that was deleted."""
    pull_request_url: str | None = None
    """Ends with the pull request's number; never requested."""


class Review(Authored, kw_only=True, frozen=True):
    """A review as such: its own text, not its comments. One that is ``PENDING`` is seen by its author alone."""

    node_id: str = ""
    body: str | None = None
    state: str
    submitted_at: When | None = None


class Reaction(Authored, kw_only=True, frozen=True):
    content: str
    created_at: When


class Permission(Struct, frozen=True):
    """What a person may do in a repository. ``permission`` is admin, write, read or none; maintain counts as write and
    triage as read. ``role_name`` is the role itself, also an organization's own."""

    permission: str
    role_name: str = ""
    user: User | None = None


class Membership(Struct, frozen=True):
    """Of a person in a team: active, or pending until they accept."""

    state: str


class CheckRun(Struct, frozen=True):
    id: int
    status: str
    external_id: str | None = None
    app: Identified | None = None
    completed_at: When | None = None


class Status(Struct, frozen=True):
    """A commit status, in what is read and in what is sent."""

    context: str
    state: str
    description: str | None = None


class GraphQL(Struct, frozen=True, rename="camel"):
    """By GraphQL's names: ``head_ref_oid`` is its ``headRefOid``."""


class Nodes(GraphQL, Generic[Node], frozen=True):
    nodes: list[Node]


class PageInfo(GraphQL, frozen=True):
    has_next_page: bool
    end_cursor: str | None = None


class Page(GraphQL, frozen=True):
    """One page of a list; its items are decoded one by one."""

    nodes: list[dict[str, object] | None]
    page_info: PageInfo


class BlamedCommit(GraphQL, frozen=True):
    oid: CommitId
    committed_date: When


class BlameRange(GraphQL, frozen=True):
    starting_line: int
    ending_line: int
    commit: BlamedCommit


class Blame(GraphQL, frozen=True):
    ranges: list[BlameRange]


class CommitObject(GraphQL, frozen=True):
    """A commit with what was asked of it: its message or a file's blame."""

    message: str = ""
    blame: Blame | None = None


class CommitFound(GraphQL, frozen=True):
    object: CommitObject | None = None


class Actor(GraphQL, frozen=True):
    """By GraphQL's login, which has no ``[bot]``."""

    login: str


class Edited(GraphQL, frozen=True):
    """Who wrote a comment, and who gave it its text last. ``editor`` is ``None`` where nobody edited it, or an account
    that was deleted."""

    id: str
    author: Actor | None = None
    editor: Actor | None = None
    last_edited_at: str | None = None

    @property
    def by_author(self) -> bool:
        return self.last_edited_at is None or (self.editor is not None and self.editor == self.author)


class ThreadComment(GraphQL, frozen=True):
    database_id: int | None = None


class Thread(GraphQL, frozen=True):
    id: str
    is_resolved: bool
    comments: Nodes[ThreadComment]


class NamedRun(GraphQL, frozen=True):
    """A check run of our name."""

    status: str
    external_id: str | None = None
    database_id: int = 0
    completed_at: When | None = None


class CheckSuite(GraphQL, frozen=True):
    check_runs: Nodes[NamedRun]


class NamedStatus(GraphQL, frozen=True):
    state: str
    description: str | None = None
    created_at: When | None = None


class StatusOnHead(GraphQL, frozen=True):
    context: NamedStatus | None = None


class HeadCommit(GraphQL, frozen=True):
    """A commit with what stands on it: check suites where an App asks, a status where a token asks."""

    oid: str
    check_suites: Nodes[CheckSuite] | None = None
    status: StatusOnHead | None = None

    @property
    def check_runs(self) -> list[NamedRun]:
        return [
            run for suite in (self.check_suites.nodes if self.check_suites else ()) for run in suite.check_runs.nodes
        ]


class LastCommit(GraphQL, frozen=True):
    commit: HeadCommit


class Remark(GraphQL, frozen=True):
    """A comment, as far as it may be meant for us."""

    body: str
    updated_at: str
    author: Actor | None = None


class Remarks(Remark, kw_only=True, frozen=True):
    """A review with its first comments: each reply on a line is a review of its own."""

    comments: Nodes[Remark]


class PullDetail(GraphQL, frozen=True):
    """What tells whether a pull request is done."""

    head_ref_oid: CommitId
    base_ref_oid: str
    commits: Nodes[LastCommit]
    comments: Nodes[Remark]
    reviews: Nodes[Remarks]


class Oid(GraphQL, frozen=True):
    oid: CommitId


class QueueEntry(GraphQL, frozen=True):
    """A pull request's place in a merge queue: the group that ends with it, once there is one."""

    state: str
    base_commit: Oid | None = None
    head_commit: Oid | None = None


class OpenPull(GraphQL, frozen=True):
    id: str
    number: int
    head_ref_oid: CommitId
    base_ref_name: str
    updated_at: str
    is_draft: bool = False
    merge_queue_entry: QueueEntry | None = None


class Blob(GraphQL, frozen=True):
    oid: str


class OpenPulls(GraphQL, frozen=True):
    """The open pull requests of a repository, a page of them, and its policy file."""

    database_id: int
    name_with_owner: str
    is_archived: bool
    pull_requests: Page
    policy: Blob | None = None
