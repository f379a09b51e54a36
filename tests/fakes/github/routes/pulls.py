"""Pull requests, their files and their reviews."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from tests.fakes.github.answers import Refused, body_of, not_found, page
from tests.fakes.github.context import actor, documents, needs, pull, repository, state
from tests.fakes.github.diffs import diff
from tests.fakes.github.documents import merge_base
from tests.fakes.github.reviewing import Draft, comments_of, create_review, delete_review, submit_review
from tests.fakes.github.routes.repositories import FILES_LIMIT, file_entry
from tests.fakes.github.state import Pull, Review

routes = Blueprint("pulls", __name__)


@routes.get("/repos/<owner>/<repo>/pulls")
@needs("read", "pull_requests")
def list_pulls(owner: str, repo: str) -> Response:
    """Newest first unless ``direction`` or ``sort`` say otherwise."""
    wanted = request.args.get("state", "open")
    base, head = request.args.get("base"), request.args.get("head")
    sort = request.args.get("sort", "created")

    def fits(one: Pull) -> bool:
        right_state = wanted == "all" or one.open == (wanted == "open")
        right_head = head is None or head.rpartition(":")[2] == one.head
        return right_state and right_head and (base is None or one.base == base)

    found = [one for one in repository().pulls.values() if fits(one)]
    found.sort(key=lambda one: (one.updated if sort == "updated" else one.created, one.number))
    if request.args.get("direction", "desc" if sort == "created" else "asc") == "desc":
        found.reverse()
    return page(found, lambda one: documents().pull_simple(repository(), one))


@routes.get("/repos/<owner>/<repo>/pulls/<int:pull_number>")
@needs("read", "pull_requests")
def get_pull(owner: str, repo: str, pull_number: int) -> Response:
    found = pull(pull_number)
    if "diff" in request.headers.get("Accept", ""):
        return _as_diff(found)
    return jsonify(documents().pull(repository(), found))


@routes.get("/repos/<owner>/<repo>/pulls/<int:pull_number>/files")
@needs("read", "pull_requests")
def list_files(owner: str, repo: str, pull_number: int) -> Response:
    found = pull(pull_number)
    files = diff(repository().git, merge_base(repository(), found), found.head_sha)
    return page(list(files.values())[:FILES_LIMIT], lambda file: file_entry(repository(), found.head_sha, file))


@routes.get("/repos/<owner>/<repo>/pulls/<int:pull_number>/reviews")
@needs("read", "pull_requests")
def list_reviews(owner: str, repo: str, pull_number: int) -> Response:
    """Oldest first; a pending review is seen by its author alone."""
    number = pull(pull_number).number
    found = [
        review
        for review in repository().reviews.values()
        if review.number == number and (review.state != "PENDING" or review.user == actor())
    ]
    return page(found, lambda review: documents().review(repository(), review))


@routes.post("/repos/<owner>/<repo>/pulls/<int:pull_number>/reviews")
@needs("write", "pull_requests")
def post_review(owner: str, repo: str, pull_number: int) -> Response:
    found = pull(pull_number)
    content = body_of("PullRequestReview")
    review = create_review(
        state(),
        repository(),
        found,
        actor(),
        content.get("commit_id") or found.head_sha,
        content.get("body") or "",
        content.get("event"),
        [draft_of(comment, file_allowed=False) for comment in content.get("comments", ())],
    )
    return jsonify(documents().review(repository(), review))


@routes.put("/repos/<owner>/<repo>/pulls/<int:pull_number>/reviews/<int:review_id>")
@needs("write", "pull_requests")
def edit_review(owner: str, repo: str, pull_number: int, review_id: int) -> Response:
    review = _review(pull_number, review_id)
    body = body_of("PullRequestReview")["body"]
    if review.user != actor():
        raise Refused(422, "Unprocessable Entity", ["Could not update pull request review."])
    review.body = body
    return jsonify(documents().review(repository(), review))


@routes.delete("/repos/<owner>/<repo>/pulls/<int:pull_number>/reviews/<int:review_id>")
@needs("write", "pull_requests")
def delete_pending(owner: str, repo: str, pull_number: int, review_id: int) -> Response:
    review = _review(pull_number, review_id)
    document = documents().review(repository(), review)
    delete_review(repository(), review)
    return jsonify(document)


@routes.get("/repos/<owner>/<repo>/pulls/<int:pull_number>/reviews/<int:review_id>/comments")
@needs("read", "pull_requests")
def list_review_comments(owner: str, repo: str, pull_number: int, review_id: int) -> Response:
    """Those of a pending review too, for its author."""
    found = comments_of(repository(), _review(pull_number, review_id))
    return page(found, lambda comment: documents().comment_of_review(repository(), comment))


@routes.post("/repos/<owner>/<repo>/pulls/<int:pull_number>/reviews/<int:review_id>/events")
@needs("write", "pull_requests")
def submit(owner: str, repo: str, pull_number: int, review_id: int) -> Response:
    review, content = _review(pull_number, review_id), body_of("PullRequestReview")
    submit_review(state(), repository(), review, content["event"], content.get("body"))
    return jsonify(documents().review(repository(), review))


def _review(pull_number: int, review_id: int) -> Review:
    review = repository().reviews.get(review_id)
    if review is None or review.number != pull(pull_number).number:
        raise not_found()
    if review.state == "PENDING" and review.user != actor():
        raise not_found()
    return review


def draft_of(content: dict[str, Any], *, file_allowed: bool) -> Draft:
    """The comment that a request describes. The old ``position`` is refused: nobody should use it anew."""
    on_file = file_allowed and content.get("subject_type") == "file"
    if "position" in content or (content.get("line") is None and not on_file):
        raise Refused(422, "Unprocessable Entity", ["Line could not be resolved"])
    return Draft(
        path=content["path"],
        body=content["body"],
        line=None if on_file else content["line"],
        side=content.get("side", "RIGHT"),
        start_line=content.get("start_line"),
        start_side=content.get("start_side"),
    )


def _as_diff(found: Pull) -> Response:
    """The diff media type, which GitHub refuses for big pull requests."""
    base = merge_base(repository(), found)
    if len(diff(repository().git, base, found.head_sha)) > 300:
        raise Refused(406, "Sorry, the diff exceeded the maximum number of files (300).")
    return Response(repository().git.git("diff", base, found.head_sha) + "\n", content_type="text/plain")
