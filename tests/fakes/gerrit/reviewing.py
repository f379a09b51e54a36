"""``POST …/revisions/{id}/review``: what a real Gerrit checks, in its words, and what it does."""

from __future__ import annotations

from typing import Any

from tests.fakes.gerrit.state import Account, Hosted, Json, PatchSet, State

_REVIEW_FIELDS = {
    *("message", "tag", "labels", "comments", "notify", "notify_details", "drafts", "omit_duplicate_comments"),
}
_COMMENT_FIELDS = {
    *("message", "unresolved", "line", "range", "side", "parent", "in_reply_to", "fix_suggestions"),
}
_MAGIC = ("/COMMIT_MSG", "/PATCHSET_LEVEL", "/MERGE_LIST")


class Rejected(Exception):
    """The answer is this status and this plain text, and nothing was done."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def review(state: State, change: Hosted, patch_set: PatchSet, author: Account, body: Json) -> Json:
    """Checks everything, then does everything."""
    _known(state, "ReviewInput", body, _REVIEW_FIELDS)
    comments = [(path, item) for path, items in (body.get("comments") or {}).items() for item in items]
    for path, item in comments:
        _known(state, "CommentInput", item, _COMMENT_FIELDS)
        _check(change, patch_set, path, item)
    _limits(state, change, [str(body.get("message") or ""), *(str(item.get("message") or "") for _, item in comments)])
    labels = _labels(state, change, author, body.get("labels") or {})
    for label, value in labels.items():
        change.votes[label, author.id] = value
    if labels:
        change.reviewers[author.id] = "REVIEWER"
    elif author != change.owner:
        change.reviewers.setdefault(author.id, "CC")
    fresh = [(path, item) for path, item in comments if str(item.get("message") or "").strip()]
    if body.get("omit_duplicate_comments"):
        fresh = [(path, item) for path, item in fresh if not _is_there(change, patch_set, path, item)]
    if fresh or labels or body.get("message"):
        _say(state, change, patch_set, author, body, labels, len(fresh))
    for path, item in fresh:
        change.comments.append((path, _comment(state, change, patch_set, author, item, body)))
    return {"labels": labels} if "labels" in body else {}


def _known(state: State, name: str, given: Json, known: set[str]) -> None:
    """Gerrit ignores unknown fields in silence: the tests must not."""
    state.violations += [f"{name} has no field {field!r}" for field in given.keys() - known]


def _limits(state: State, change: Hosted, texts: list[str]) -> None:
    """``change.commentSizeLimit`` and ``change.maxComments``; a message is one of the comments, even an empty one."""
    refused = "One or more comments were rejected in validation: "
    for text in texts:
        if (size := len(text.encode())) > state.comment_limit:
            raise Rejected(400, f"{refused}Comment size exceeds limit ({size} > {state.comment_limit})")
    there = len(change.comments) + len(change.messages)
    if there + len(texts) > state.most_comments:
        counted = f"{there} (existing) + {len(texts)} (new) > {state.most_comments}"
        raise Rejected(400, f"{refused}Exceeding maximum number of comments: {counted}")


def _check(change: Hosted, patch_set: PatchSet, path: str, item: Json) -> None:
    old_paths = {file.get("old_path") for file in patch_set.files.values()}
    if path not in patch_set.files and path not in old_paths and path not in _MAGIC:
        raise Rejected(400, f"file {path} not found in revision {change.number},{patch_set.number}")
    if path == "/PATCHSET_LEVEL" and item.keys() & {"line", "range", "side"}:
        raise Rejected(400, "Patchset-level comments can't have side, range, or line")
    line = item.get("line", 1)
    if line < 0:
        raise Rejected(400, f"negative line number {line} not allowed on {path}")
    if "range" in item:
        _check_range(path, item["range"])
    known = {comment["id"] for _, comment in change.comments}
    if item.get("in_reply_to") and item["in_reply_to"] not in known:
        raise Rejected(400, f"Invalid inReplyTo, comment {item['in_reply_to']} not found")


def _check_range(path: str, span: Json) -> None:
    start = span["start_line"], span["start_character"]
    end = span["end_line"], span["end_character"]
    if start > end or start[0] < 1 or start[1] < 0:
        shown = f"{start[0]}:{start[1]} - {end[0]}:{end[1]}"
        raise Rejected(400, f"Range ({shown}) is not valid for the comment on {path}")


def _labels(state: State, change: Hosted, author: Account, wanted: dict[str, int]) -> dict[str, int]:
    """Unknown labels are dropped without a word."""
    found = {label: value for label, value in wanted.items() if label in state.labels}
    for label, value in found.items():
        if value not in state.permitted(author, label):
            raise Rejected(403, f'Applying label "{label}": {value} is restricted')
    if found and change.status != "NEW":
        raise Rejected(409, "change is closed")
    return found


def _is_there(change: Hosted, patch_set: PatchSet, path: str, item: Json) -> bool:
    """Whether the same words stand in the same place of the same patch set."""
    return any(
        (where, one["patch_set"], one["message"]) == (path, patch_set.number, str(item["message"]).strip())
        and one.get("range", one.get("line")) == item.get("range", item.get("line"))
        and one.get("side") == item.get("side")
        for where, one in change.comments
    )


def _sent_with(change: Hosted, author: Account) -> str:
    """Gerrit names the person's first message of the second."""
    now = change.messages[-1]["date"]
    same = (message for message in change.messages if message["date"] == now)
    return next(str(message["id"]) for message in same if message["author"]["_account_id"] == author.id)


