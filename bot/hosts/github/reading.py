"""A change and our own comments, as GitHub tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot import markers
from bot.hosts.base import ChangeNotFound, HostError, Unreviewable
from bot.hosts.github.client import Api, Identity, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_repository, is_sha
from bot.markers import MarkerKind, Scope
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


def pull_request(api: Api, ref: ChangeRef) -> Json:
    """The pull request. A repository that was renamed is followed. Raises :class:`ChangeNotFound`."""
    place = Place(ref.repository, ref.number)
    try:
        return api.get(place.pull, f"read {ref}")
    except Refused as refusal:
        if refusal.status != 404:
            raise
        raise ChangeNotFound(str(refusal)) from refusal


def place_of(pull: Json, ref: ChangeRef) -> Place:
    """Where the pull request is now.

    Under an old name GitHub redirects: a write is lost then, a list's second page is its first one again, and git does
    not follow.
    """
    name = str(pull["base"]["repo"]["full_name"])
    return Place(name if is_repository(name) else ref.repository, ref.number)


def change(api: Api, ref: ChangeRef, pull: Json) -> Change:
    """The change as this pull request has it; the merge base is GitHub's own, since its diff is what comments fit."""
    base, head = _commit_id(pull["base"]["sha"], ref), _commit_id(pull["head"]["sha"], ref)
    found = _described(ref, pull, base, head)
    if not found.open:
        return found
    return compared(api, place_of(pull, ref), found)


def compared(api: Api, place: Place, change: Change) -> Change:
    """The change with its merge base and what its commits say. Raises :class:`Unreviewable`."""
    base, head = change.base, change.head
    try:
        comparison = _compare(api, place, base, head)
    except Refused as refusal:
        if refusal.status == 401:
            raise
        none = "base and head have no common ancestor" if refusal.status == 404 else "GitHub does not compare it"
        raise Unreviewable(change, f"{none} ({refusal})") from refusal
    messages = _messages(api, place, comparison, base, head)
    return replace(
        change,
        merge_base=_commit_id(comparison["merge_base_commit"]["sha"], change.ref),
        messages=messages,
        unread_messages=max(0, int(comparison.get("total_commits") or 0) - len(messages)),
    )


def _commit_id(value: object, ref: ChangeRef) -> str:
    if not isinstance(value, str) or not is_sha(value):
        raise HostError(f"{ref}: GitHub named {str(value)[:80]!r} where a commit id belongs")
    return value


def _described(ref: ChangeRef, pull: Json, base: str, head: str) -> Change:
    """What the pull request says of itself. In an archived repository nothing can be said about it: it is closed."""
    repository = pull["base"]["repo"]
    return Change(
        ref=ref,
        repository_id=str(repository["id"]),
        base=base,
        head=head,
        merge_base=base,
        target_branch=str(pull["base"]["ref"]),
        default_branch=str(repository["default_branch"]),
        author=str((pull.get("user") or {}).get("login") or "ghost"),
        title=str(pull["title"]),
        url=str(pull.get("html_url") or ""),
        draft=bool(pull.get("draft")),
        private=bool(repository.get("private")),
        open=pull["state"] == "open" and not repository.get("archived"),
    )


def _compare(api: Api, place: Place, base: str, head: str, page: int = 1) -> Json:
    """GitHub's comparison with one page of its commits, the oldest first; the files come with the first page alone."""
    to = f"compare {base[:7]} and {head[:7]}"
    return api.get(f"{place.root}/compare/{base}...{head}", to, per_page=_COMMITS_A_PAGE, page=page)


def _messages(api: Api, place: Place, first: Json, base: str, head: str) -> tuple[CommitMessage, ...]:
    """What the commits say, page by page: the list of a pull request's own commits would end at 250 of them."""
    commits = list(first.get("commits") or ())
    wanted = min(int(first.get("total_commits") or 0), MOST_MESSAGES)
    page = 1
    while len(commits) < wanted:
        page += 1
        more = _compare(api, place, base, head, page).get("commits") or ()
        if not more:
            break
        commits += more
    return tuple(CommitMessage(str(item["sha"]), str(item["commit"]["message"])) for item in commits[:MOST_MESSAGES])


def review_comments(api: Api, place: Place) -> list[Json]:
    """Every comment on lines and files of the change, anybody's, oldest first."""
    return list(api.pages(f"{place.pull}/comments", f"list the review comments of {place.repository}#{place.number}"))


def issue_comments(api: Api, place: Place) -> Iterator[Json]:
    return api.pages(f"{place.issue}/comments", f"list the comments of {place.repository}#{place.number}")


def posted(api: Api, place: Place, identity: Identity, scope: Scope) -> Posted:
    """Ours are those that our user wrote *and* that carry a marker made for this change."""
    return Posted(
        comments=own_comments(review_comments(api, place), identity, scope),
        summary=own_summary(issue_comments(api, place), identity, scope),
    )


def own_comments(comments: Iterable[Json], identity: Identity, scope: Scope) -> tuple[PostedComment, ...]:
    """Our comments among these. One with a reply of somebody else counts as answered; threads are flat on GitHub."""
    listed = list(comments)
    answered = {item.get("in_reply_to_id") for item in listed if not identity.wrote(item)}
    found = []
    for item in listed:
        marker = markers.read(item.get("body") or "", scope) if identity.wrote(item) else None
        if marker is None or marker.kind not in (MarkerKind.FINDING, MarkerKind.CLOSED) or item.get("in_reply_to_id"):
            continue
        found.append(
            PostedComment(
                id=str(item["id"]),
                fingerprint=marker.fingerprint,
                path=str(item["path"]),
                line=item.get("line"),
                side=Side.BASE if item.get("side") == "LEFT" else Side.HEAD,
                commit=marker.commit,
                closed=marker.kind is MarkerKind.CLOSED,
                answered=item["id"] in answered,
                outdated=item.get("line") is None and item.get("subject_type") != "file",
            )
        )
    return tuple(found)


def own_summary(comments: Iterable[Json], identity: Identity, scope: Scope) -> PostedSummary | None:
    """Our summary; the oldest, should there be several."""
    for item in comments:
        marker = markers.read(item.get("body") or "", scope) if identity.wrote(item) else None
        if marker is not None and marker.kind is MarkerKind.SUMMARY:
            return PostedSummary(id=str(item["id"]), body=item["body"], commit=marker.commit)
    return None
