"""The fake's GraphQL: review threads, resolving them, hiding comments, commits and their blame."""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import graphql as gql
from flask import Blueprint, Response, current_app, g, jsonify, request

from tests.fakes.github.answers import Refused
from tests.fakes.github.context import actor, documents, state, token
from tests.fakes.github.documents import base_tip, merge_base, node_id, when
from tests.fakes.github.reviewing import Draft, add_to_review, reply_in_review
from tests.fakes.github.state import (
    Account,
    CheckRun,
    Hosted,
    IssueComment,
    Pull,
    Review,
    ReviewComment,
    Trespass,
)
from tests.fakes.repository import GitFailed

routes = Blueprint("graphql", __name__)

Node = dict[str, Any]
Item = TypeVar("Item")


@functools.cache
def schema() -> gql.GraphQLSchema:
    return gql.build_schema(Path(__file__).with_name("schema.graphql").read_text(encoding="utf-8"))


class Failed(gql.GraphQLError):
    """An error with GitHub's ``type`` (NOT_FOUND, FORBIDDEN, …), which stands beside the message."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@routes.post("/graphql")
def execute() -> Response | tuple[Response, int]:
    """Answers 200 also with errors, as GitHub does. A query that the schema refuses is a violation."""
    if g.token is None:
        return jsonify(message="This endpoint requires you to be authenticated."), 401
    content = request.get_json()
    try:
        query = gql.parse(content["query"])
    except gql.GraphQLSyntaxError as error:
        current_app.extensions["fake-violations"].append(f"graphql: {error.message}")
        return jsonify(errors=[{"message": error.message}])
    problems = gql.validate(schema(), query)
    if problems:
        current_app.extensions["fake-violations"].extend(f"graphql: {problem.message}" for problem in problems)
        return jsonify(errors=[{"message": problem.message} for problem in problems])
    request.environ["fake.write"] = any(
        isinstance(part, gql.OperationDefinitionNode) and part.operation is gql.OperationType.MUTATION
        for part in query.definitions
    )
    result = gql.execute_sync(schema(), query, root_value=_ROOT, variable_values=content.get("variables"))
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [_error(error) for error in result.errors]
    return jsonify(answer)


def _error(error: gql.GraphQLError) -> dict[str, Any]:
    document = dict(error.formatted)
    if isinstance(error.original_error, Failed):
        document["type"] = error.original_error.kind
    return document


def _repository(info: Any, owner: str, name: str, followRenames: bool = True) -> Node:  # noqa: N803  # GraphQL's name
    full = f"{owner}/{name}"
    hosted = state().find(full) or (state().find_former(full) if followRenames else None)
    if hosted is None or not state().reads(token(), hosted):
        raise Failed("NOT_FOUND", f"Could not resolve to a Repository with the name '{full}'.")

    def pull_request(info: Any, number: int) -> Node:
        found = hosted.pulls.get(number)
        if found is None:
            raise Failed("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {number}.")
        _require(hosted, ("pull_requests",), "read")
        return _pull(hosted, found)

    def git_object(info: Any, oid: str = "", expression: str = "") -> Node | None:
        _require(hosted, ("contents",), "read")
        if expression:
            found = hosted.git.find(expression)
            return {"__typename": "Blob", "oid": found} if found else None
        return _commit(hosted, oid) if hosted.git.has(oid) else None

    def pull_requests(
        info: Any, states: Sequence[str] = (), first: int | None = None, after: str | None = None
    ) -> Node:
        _require(hosted, ("pull_requests",), "read")
        found = [pull for pull in hosted.pulls.values() if not states or _state(pull) in states]
        connect: Callable[..., Node] = _connection(found, lambda pull: _pull(hosted, pull))
        return connect(info, first, after)

    return {
        "id": node_id("R", hosted.id),
        "databaseId": hosted.id,
        "nameWithOwner": hosted.full_name,
        "isArchived": hosted.archived,
        "pullRequests": pull_requests,
        "pullRequest": pull_request,
        "object": git_object,
    }


def _state(pull: Pull) -> str:
    return "OPEN" if pull.open else "MERGED" if pull.merged else "CLOSED"


def _commit(hosted: Hosted, oid: str) -> Node:
    repository = hosted.git

    def blame(info: Any, path: str) -> Node:
        try:
            runs = repository.blame(oid, path)
        except GitFailed:
            raise Failed("NOT_FOUND", f"Could not find a file at {path}.") from None
        return {
            "ranges": [
                {"commit": _commit(hosted, commit), "startingLine": first, "endingLine": last}
                for commit, _, first, last in runs
            ]
        }

    return {
        "__typename": "Commit",
        "oid": oid,
        "message": lambda info: repository.message(oid),
        "committedDate": lambda info: repository.git("show", "-s", "--format=%cI", oid),
        "blame": blame,
        "checkSuites": functools.partial(_suites, hosted, oid),
        "status": lambda info: _status(hosted, oid),
    }


def _suites(
    hosted: Hosted,
    oid: str,
    info: Any,
    first: int,
    after: str | None = None,
    filterBy: Node | None = None,  # noqa: N803
) -> Node:
    """One suite for each App and commit, and this fake has one App."""
    _require(hosted, ("checks",), "read")
    wanted = filterBy or {}
    runs = [run for run in hosted.check_runs.values() if run.sha == oid]
    names = {run.name for run in runs}
    fits = wanted.get("appId") in (None, state().app.id) and wanted.get("checkName") in (None, *names)
    connect: Callable[..., Node] = _connection([runs] if runs and fits else [], _suite)
    return connect(info, first, after)


def _suite(runs: Sequence[CheckRun]) -> Node:
    def check_runs(
        info: Any,
        first: int | None = None,
        after: str | None = None,
        filterBy: Node | None = None,  # noqa: N803
    ) -> Node:
        wanted = filterBy or {}
        found = [run for run in runs if wanted.get("checkName") in (None, run.name)]
        if wanted.get("checkType", "LATEST") == "LATEST":
            found = list({run.name: run for run in found}.values())
        return _connection(found, _check_run)(info, first, after)

    return {"id": node_id("CS", runs[0].id), "checkRuns": check_runs}


def _check_run(run: CheckRun) -> Node:
    number = {"id": node_id("CR", run.id), "databaseId": run.id}
    told = {"status": run.status.upper(), "externalId": run.external_id or None}
    return {**number, **told, "name": run.name, "completedAt": when(run.completed) if run.completed else None}


def _status(hosted: Hosted, oid: str) -> Node | None:
    _require(hosted, ("statuses",), "read")
    latest = {one.context: one for one in hosted.statuses if one.sha == oid}

    def context(info: Any, name: str) -> Node | None:
        found = latest.get(name)
        if found is None:
            return None
        told = {"state": found.state.upper(), "description": found.description, "createdAt": when(found.created)}
        return {"id": node_id("SC", found.id), "context": name, **told}

    return {"id": node_id("S", next(iter(latest.values())).id), "context": context} if latest else None


def _pull(hosted: Hosted, pull: Pull) -> Node:
    threads, comments = hosted.threads(pull.number), hosted.comments_of(pull.number)
    return {
        "id": node_id("PR", pull.id),
        "databaseId": pull.id,
        "number": pull.number,
        "isDraft": pull.draft,
        "__typename": "PullRequest",
        "headRefOid": pull.head_sha,
        "baseRefName": pull.base,
        "updatedAt": when(hosted.touched(pull)),
        "mergeQueueEntry": functools.partial(_queue_entry, hosted, pull),
        "reviews": _connection(_reviews(hosted, pull), lambda review: _review(hosted, review)),
        "baseRefOid": lambda info: base_tip(hosted, pull),
        "commits": functools.partial(_last_commits, hosted, pull),
        "timelineItems": functools.partial(_timeline, hosted, pull),
        "reviewThreads": _connection(threads, lambda thread: _thread(hosted, thread[0], thread[1])),
        "comments": _connection(comments, lambda comment: _comment("IC", comment)),
    }


def _queue_entry(hosted: Hosted, pull: Pull, info: Any) -> Node | None:
    del info
    _require(hosted, ("merge_queues",), "read")
    if pull.queued is None:
        return None
    status, base, head = pull.queued
    return {
        "id": node_id("MQE", pull.id),
        "state": status,
        "position": 1,
        "baseCommit": _commit(hosted, base),
        "headCommit": _commit(hosted, head),
    }


def _reviews(hosted: Hosted, pull: Pull) -> list[Review]:
    return [one for one in hosted.reviews.values() if one.number == pull.number and one.state != "PENDING"]


def _review(hosted: Hosted, review: Review) -> Node:
    moment = when(review.created)
    named = {"__typename": "PullRequestReview", "id": node_id("PRR", review.id), "body": review.body}
    lines = [one for one in hosted.review_comments.values() if one.review is review]
    comments = _connection(lines, lambda comment: _comment("PRRC", comment))
    return {**named, **_edited(review), "createdAt": moment, "updatedAt": moment, "comments": comments}


def _last_commits(hosted: Hosted, pull: Pull, info: Any, last: int) -> Node:
    """The last of a pull request's commits, the oldest first."""
    count = f"-n{max(last, 1)}"
    listed = hosted.git.git("rev-list", count, pull.head_sha, f"^{merge_base(hosted, pull)}") if last > 1 else ""
    commits = list(reversed(listed.split())) or [pull.head_sha]
    nodes = [{"id": node_id("PRC", pull.id), "commit": _commit(hosted, oid)} for oid in commits]
    return {"nodes": nodes, "totalCount": len(nodes)}


