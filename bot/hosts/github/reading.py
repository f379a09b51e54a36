"""Reads from GitHub: a change, and the comments and the summary that the bot has posted on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import markers
from bot.hosts.base import Unreviewable
from bot.hosts.github.client import Api, Identity
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_repository
from bot.hosts.github.wire import Comment, Comparison, PullRequest, Repository, ReviewComment
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Change, ChangeRef, CommitMessage, Side
from bot.publication import Posted, PostedComment, PostedSummary

MOST_MESSAGES = 1_000
"""Commits of one change whose messages are read, which is ten requests; the review says how many were not."""
_COMMITS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change's requests go. ``repository`` is the name that GitHub uses now, whatever the event said."""

    repository: str
    number: int

    @property
    def root(self) -> str:
        return f"/repos/{self.repository}"

    @property
    def pull(self) -> str:
        return f"{self.root}/pulls/{self.number}"

    @property
    def issue(self) -> str:
        return f"{self.root}/issues/{self.number}"


def pull_request(api: Api, ref: ChangeRef) -> PullRequest:
    """The pull request. A repository that was renamed is followed. Raises :class:`ChangeNotFound`."""
    return api.find(PullRequest, Place(ref.repository, ref.number).pull, f"read {ref}")


def place_of(repository: Repository, ref: ChangeRef) -> Place:
    """Where the change is now.

    Under an old name GitHub redirects: a write is lost then, a list's second page is its first one again, and git does
    not follow.
    """
    return Place(repository.full_name if is_repository(repository.full_name) else ref.repository, ref.number)


def change(api: Api, ref: ChangeRef, pull: PullRequest) -> Change:
    """The change as this pull request has it; the merge base is GitHub's own, since its diff is what comments fit.

    In an archived repository nothing can be said about it: it is closed. Raises
    :class:`~bot.hosts.base.Unreviewable`.
    """
    repository = pull.base.repo
    found = Change(
        ref=ref,
        repository_id=str(repository.id),
        base=pull.base.sha,
        head=pull.head.sha,
        merge_base=pull.base.sha,
        target_branch=pull.base.ref,
        default_branch=repository.default_branch,
        author=pull.user.login if pull.user else "ghost",
        title=pull.title,
        url=pull.html_url,
        draft=pull.draft,
        open=pull.state == "open" and not repository.archived,
        merged=pull.merged,
    )
    return compared(api, place_of(repository, ref), found) if found.open else found


def compared(api: Api, place: Place, change: Change) -> Change:
    """The change with its merge base and what its commits say. Raises :class:`Unreviewable`."""
    try:
        comparison = _compare(api, place, change)
    except Refused as refusal:
        if refusal.status == 401:
            raise
        none = "base and head have no common ancestor" if refusal.status == 404 else "GitHub does not compare it"
        raise Unreviewable(change, f"{none} ({refusal})") from refusal
    messages = _messages(api, place, change, comparison)
    return replace(
        change,
        merge_base=comparison.merge_base_commit.sha,
        messages=messages,
        unread_messages=max(0, comparison.total_commits - len(messages)),
    )


def _compare(api: Api, place: Place, change: Change, page: int = 1) -> Comparison:
    """GitHub's comparison with one page of its commits, the oldest first; the files come with the first page alone."""
    path = f"{place.root}/compare/{change.base}...{change.head}"
    to = f"compare {change.base[:7]} and {change.head[:7]}"
    return api.get(Comparison, path, to, per_page=_COMMITS_A_PAGE, page=page)


def _messages(api: Api, place: Place, change: Change, first: Comparison) -> tuple[CommitMessage, ...]:
    """What the commits say, page by page: the list of a pull request's own commits would end at 250 of them."""
    commits = [*first.commits]
    wanted = min(first.total_commits, MOST_MESSAGES)
    page = 1
    while len(commits) < wanted:
        page += 1
        more = _compare(api, place, change, page).commits
        if not more:
            break
        commits += more
    return tuple(CommitMessage(item.sha, item.commit.message) for item in commits[:MOST_MESSAGES])


def review_comments(api: Api, place: Place) -> list[ReviewComment]:
    """Every comment on lines and files of the change, anybody's, oldest first."""
    to = f"list the review comments of {place.repository}#{place.number}"
    return list(api.pages(ReviewComment, f"{place.pull}/comments", to))


def posted(api: Api, place: Place, identity: Identity, scope: Scope) -> Posted:
    """What the bot has posted: its user wrote the comment *and* the comment carries a marker made for this change."""
    return Posted(
        comments=own_comments(review_comments(api, place), identity, scope),
        summary=own_summary(api, place, identity, scope),
    )


def own_comments(comments: Sequence[ReviewComment], identity: Identity, scope: Scope) -> tuple[PostedComment, ...]:
    """The bot's comments among ``comments``. A comment that somebody else replied to counts as answered."""
    answered = {item.in_reply_to_id for item in comments if not identity.wrote(item)}
    found = []
    for item in comments:
        marker = _own_marker(item, identity, scope)
        if marker is None or marker.kind not in (MarkerKind.FINDING, MarkerKind.CLOSED) or item.in_reply_to_id:
            continue
        found.append(
            PostedComment(
                id=str(item.id),
                fingerprint=marker.fingerprint,
                path=item.path,
                line=item.line,
                side=Side.BASE if item.side == "LEFT" else Side.HEAD,
                commit=marker.commit,
                closed=marker.kind is MarkerKind.CLOSED,
                answered=item.id in answered,
                outdated=item.line is None and item.subject_type != "file",
            )
        )
    return tuple(found)


def own_summary(api: Api, place: Place, identity: Identity, scope: Scope) -> PostedSummary | None:
    """The bot's summary; the oldest, should there be several."""
    to = f"list the comments of {place.repository}#{place.number}"
    for item in api.pages(Comment, f"{place.issue}/comments", to):
        marker = _own_marker(item, identity, scope)
        if marker is not None and marker.kind is MarkerKind.SUMMARY:
            return PostedSummary(id=str(item.id), body=item.body or "", commit=marker.commit)
    return None


def _own_marker(comment: Comment, identity: Identity, scope: Scope) -> Marker | None:
    return markers.read(comment.body or "", scope) if identity.wrote(comment) else None