def _state_of_parent(change: Hosted, item: Json) -> bool:
    """What a reply is that does not say: as what it replies to."""
    return any(one["unresolved"] for _, one in change.comments if one["id"] == item.get("in_reply_to"))


def delete(state: State, change: Hosted, comment: str, by: Account, reason: str) -> Json:
    """An admin deletes a comment: its text goes, its place in the thread stays.

    Gerrit writes the notes of the change anew, and messages are named after the commits of these notes: they all get
    other ids.
    """
    found = next((item for _, item in change.comments if item["id"] == comment), None)
    if found is None:
        raise Rejected(404, f"Not found: {comment}")
    found["message"] = f"Comment removed by: {by.name or by.username.title()}; Reason: {reason}"
    for message in change.messages:
        old, message["id"] = message["id"], state.new_message_id()
        for _, item in change.comments:
            if item["change_message_id"] == old:
                item["change_message_id"] = message["id"]
    return found


def _say(
    state: State,
    change: Hosted,
    patch_set: PatchSet,
    author: Account,
    body: Json,
    labels: dict[str, int],
    comments: int,
) -> None:
    votes = "".join(f" {label}{value:+d}" if value else f" -{label}" for label, value in labels.items())
    parts = [f"Patch Set {patch_set.number}:{votes}"]
    if comments:
        parts.append(f"({comments} comment{'s' if comments > 1 else ''})")
    if body.get("message"):
        parts.append(str(body["message"]).strip())
    message = state.say(change, author, "\n\n".join(parts), str(body.get("tag") or ""))
    message["_revision_number"] = patch_set.number


def _comment(state: State, change: Hosted, patch_set: PatchSet, author: Account, item: Json, body: Json) -> Json:
    found: dict[str, Any] = {
        "id": state.new_id(),
        "author": author.json,
        "patch_set": patch_set.number,
        "commit_id": patch_set.base if item.get("side") == "PARENT" else patch_set.sha,
        "message": str(item["message"]).strip(),
        "unresolved": bool(item.get("unresolved", _state_of_parent(change, item))),
        "updated": change.messages[-1]["date"],
        "change_message_id": _sent_with(change, author),
    }
    found |= {field: item[field] for field in ("line", "range", "in_reply_to", "fix_suggestions") if field in item}
    if "range" in item:
        found["line"] = item["range"]["end_line"]
    if item.get("side") == "PARENT":
        found["side"] = "PARENT"
    if body.get("tag"):
        found["tag"] = body["tag"]
    return found