def _timeline(hosted: Hosted, pull: Pull, info: Any, last: int, itemTypes: Sequence[str] = ()) -> Node:  # noqa: N803
    """This fake remembers the pushes by force alone."""
    forced = pull.forced_over[-last:]
    return {
        "nodes": [
            {
                "__typename": "HeadRefForcePushedEvent",
                "id": node_id("HRFPE", number),
                "beforeCommit": _commit(hosted, oid),
            }
            for number, oid in enumerate(forced)
        ]
    }


def _thread(hosted: Hosted, first: ReviewComment, replies: Sequence[ReviewComment]) -> Node:
    shown = documents().review_comment(hosted, first)
    return {
        "id": node_id("PRRT", first.id),
        "isResolved": first.resolved,
        "isOutdated": documents().is_outdated(hosted, hosted.pulls[first.number], first),
        "isCollapsed": first.resolved,
        "path": first.path,
        "line": shown["line"],
        "startLine": shown["start_line"],
        "originalLine": first.line,
        "diffSide": first.side,
        "subjectType": "FILE" if first.line is None else "LINE",
        "comments": _connection([first, *replies], lambda comment: _comment("PRRC", comment)),
    }


def _comment(kind: str, comment: ReviewComment | IssueComment) -> Node:
    return {
        "__typename": "IssueComment" if kind == "IC" else "PullRequestReviewComment",
        "id": node_id(kind, comment.id),
        "databaseId": comment.id,
        "fullDatabaseId": str(comment.id),
        "body": comment.body,
        "path": getattr(comment, "path", None),
        **_edited(comment),
        "createdAt": when(comment.created),
        "updatedAt": when(comment.updated),
        "isMinimized": bool(comment.minimized),
        "minimizedReason": comment.minimized or None,
    }


