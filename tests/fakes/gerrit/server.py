"""The fake Gerrit, running: REST below ``/a/`` with passwords, and git over HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

from tests.fakes.gerrit import access
from tests.fakes.gerrit.gate import Gate, user_of
from tests.fakes.gerrit.porting import compared, ported
from tests.fakes.gerrit.reviewing import Rejected, delete, review
from tests.fakes.gerrit.state import Account, Group, Hosted, Json, PatchSet, State
from tests.fakes.git_server import GitBackend
from tests.fakes.repository import GitFailed, Repository
from tests.fakes.serving import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BOT = "patchwarden"
_GIT = re.compile(r"/a(/.+/(?:info/refs|git-upload-pack))")
_MOST_CHANGES = 500
View = Callable[..., Any]


class FakeGerrit:
    """A Gerrit on the loopback with the accounts ``patchwarden``, ``mona`` and the bot ``robo`` (who may vote on our
    label), ``admin``, ``mallory`` and ``stan``, and with the group ``Maintainers`` of mona and robo.

    ``url`` is its web URL; ``gate`` counts the bot's writes and lets them fail; ``inputs`` are the reviews that it
    sent. ``state`` is what the fake remembers, with everything that a real Gerrit would have ignored or refused in
    ``state.violations``.
    """

    def __init__(self) -> None:
        self.state = State()
        for name in ("admin", "mallory", "stan"):
            self.state.account(name)
        self.state.account("mona", votes=frozenset({"Security-Review"}))
        self.state.account("robo", votes=frozenset({"Security-Review"}), service=True)
        self.state.groups |= {
            "Maintainers": Group({"mona", "robo"}),
            "Hidden": Group({"mona"}, refused=404),
            "Registered Users": Group(set(), refused=405),
        }
        self.bot = self.state.account(BOT, votes=frozenset({"Security-Review"}), service=True)
        self.inputs: list[Json] = []
        self.git = GitBackend(self._git_directory)
        self.gate = Gate(self._application, BOT)
        self._views: list[tuple[str, re.Pattern[str], View]] = [
            ("GET", re.compile(r"/config/server/version"), lambda user, request: "3.10.2"),
            ("GET", re.compile(r"/accounts/self(?:/detail)?"), lambda user, request: user.json),
            (
                "GET",
                re.compile(r"/accounts/([^/]+)/detail"),
                lambda user, request, name: access.detail(self.state, name),
            ),
            ("GET", re.compile(r"/projects/([^/]+)/check\.access"), partial(access.check, self.state)),
            ("GET", re.compile(r"/groups/([^/]+)/members/"), self._members),
            ("GET", re.compile(r"/groups/([^/]+)"), self._group),
            ("GET", re.compile(r"/projects/([^/]+)"), self._project),
            ("GET", re.compile(r"/projects/([^/]+)/HEAD"), self._head),
            ("GET", re.compile(r"/projects/([^/]+)/parent"), self._parent),
            ("GET", re.compile(r"/projects/([^/]+)/branches/([^/]+)/files/([^/]+)/content"), self._content),
            ("GET", re.compile(r"/changes/"), self._query),
            ("GET", re.compile(r"/changes/([^/]+)~(\d+)"), self._change),
            ("GET", re.compile(r"/changes/([^/]+)~(\d+)/comments"), self._comments),
            ("GET", re.compile(r"/changes/([^/]+)~(\d+)/reviewers/(\d+)"), self._reviewer),
            ("GET", re.compile(r"/changes/([^/]+)~(\d+)/revisions/([^/]+)/files/"), self._files),
            ("GET", re.compile(r"/changes/([^/]+)~(\d+)/revisions/([^/]+)/files/([^/]+)/diff"), self._diff),
            ("GET", re.compile(r"/changes/([^/]+)~(\d+)/revisions/([^/]+)/ported_comments"), self._ported),
            ("GET", re.compile(r"/changes/([^/]+)~(\d+)/revisions/([^/]+)/files/([^/]+)/blame"), self._blame),
            ("GET", re.compile(r"/projects/([^/]+)/commits/([^/]+)"), self._commit),
            ("POST", re.compile(r"/changes/([^/]+)~(\d+)/revisions/([^/]+)/review"), self._review),
            ("POST", re.compile(r"/changes/([^/]+)~(\d+)/revisions/([^/]+)/comments/([^/]+)/delete"), self._delete),
            ("POST", re.compile(r"/changes/([^/]+)~(\d+)/abandon"), self._abandon),
        ]
        self._server = Server(self.gate)
        self.url = self._server.origin

    def wrap(self, make: Callable[[WSGIApplication], WSGIApplication]) -> None:
        """Puts something in front of everything that it serves, git included."""
        self._server.wrap(make)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()

    def add_project(self, name: str, repository: Repository) -> None:
        self.state.projects[name] = repository

    def _git_directory(self, name: str) -> Path | None:
        repository = self.state.projects.get(name)
        return repository.git_dir if repository else None

    def _application(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        name, password = user_of(environ)
        user = self.state.accounts.get(name)
        if user is None or user.password != password:
            refused = Response("Unauthorized", 401, {"WWW-Authenticate": 'Basic realm="Gerrit Code Review"'})
            return refused(environ, start_response)
        git = _GIT.fullmatch(environ["PATH_INFO"])
        if git:
            return self.git({**environ, "PATH_INFO": git[1]}, start_response)
        return self._answer(user, Request(environ))(environ, start_response)

    def _answer(self, user: Account, request: Request) -> Response:
        """The raw path is matched: a project's slashes are quoted in it."""
        raw = request.environ["REQUEST_URI"].partition("?")[0].removeprefix("/a")
        for method, pattern, view in self._views:
            match = pattern.fullmatch(raw) or pattern.fullmatch(raw.rstrip("/"))
            if match and method == request.method:
                try:
                    found = view(user, request, *(unquote(part) for part in match.groups()))
                except Rejected as rejected:
                    return Response(f"{rejected}\n", rejected.status, mimetype="text/plain")
                if isinstance(found, Response):
                    return found
                return Response(f")]}}'\n{json.dumps(found)}", mimetype="application/json")
        self.state.violations.append(f"{request.method} {raw} is no request that Gerrit knows")
        return Response("Not Found\n", 404, mimetype="text/plain")

    def _project(self, user: Account, request: Request, name: str) -> Json:
        if name not in self.state.projects:
            raise Rejected(404, f"Not found: {name}")
        return {"id": name, "name": name, "state": "ACTIVE"}

    def _head(self, user: Account, request: Request, name: str) -> str:
        self._project(user, request, name)
        if name in self.state.heads:
            head = self.state.heads[name]
            if isinstance(head, int):
                raise Rejected(head, "not allowed to see HEAD" if head == 403 else "Not found: HEAD")
            return head
        return f"refs/heads/{self.state.projects[name].default_branch}"

    def _parent(self, user: Account, request: Request, name: str) -> str:
        """Every project but the root has a parent. Nobody but owners may read ``refs/meta/config``, unless granted."""
        if name != "All-Projects":
            self._project(user, request, name)
        return "" if name == "All-Projects" else self.state.parents.get(name, "All-Projects")

    def _content(self, user: Account, request: Request, name: str, branch: str, path: str) -> Response:
        """The file's text in base64, as ``text/plain``."""
        git, file = self.state.projects.get(name), None
        if branch == "refs/meta/config":
            file = self.state.config_files.get((name, path))
        elif git is not None and branch.startswith("refs/heads/") and git.find(f"{branch}:{path}"):
            file = git.read(branch, path)
        if file is None:
            raise Rejected(404, f"Not found: {branch}")
        return Response(base64.b64encode(file.encode()), content_type="text/plain; charset=ISO-8859-1")

    def _query(self, user: Account, request: Request) -> list[Json]:
        query = request.args["q"]
        for part, status in self.state.refused_queries.items():
            if part in query:
                raise Rejected(status, "the query is refused")
        wanted = re.search(r'project:"([^"]*)"', query)
        found = [
            change
            for change in reversed(self.state.changes.values())
            if ("status:open" not in query or change.status == "NEW")
            and (not wanted or change.project == wanted[1])
            and ("commentby:self" not in query or user.id in _speakers(change))
        ]
        start, size = int(request.args.get("start", 0)), min(int(request.args.get("n", 25)), _MOST_CHANGES)
        options = set(request.args.getlist("o"))
        shown = found[start : start + size]
        page = [self._json(change, user, options) | self.state.overlaid.get(change.number, {}) for change in shown]
        if page and start + size < len(found):
            page[-1]["_more_changes"] = True
        return page

    def _change(self, user: Account, request: Request, project: str, number: str) -> Json:
        return self._json(self._hosted(project, number), user, set(request.args.getlist("o")))

    def _comments(self, user: Account, request: Request, project: str, number: str) -> dict[str, list[Json]]:
        found: dict[str, list[Json]] = {}
        for path, comment in self._hosted(project, number).comments:
            found.setdefault(path, []).append(comment)
        return {path: sorted(items, key=_listed_by) for path, items in found.items()}

    def _group(self, user: Account, request: Request, name: str) -> Json:
        if name not in (*self.state.groups, "Service Users"):
            raise Rejected(404, f"Not found: {name}")
        return {"id": hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(), "name": name}

    def _members(self, user: Account, request: Request, name: str) -> list[Json]:
        group = self.state.groups.get(name)
        if group is None or (group.refused and user.username != "admin"):
            status = group.refused if group else 404
            raise Rejected(status, "not a Gerrit internal group" if status == 405 else name)
        return [self.state.accounts[member].json for member in sorted(group.members)]

    def _reviewer(self, user: Account, request: Request, project: str, number: str, account: str) -> list[Json]:
        """The labels on which the account may vote, with its votes."""
        change = self._hosted(project, number)
        if int(account) not in change.reviewers:
            raise Rejected(404, f"Not found: {account}")
        found = self._account(int(account))
        values = {
            label: change.votes.get((label, found.id), 0)
            for label in self.state.labels
            if self.state.permitted(found, label) or (label, found.id) in change.votes
        }
        return [found.json | {"approvals": {label: _written(value) for label, value in values.items()}}]

    def _account(self, number: int) -> Account:
        return next(account for account in self.state.accounts.values() if account.id == number)

    def _diff(self, user: Account, request: Request, project: str, number: str, sha: str, path: str) -> Json:
        """A file of two patch sets; a file that neither has is one without lines."""
        change = self._hosted(project, number)
        old, new = self._patch_set(change, request.args["base"]), self._patch_set(change, sha)
        return {"change_type": "MODIFIED", "content": compared(self.state.projects[project], old.sha, new.sha, path)}

    def _abandon(self, user: Account, request: Request, project: str, number: str) -> Json:
        change = self._hosted(project, number)
        change.status = "ABANDONED"
        self.state.say(change, user, "Abandoned", "autogenerated:gerrit:abandon")
        return self._json(change, user, set())

    def _delete(self, user: Account, request: Request, project: str, number: str, sha: str, comment: str) -> Json:
        if user.username != "admin":
            raise Rejected(403, "administrate server not permitted")
        change = self._hosted(project, number)
        return delete(self.state, change, comment, user, request.get_json()["reason"])

    def _files(self, user: Account, request: Request, project: str, number: str, sha: str) -> dict[str, Json]:
        return self._patch_set(self._hosted(project, number), sha).files

    def _ported(self, user: Account, request: Request, project: str, number: str, sha: str) -> dict[str, list[Json]]:
        change = self._hosted(project, number)
        return ported(self.state.projects[project], change, self._patch_set(change, sha))

    def _blame(self, user: Account, request: Request, project: str, number: str, sha: str, path: str) -> list[Json]:
        """One entry for each commit; with ``base=t`` of the file as the parent has it."""
        patch_set, git = self._patch_set(self._hosted(project, number), sha), self.state.projects[project]
        commit = patch_set.base if request.args.get("base") == "t" else patch_set.sha
        found: dict[str, Json] = {}
        try:
            runs = git.blame(commit, path)
        except GitFailed:
            return []
        for commit, time, start, end in runs:
            message = git.message(commit)
            entry = {"author": "Mallory", "id": commit, "time": time, "commit_msg": message, "ranges": []}
            found.setdefault(commit, entry)["ranges"].append({"start": start, "end": end})
        return list(found.values())

    def _commit(self, user: Account, request: Request, project: str, sha: str) -> Json:
        self._project(user, request, project)
        git = self.state.projects[project]
        if not git.has(sha):
            raise Rejected(404, f"Not found: {sha}")
        return {"commit": sha, "message": git.message(sha)}

    def _review(self, user: Account, request: Request, project: str, number: str, sha: str) -> Json:
        change, body = self._hosted(project, number), request.get_json()
        if user == self.bot:
            self.inputs.append(body)
        return review(self.state, change, self._patch_set(change, sha), user, body)

    def _label(self, change: Hosted, label: str) -> Json:
        """Reviewers and voters, with what they may vote; nobody in CC."""
        shown = {one for one, state in change.reviewers.items() if state == "REVIEWER"}
        shown |= {one for name, one in change.votes if name == label}
        found = []
        for one in sorted(shown):
            account = self._account(one)
            entry = {**account.json, "value": change.votes.get((label, one), 0)}
            if values := self.state.permitted(account, label):
                entry["permitted_voting_range"] = {"min": min(values), "max": max(values)}
            found.append(entry)
        return {"all": found, "values": {_written(value): "" for value in self.state.labels[label]}}

    def _hosted(self, project: str, number: str) -> Hosted:
        change = self.state.changes.get(int(number))
        if change is None or change.project != project:
            raise Rejected(404, f"Not found: {project}~{number}")
        return change

    def _patch_set(self, change: Hosted, sha: str) -> PatchSet:
        found = next((item for item in change.patch_sets if sha in (item.sha, str(item.number))), None)
        if found is None:
            raise Rejected(404, f"Not found: {sha}")
        return found

    def _json(self, change: Hosted, user: Account, options: set[str]) -> Json:
        found: Json = {
            "project": change.project,
            "branch": change.branch,
            "change_id": change.change_id,
            "subject": "Change",
            "status": change.status,
            "_number": change.number,
            "owner": change.owner.json if "DETAILED_ACCOUNTS" in options else {"_account_id": change.owner.id},
        }
        found |= {"work_in_progress": True} if change.wip else {}
        found |= {"is_private": True} if change.private else {}
        if "MESSAGES" in options:
            found["messages"] = change.messages
        if "DETAILED_LABELS" in options:
            found["labels"] = {label: self._label(change, label) for label in self.state.labels}
            permitted = {label: self.state.permitted(user, label) for label in self.state.labels}
            found["permitted_labels"] = {
                label: [_written(value) for value in values] for label, values in permitted.items() if values
            }
            found["reviewers"] = {
                state: [self._account(one).json for one, is_in in change.reviewers.items() if is_in == state]
                for state in sorted(set(change.reviewers.values()))
            }
        if "ALL_REVISIONS" in options:
            found["current_revision"] = change.current.sha
            found["revisions"] = {item.sha: _revision(item, "ALL_COMMITS" in options) for item in change.patch_sets}
        return found


def _written(value: int) -> str:
    return f"{value:+d}" if value else " 0"


def _speakers(change: Hosted) -> set[int]:
    said = [*change.messages, *(comment for _, comment in change.comments)]
    return {item["author"]["_account_id"] for item in said}


def _listed_by(comment: Json) -> tuple[object, ...]:
    """Gerrit's order in the list of a path; it is not that of time."""
    reply = comment.get("in_reply_to", "")
    return comment["patch_set"], comment.get("line", 0), reply, comment["message"], comment["id"]


def _revision(item: PatchSet, with_commit: bool) -> Json:
    found: Json = {"_number": item.number, "kind": item.kind, "ref": item.ref}
    found |= {"uploader": item.uploader.json} if item.uploader else {}
    if with_commit:
        parents = [{"commit": parent} for parent in item.parents]
        found["commit"] = {"parents": parents, "subject": "Change", "message": item.message}
    return found
