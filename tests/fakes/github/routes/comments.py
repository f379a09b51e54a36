"""Review comments, their replies and reactions."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from tests.fakes.github.answers import body_of, forbidden, not_found, page
from tests.fakes.github.context import actor, documents, needs, pull, repository, state, touch_comment
from tests.fakes.github.reviewing import RESOURCE, create_comment, create_reply
from tests.fakes.github.routes.pulls import draft_of
from tests.fakes.github.state import Reaction, ReviewComment, State

routes = Blueprint("comments", __name__)


@routes.get("/repos/<owner>/<repo>/pulls/<int:pull_number>/comments")
@needs("read", "pull_requests")
def list_comments(owner: str, repo: str, pull_number: int) -> Response:
    """Oldest first unless ``direction=desc``; comments of pending reviews are not among them."""
    found = repository().published(pull(pull_number).number)
    if request.args.get("direction") == "desc":
        found.reverse()
    return page(found, lambda comment: documents().review_comment(repository(), comment))


@routes.post("/repos/<owner>/<repo>/pulls/<int:pull_number>/comments")
@needs("write", "pull_requests")
def post_comment(owner: str, repo: str, pull_number: int) -> tuple[Response, int]:
    found = pull(pull_number)
    content = body_of(RESOURCE)
    if "in_reply_to" in content:
        comment = create_reply(state(), repository(), found, actor(), content["in_reply_to"], content["body"])
    else:
        draft = draft_of(content, file_allowed=True)
        comment = create_comment(state(), repository(), found, actor(), content["commit_id"], draft)
    return jsonify(documents().review_comment(repository(), comment)), 201


@routes.post("/repos/<owner>/<repo>/pulls/<int:pull_number>/comments/<int:comment_id>/replies")
@needs("write", "pull_requests")
def post_reply(owner: str, repo: str, pull_number: int, comment_id: int) -> tuple[Response, int]:
    body = body_of(RESOURCE)["body"]
    reply = create_reply(state(), repository(), pull(pull_number), actor(), comment_id, body)
    return jsonify(documents().review_comment(repository(), reply)), 201


@routes.get("/repos/<owner>/<repo>/pulls/comments/<int:comment_id>")
@needs("read", "pull_requests")
def get_comment(owner: str, repo: str, comment_id: int) -> Response:
    return jsonify(documents().review_comment(repository(), _find(comment_id)))


@routes.patch("/repos/<owner>/<repo>/pulls/comments/<int:comment_id>")
@needs("write", "pull_requests")
def edit_comment(owner: str, repo: str, comment_id: int) -> Response:
    comment = _find(comment_id)
    body = body_of(RESOURCE)["body"]
    touch_comment(comment.user, comment.id)
    comment.body, comment.updated = body, state().now()
    return jsonify(documents().review_comment(repository(), comment))


@routes.delete("/repos/<owner>/<repo>/pulls/comments/<int:comment_id>")
@needs("write", "pull_requests")
def delete_comment(owner: str, repo: str, comment_id: int) -> tuple[str, int]:
    """The thread's replies stay behind, as on GitHub."""
    comment = _find(comment_id)
    touch_comment(comment.user, comment.id)
    del repository().review_comments[comment.id]
    return "", 204


@routes.get("/repos/<owner>/<repo>/pulls/comments")
@needs("read", "pull_requests")
def list_all_comments(owner: str, repo: str) -> Response:
    """Of all pull requests, also closed ones, by id."""
    hosted = repository()
    found = sorted((one for number in hosted.pulls for one in hosted.published(number)), key=lambda one: one.id)
    return page(found, lambda comment: documents().review_comment(hosted, comment))


@routes.get("/repos/<owner>/<repo>/pulls/comments/<int:comment_id>/reactions")
@needs("read", "pull_requests")
def get_reactions(owner: str, repo: str, comment_id: int) -> Response:
    return list_reactions(_find(comment_id).reactions)


@routes.delete("/repos/<owner>/<repo>/pulls/comments/<int:comment_id>/reactions/<int:reaction_id>")
@needs("write", "pull_requests")
def unreact(owner: str, repo: str, comment_id: int, reaction_id: int) -> tuple[str, int]:
    return remove_reaction(_find(comment_id).reactions, reaction_id)


@routes.post("/repos/<owner>/<repo>/pulls/comments/<int:comment_id>/reactions")
@needs("write", "pull_requests")
def react(owner: str, repo: str, comment_id: int) -> tuple[Response, int]:
    content = body_of("Reaction")["content"]
    reaction, status = add_reaction(state(), _find(comment_id).reactions, content)
    return jsonify(documents().reaction(reaction)), status


def add_reaction(state: State, reactions: list[Reaction], content: str) -> tuple[Reaction, int]:
    """201 for a new reaction, 200 with the old one when this person had reacted so before."""
    for reaction in reactions:
        if reaction.user == actor() and reaction.content == content:
            return reaction, 200
    reactions.append(Reaction(state.next_id("reaction"), actor(), content, state.now()))
    return reactions[-1], 201


def list_reactions(reactions: list[Reaction]) -> Response:
    wanted = request.args.get("content")
    found = [reaction for reaction in reactions if wanted in (None, reaction.content)]
    return page(found, documents().reaction)


def remove_reaction(reactions: list[Reaction], reaction_id: int) -> tuple[str, int]:
    """Everybody removes their own alone."""
    found = next((reaction for reaction in reactions if reaction.id == reaction_id), None)
    if found is None:
        raise not_found()
    if found.user != actor():
        raise forbidden()
    reactions.remove(found)
    return "", 204


def _find(comment_id: int) -> ReviewComment:
    comment = repository().review_comments.get(comment_id)
    if comment is None or (comment.review.state == "PENDING" and comment.user != actor()):
        raise not_found()
    return comment