def _edited(item: ReviewComment | IssueComment | Review) -> Node:
    when_ = getattr(item, "updated", item.created)
    editor = item.editor
    return {
        "author": _author(item.user) if item.user.kind != "Deleted" else None,
        "editor": _author(editor) if editor else None,
        "lastEditedAt": when(when_) if editor else None,
    }


def _nodes(info: Any, ids: Sequence[str]) -> list[Node | None]:
    return [_node(subject) for subject in ids]


def _node(subject: str) -> Node | None:
    kind, _, number = subject.partition("_")
    if kind in ("IC", "PRRC"):
        hosted, _, comment = _find_comment(subject, (kind,))
        _require(hosted, ("issues", "pull_requests"), "read")
        return _comment(kind, comment)
    for hosted in state().repositories.values():
        review = hosted.reviews.get(int(number)) if kind == "PRR" else None
        if review is not None:
            return _review(hosted, review)
        pull = next((one for one in hosted.pulls.values() if one.id == int(number)), None) if kind == "PR" else None
        if pull is not None and state().reads(token(), hosted):
            _require(hosted, ("pull_requests",), "read")
            return _pull(hosted, pull)
    return None


def _author(account: Account) -> Node:
    """GraphQL leaves the ``[bot]`` out that REST writes after a bot's name."""
    bot = account.kind == "Bot"
    return {
        "__typename": "Bot" if bot else "User",
        "id": node_id("BOT" if bot else "U", account.id),
        "databaseId": account.id,
        "login": account.login.removesuffix("[bot]"),
    }


def _connection(items: Sequence[Item], node: Callable[[Item], Node]) -> Callable[..., Node]:
    """A list in pages: ``first`` or ``last`` is wanted, 100 at most; a cursor is opaque."""

    def resolve(info: Any, first: int | None = None, after: str | None = None, last: int | None = None) -> Node:
        if last is not None and first is None and 1 <= last <= 100:
            page = {"hasNextPage": False, "endCursor": None}
            return {"nodes": [node(item) for item in items[-last:]], "pageInfo": page, "totalCount": len(items)}
        if first is None:
            raise Failed("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value.")
        if not 1 <= first <= 100:
            raise Failed("EXCESSIVE_PAGINATION", f"Requesting {first} records exceeds the `first` limit of 100.")
        start = int(base64.b64decode(after).decode().removeprefix("cursor:")) if after else 0
        end = min(start + first, len(items))
        cursor = base64.b64encode(f"cursor:{end}".encode()).decode() if end > start else None
        return {
            "nodes": [node(item) for item in items[start:end]],
            "pageInfo": {"hasNextPage": end < len(items), "endCursor": cursor},
            "totalCount": len(items),
        }

    return resolve


