"""Reads a change from GitHub."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.hosts.base import Unreviewable
from bot.hosts.github.client import Api
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_repository
from bot.hosts.github.wire import Comparison, PullRequest, Repository
from bot.model import Change, ChangeRef, CommitMessage

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

    def __str__(self) -> str:
        return f"{self.repository}#{self.number}"


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
        labels=tuple(label.name for label in pull.labels),
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
