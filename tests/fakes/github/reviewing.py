"""The rules of reviews that no schema says: where a comment may stand, all or nothing, pending reviews."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes.github.answers import Refused, check_length, invalid, not_found
from tests.fakes.github.diffs import diff
from tests.fakes.github.documents import merge_base
from tests.fakes.github.state import Account, Hosted, Pull, Review, ReviewComment, State
from tests.fakes.repository import GitFailed

RESOURCE = "PullRequestReviewComment"
_STATES = {"COMMENT": "COMMENTED", "APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED"}


@dataclass(frozen=True)
class Draft:
    """A comment that is asked for; ``line`` is ``None`` for one on the file."""

    path: str
    body: str
    line: int | None = None
    side: str = "RIGHT"
    start_line: int | None = None
    start_side: str | None = None


@dataclass(frozen=True)
class Misplaced:
    """Why a comment cannot stand where it should: the field and GitHub's words for it."""

    field: str
    message: str


def misplaced(hosted: Hosted, pull: Pull, commit: str, draft: Draft) -> Misplaced | None:
    """Checks the place against the real diff, with three lines of context."""
    file = diff(hosted.git, merge_base(hosted, pull), commit).get(draft.path)
    if file is None:
        return Misplaced("path", "Path could not be resolved")
    if draft.line is None:
        return None
    hunk = file.hunk_at(draft.line, draft.side)
    if hunk is None:
        return Misplaced("line", "Line could not be resolved")
    if draft.start_line is None:
        return None
    side = draft.start_side or draft.side
    if side == draft.side and draft.start_line >= draft.line:
        return Misplaced("start_line", "Start line must precede the end line.")
    if not hunk.holds(draft.start_line, side):
        return Misplaced("start_line", "Start line must be part of the same hunk as the line.")
    return None


def create_review(
    state: State,
    hosted: Hosted,
    pull: Pull,
    user: Account,
    commit: str,
    body: str,
    event: str | None,
    drafts: list[Draft],
) -> Review:
    """All comments or none. Without an event the review stays pending, seen by its author alone."""
    check_commit(hosted, pull, commit)
    check_length("PullRequestReview", body)
    if event in ("COMMENT", "REQUEST_CHANGES") and not body and not drafts:
        raise Refused(422, "Unprocessable Entity", ["Body can't be blank"])
    if event == "APPROVE" and user == pull.author:
        raise Refused(422, "Unprocessable Entity", ["Can not approve your own pull request"])
    _refuse_second_pending(hosted, pull, user)
    for draft in drafts:
        check_length(RESOURCE, draft.body)
        wrong = misplaced(hosted, pull, commit, draft)
        if wrong:
            raise Refused(422, "Unprocessable Entity", [wrong.message])
    review = _new_review(state, hosted, pull, user, commit, _STATES.get(event or "", "PENDING"), body)
    for draft in drafts:
        _new_comment(state, hosted, review, draft)
    if review.state != "PENDING":
        state.notify(hosted, pull.number, user)
    return review


def submit_review(state: State, hosted: Hosted, review: Review, event: str, body: str | None) -> None:
    """Shows a pending review to everybody; a ``body`` replaces the one that it had."""
    if review.state != "PENDING":
        raise Refused(422, "Unprocessable Entity", ["Can not submit a review that is not pending"])
    check_length("PullRequestReview", body)
    text = review.body if body is None else body
    if event in ("COMMENT", "REQUEST_CHANGES") and not text and not comments_of(hosted, review):
        raise Refused(422, "Unprocessable Entity", ["Body can't be blank"])
    review.state, review.body, review.created = _STATES[event], text, state.now()
    state.notify(hosted, review.number, review.user)


def delete_review(hosted: Hosted, review: Review) -> None:
    """A pending review goes with its comments; one that was submitted stays for good."""
    if review.state != "PENDING":
        raise Refused(422, "Unprocessable Entity", ["Can not delete a non-pending pull request review"])
    for comment in comments_of(hosted, review):
        del hosted.review_comments[comment.id]
    del hosted.reviews[review.id]