def _minimize(info: Any, input: dict[str, Any]) -> Node:
    hidden = _set_minimized(input["subjectId"], input["classifier"].lower().replace("_", "-"))
    return {"clientMutationId": input.get("clientMutationId"), "minimizedComment": hidden}


def _unminimize(info: Any, input: dict[str, Any]) -> Node:
    shown = _set_minimized(input["subjectId"], "")
    return {"clientMutationId": input.get("clientMutationId"), "unminimizedComment": shown}


def _set_minimized(subject: str, classifier: str) -> Node:
    hosted, kind, comment = _find_comment(subject, ("IC", "PRRC"))
    _require(hosted, ("issues", "pull_requests") if kind == "IC" else ("pull_requests",), "write")
    if comment.user != actor():
        state().trespasses.append(Trespass(actor().login, comment.user.login, comment.id))
    comment.minimized = classifier
    return _comment(kind, comment)


def _resolve(info: Any, input: dict[str, Any], resolved: bool = True) -> Node:
    """GitHub wants ``contents: write`` of an installation for this."""
    hosted, _, first = _find_comment(input["threadId"], ("PRRT",))
    _require(hosted, ("pull_requests",), "write")
    _require(hosted, ("contents",), "write")
    if not isinstance(first, ReviewComment) or first.reply_to is not None:
        raise _unknown(input["threadId"])
    if first.user != actor():
        state().trespasses.append(Trespass(actor().login, first.user.login, first.id))
    first.resolved = resolved
    replies = [one for one in hosted.published(first.number) if one.reply_to == first.id]
    return {"clientMutationId": input.get("clientMutationId"), "thread": _thread(hosted, first, replies)}


def _add_thread(info: Any, input: dict[str, Any]) -> Node:
    """A place that the diff does not have gives no thread, and no error."""
    hosted, review = _find_pending(input.get("pullRequestReviewId") or "")
    on_file = input["subjectType"] == "FILE"
    if (input.get("line") is None) != on_file:
        raise Failed("UNPROCESSABLE", "A thread on a line has one, a thread on a file has none.")
    start_side = input["startSide"] if input.get("startLine") is not None else None
    draft = Draft(input["path"], input["body"], input.get("line"), input["side"], input.get("startLine"), start_side)
    try:
        comment = add_to_review(state(), hosted, review, draft)
    except Refused as refused:
        raise Failed("UNPROCESSABLE", str(refused)) from None
    thread = _thread(hosted, comment, []) if comment else None
    return {"clientMutationId": input.get("clientMutationId"), "thread": thread}


def _add_reply(info: Any, input: dict[str, Any]) -> Node:
    hosted, _, first = _find_comment(input["pullRequestReviewThreadId"], ("PRRT",))
    found, review = _find_pending(input.get("pullRequestReviewId") or "")
    if found is not hosted or not isinstance(first, ReviewComment) or first.number != review.number:
        raise _unknown(input["pullRequestReviewThreadId"])
    reply = reply_in_review(state(), hosted, review, first, input["body"])
    return {"clientMutationId": input.get("clientMutationId"), "comment": _comment("PRRC", reply)}


def _find_pending(subject: str) -> tuple[Hosted, Review]:
    kind, _, number = subject.partition("_")
    for hosted in state().repositories.values():
        review = hosted.reviews.get(int(number)) if kind == "PRR" and number.isdecimal() else None
        if review is not None and review.state == "PENDING" and review.user == actor():
            _require(hosted, ("pull_requests",), "write")
            return hosted, review
    raise _unknown(subject)


def _find_comment(subject: str, kinds: tuple[str, ...]) -> tuple[Hosted, str, ReviewComment | IssueComment]:
    kind, _, number = subject.partition("_")
    if kind in kinds and number.isdecimal():
        for hosted in state().repositories.values():
            comments: dict[int, Any] = hosted.issue_comments if kind == "IC" else hosted.review_comments
            if int(number) in comments and state().reads(token(), hosted):
                return hosted, kind, comments[int(number)]
    raise _unknown(subject)


def _unknown(subject: str) -> Failed:
    return Failed("NOT_FOUND", f"Could not resolve to a node with the global id of '{subject}'")


def _require(hosted: Hosted, permissions: tuple[str, ...], level: str) -> None:
    if not any(state().allows(token(), hosted, permission, level) for permission in permissions):
        raise Failed("FORBIDDEN", "Resource not accessible by integration")


_ROOT = {
    "nodes": _nodes,
    "repository": _repository,
    "viewer": lambda info: _author(actor()),
    "addPullRequestReviewThread": _add_thread,
    "addPullRequestReviewThreadReply": _add_reply,
    "minimizeComment": _minimize,
    "unminimizeComment": _unminimize,
    "resolveReviewThread": _resolve,
    "unresolveReviewThread": functools.partial(_resolve, resolved=False),
}
