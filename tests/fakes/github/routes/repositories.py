"""Repositories, commits, comparisons, people."""

from __future__ import annotations

import base64
from typing import Any

from flask import Blueprint, Response, jsonify, request

from tests.fakes.github.answers import Document, Refused, forbidden, not_found, page
from tests.fakes.github.context import actor, documents, needs, repository, state, token
from tests.fakes.github.diffs import FileDiff, diff
from tests.fakes.github.state import Hosted
from tests.fakes.repository import GitFailed

routes = Blueprint("repositories", __name__)

FILES_LIMIT = 3000
_COARSE = {"admin": "admin", "maintain": "write", "write": "write", "triage": "read", "read": "read"}


@routes.get("/user")
@needs("read")
def get_user() -> Response:
    if token().installation is not None:
        raise forbidden()
    return jsonify(documents().user(actor()))


@routes.get("/rate_limit")
def get_rate_limit() -> Response:
    rate = {"limit": 5000, "used": 0, "remaining": 5000, "reset": int(state().now().timestamp()) + 3600}
    return jsonify(rate=rate, resources={"core": rate, "search": rate, "graphql": rate})


@routes.get("/repos/<owner>/<repo>")
@needs("read", "metadata")
def get_repository(owner: str, repo: str) -> Response:
    return jsonify(documents().repository(repository()))


@routes.get("/repos/<owner>/<repo>/collaborators/<username>/permission")
@needs("read", "metadata")
def get_permission(owner: str, repo: str, username: str) -> Response:
    if username not in state().accounts:
        raise not_found()
    role = state().role(repository(), username)
    coarse = _COARSE.get(role, "none")
    person = documents().account(state().accounts[username])
    switches = {
        name: coarse in allowed
        for name, allowed in {
            "pull": ("read", "write", "admin"),
            "triage": ("write", "admin"),
            "push": ("write", "admin"),
            "maintain": ("admin",),
            "admin": ("admin",),
        }.items()
    }
    return jsonify(permission=coarse, role_name=role, user={**person, "role_name": role, "permissions": switches})


@routes.get("/repos/<owner>/<repo>/collaborators/<username>")
@needs("read", "metadata")
def check_collaborator(owner: str, repo: str, username: str) -> tuple[str, int]:
    """204 for whoever was given a role. A person asks with push access alone."""
    if token().installation is None and not state().allows(token(), repository(), "contents", "write"):
        raise Refused(403, "Must have push access to view repository collaborators.")
    if not state().collaborates(repository(), username):
        raise not_found()
    return "", 204


@routes.get("/orgs/<org>/teams/<team_slug>/memberships/<username>")
@needs("read")
def get_membership(org: str, team_slug: str, username: str) -> Response:
    if token().installation is not None and "members" not in token().permissions:
        raise forbidden()
    membership = state().teams.get(f"{org}/{team_slug}", {}).get(username)
    if membership is None:
        raise not_found()
    url = f"{documents().api}/organizations/1/team/1/memberships/{username}"
    return jsonify(url=url, role="member", state=membership)


@routes.get("/repos/<owner>/<repo>/contents/<path:path>")
@needs("read", "contents")
def get_content(owner: str, repo: str, path: str) -> Response:
    """A file of the default branch. Of one over 1 MB the text is left out. Folders are not served."""
    hosted = repository()
    listed = hosted.git.git("ls-tree", hosted.git.default_branch, "--", path)
    if " blob " not in listed:
        raise not_found()
    _, kind, blob = listed.partition("\t")[0].split(" ")
    url = f"{documents().repository_api(hosted)}/contents/{path}"
    entry: dict[str, Any] = {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": blob,
        "size": 0,
        "url": url,
        "git_url": f"{documents().repository_api(hosted)}/git/{kind}s/{blob}",
        "html_url": f"{documents().origin}/{hosted.full_name}/{kind}/main/{path}",
        "download_url": f"{documents().origin}/{hosted.full_name}/raw/main/{path}",
    }
    entry["_links"] = {"self": url, "git": entry["git_url"], "html": entry["html_url"]}
    text = hosted.git.read(hosted.git.default_branch, path).encode()
    large = len(text) > 1_000_000
    return jsonify(
        **entry | {"size": len(text)},
        type="file",
        encoding="none" if large else "base64",
        content="" if large else base64.encodebytes(text).decode(),
    )


@routes.get("/repos/<owner>/<repo>/commits/<ref>")
@needs("read", "contents")
def get_commit(owner: str, repo: str, ref: str) -> Response:
    return jsonify(documents().commit(repository(), commit_id(repository(), ref)))


@routes.get("/repos/<owner>/<repo>/compare/<basehead>")
@needs("read", "contents")
def compare(owner: str, repo: str, basehead: str) -> Response:
    """Two commits by three dots. The commits come in pages, the files only on the first."""
    hosted = repository()
    left, dots, right = basehead.partition("...")
    if not dots:
        raise not_found()
    base, head = commit_id(hosted, left), commit_id(hosted, right)
    try:
        middle = hosted.git.merge_base(base, head)
    except GitFailed:
        raise Refused(404, "No common ancestor between the two commits") from None
    behind, ahead = (
        hosted.git.git("rev-list", "--reverse", f"{one}..{two}").split() for one, two in ((head, base), (base, head))
    )
    status = ("diverged" if behind else "ahead") if ahead else ("behind" if behind else "identical")
    per_page = request.args.get("per_page", 250, type=int)
    start = (request.args.get("page", 1, type=int) - 1) * per_page
    link = f"{documents().origin}/{hosted.full_name}/compare/{basehead}"
    return jsonify(
        url=f"{documents().repository_api(hosted)}/compare/{basehead}",
        html_url=link,
        permalink_url=link,
        diff_url=f"{link}.diff",
        patch_url=f"{link}.patch",
        base_commit=documents().commit(hosted, base),
        merge_base_commit=documents().commit(hosted, middle),
        status=status,
        ahead_by=len(ahead),
        behind_by=len(behind),
        total_commits=len(ahead),
        commits=[documents().commit(hosted, sha) for sha in ahead[start : start + per_page]],
        files=[file_entry(hosted, head, file) for file in list(diff(hosted.git, middle, head).values())[:300]]
        if start == 0
        else [],
    )


@routes.get("/installation/repositories")
@needs("read")
def list_repositories() -> Response:
    installation = token().installation
    if installation is None:
        raise forbidden()
    known = token().repositories or tuple(installation.repositories)
    hosted = [state().repositories[number] for number in known]
    return page(hosted, documents().repository, envelope="repositories")


def commit_id(hosted: Hosted, ref: str) -> str:
    """The commit that a branch, tag or id names; 404 or 422 as GitHub."""
    try:
        return hosted.git.resolve(ref)
    except GitFailed:
        raise Refused(422, f"No commit found for SHA: {ref}") from None


def file_entry(hosted: Hosted, head: str, file: FileDiff) -> Document:
    """One file of a pull request or comparison."""
    page_url = f"{documents().origin}/{hosted.full_name}"
    entry: dict[str, Any] = {
        "sha": file.blob,
        "filename": file.path,
        "status": file.status,
        "additions": file.additions,
        "deletions": file.deletions,
        "changes": file.additions + file.deletions,
        "blob_url": f"{page_url}/blob/{head}/{file.path}",
        "raw_url": f"{page_url}/raw/{head}/{file.path}",
        "contents_url": f"{documents().repository_api(hosted)}/contents/{file.path}?ref={head}",
    }
    if file.patch is not None:
        entry["patch"] = file.patch
    if file.previous is not None:
        entry["previous_filename"] = file.previous
    return entry