def add_to_review(state: State, hosted: Hosted, review: Review, draft: Draft) -> ReviewComment | None:
    """One more comment of a pending review; ``None`` where it cannot stand there: GraphQL says nothing of it then."""
    check_length(RESOURCE, draft.body)
    if misplaced(hosted, hosted.pulls[review.number], review.commit, draft):
        return None
    return _new_comment(state, hosted, review, draft)


def reply_in_review(state: State, hosted: Hosted, review: Review, first: ReviewComment, body: str) -> ReviewComment:
    """A reply that is shown when the pending review is submitted."""
    check_length(RESOURCE, body)
    draft = Draft(first.path, body, first.line, first.side, first.start_line, first.start_side)
    reply = _new_comment(state, hosted, review, draft)
    reply.reply_to = first.id
    return reply


def comments_of(hosted: Hosted, review: Review) -> list[ReviewComment]:
    return [comment for comment in hosted.review_comments.values() if comment.review is review]


def create_comment(state: State, hosted: Hosted, pull: Pull, user: Account, commit: str, draft: Draft) -> ReviewComment:
    """One comment; GitHub wraps it into a review of its own with an empty body."""
    check_commit(hosted, pull, commit)
    check_length(RESOURCE, draft.body)
    _refuse_second_pending(hosted, pull, user)
    wrong = misplaced(hosted, pull, commit, draft)
    if wrong:
        field = "path" if wrong.field == "path" else f"pull_request_review_thread.{wrong.field}"
        raise invalid(RESOURCE, field, f"{field} {wrong.message.lower()}")
    state.notify(hosted, pull.number, user)
    return _new_comment(state, hosted, _new_review(state, hosted, pull, user, commit, "COMMENTED", ""), draft)


def create_reply(state: State, hosted: Hosted, pull: Pull, user: Account, comment_id: int, body: str) -> ReviewComment:
    """A reply to the first comment of a thread; replies have no replies of their own."""
    first = hosted.review_comments.get(comment_id)
    if first is None or first.number != pull.number:
        raise not_found()
    if first.reply_to is not None:
        raise invalid(RESOURCE, "in_reply_to", "in_reply_to must be the first comment of a thread")
    check_length(RESOURCE, body)
    _refuse_second_pending(hosted, pull, user)
    state.notify(hosted, pull.number, user)
    return reply_in_review(
        state, hosted, _new_review(state, hosted, pull, user, first.commit, "COMMENTED", ""), first, body
    )


def check_commit(hosted: Hosted, pull: Pull, commit: str) -> None:
    """The commit must lie between the merge base and the head."""
    base = merge_base(hosted, pull)
    try:
        full = hosted.git.resolve(commit)
        part = full == pull.head_sha or full in hosted.git.git("rev-list", f"{base}..{pull.head_sha}").split()
    except GitFailed:
        part = False
    if not part:
        raise invalid(RESOURCE, "commit_id", "commit_id is not part of the pull request")


def _refuse_second_pending(hosted: Hosted, pull: Pull, user: Account) -> None:
    for review in hosted.reviews.values():
        if review.number == pull.number and review.user == user and review.state == "PENDING":
            raise Refused(422, "Unprocessable Entity", ["User can only have one pending review per pull request"])


def _new_review(
    state: State, hosted: Hosted, pull: Pull, user: Account, commit: str, outcome: str, body: str
) -> Review:
    review = Review(state.next_id("review"), pull.number, user, body, commit, outcome, state.now())
    hosted.reviews[review.id] = review
    return review


def _new_comment(state: State, hosted: Hosted, review: Review, draft: Draft) -> ReviewComment:
    now = state.now()
    comment = ReviewComment(
        id=state.next_id("review comment"),
        number=review.number,
        review=review,
        user=review.user,
        body=draft.body,
        path=draft.path,
        commit=review.commit,
        created=now,
        updated=now,
        line=draft.line,
        side=draft.side,
        start_line=draft.start_line,
        start_side=(draft.start_side or draft.side) if draft.start_line is not None else None,
    )
    hosted.review_comments[comment.id] = comment
    return comment
