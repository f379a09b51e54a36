"""Comments on the conversation of a pull request."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from tests.fakes.github.answers import body_of, invalid, not_found, page
from tests.fakes.github.context import actor, documents, needs, pull, repository, state, touch_comment
from tests.fakes.github.routes.comments import add_reaction, list_reactions, remove_reaction
from tests.fakes.github.state import IssueComment

routes = Blueprint("issues", __name__)

RESOURCE = "IssueComment"


@routes.get("/repos/<owner>/<repo>/issues/<int:issue_number>")
@needs("read", "issues", "pull_requests")
def get_issue(owner: str, repo: str, issue_number: int) -> Response:
    return jsonify(documents().issue(repository(), pull(issue_number)))


@routes.get("/repos/<owner>/<repo>/issues/<int:issue_number>/comments")
@needs("read", "issues", "pull_requests")
def list_comments(owner: str, repo: str, issue_number: int) -> Response:
    """Oldest first; ``since`` compares the time of the last edit."""
    found = repository().comments_of(pull(issue_number).number)
    since = request.args.get("since")
    if since:
        found = [comment for comment in found if comment.updated.strftime("%Y-%m-%dT%H:%M:%SZ") >= since]
    return page(found, lambda comment: documents().issue_comment(repository(), comment))


@routes.post("/repos/<owner>/<repo>/issues/<int:issue_number>/comments")
@needs("write", "issues", "pull_requests")
def post_comment(owner: str, repo: str, issue_number: int) -> tuple[Response, int]:
    number = pull(issue_number).number
    body, now = _body(), state().now()
    comment = IssueComment(state().next_id("issue comment"), number, actor(), body, now, now)
    repository().issue_comments[comment.id] = comment
    state().notify(repository(), number, actor())
    return jsonify(documents().issue_comment(repository(), comment)), 201


@routes.get("/repos/<owner>/<repo>/issues/comments/<int:comment_id>")
@needs("read", "issues", "pull_requests")
def get_comment(owner: str, repo: str, comment_id: int) -> Response:
    return jsonify(documents().issue_comment(repository(), _find(comment_id)))


@routes.patch("/repos/<owner>/<repo>/issues/comments/<int:comment_id>")
@needs("write", "issues", "pull_requests")
def edit_comment(owner: str, repo: str, comment_id: int) -> Response:
    comment = _find(comment_id)
    body = _body()
    touch_comment(comment.user, comment.id)
    comment.body, comment.updated = body, state().now()
    return jsonify(documents().issue_comment(repository(), comment))


@routes.delete("/repos/<owner>/<repo>/issues/comments/<int:comment_id>")
@needs("write", "issues", "pull_requests")
def delete_comment(owner: str, repo: str, comment_id: int) -> tuple[str, int]:
    comment = _find(comment_id)
    touch_comment(comment.user, comment.id)
    del repository().issue_comments[comment.id]
    return "", 204


@routes.post("/repos/<owner>/<repo>/issues/comments/<int:comment_id>/reactions")
@needs("write", "issues", "pull_requests")
def react(owner: str, repo: str, comment_id: int) -> tuple[Response, int]:
    content = body_of("Reaction")["content"]
    reaction, status = add_reaction(state(), _find(comment_id).reactions, content)
    return jsonify(documents().reaction(reaction)), status


@routes.get("/repos/<owner>/<repo>/issues/comments/<int:comment_id>/reactions")
@needs("read", "issues", "pull_requests")
def get_reactions(owner: str, repo: str, comment_id: int) -> Response:
    return list_reactions(_find(comment_id).reactions)


@routes.delete("/repos/<owner>/<repo>/issues/comments/<int:comment_id>/reactions/<int:reaction_id>")
@needs("write", "issues", "pull_requests")
def unreact(owner: str, repo: str, comment_id: int, reaction_id: int) -> tuple[str, int]:
    return remove_reaction(_find(comment_id).reactions, reaction_id)


@routes.get("/repos/<owner>/<repo>/issues/comments")
@needs("read", "issues", "pull_requests")
def list_all_comments(owner: str, repo: str) -> Response:
    """Of all issues and pull requests, also closed ones, by id."""
    found = sorted(repository().issue_comments.values(), key=lambda comment: comment.id)
    return page(found, lambda comment: documents().issue_comment(repository(), comment))


def _body() -> str:
    body: str = body_of(RESOURCE)["body"]
    if not body.strip():
        raise invalid(RESOURCE, "body", "body can't be blank")
    return body


def _find(comment_id: int) -> IssueComment:
    comment = repository().issue_comments.get(comment_id)
    if comment is None:
        raise not_found()
    return comment
