"""The JSON of people, repositories and pull requests, complete enough for GitHub's own schemas."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.fakes.github.diffs import diff
from tests.fakes.github.state import DEFAULT_PERMISSIONS, Account, Hosted, Installation, Pull, State
from tests.fakes.repository import GitFailed

Document = dict[str, Any]

EVENTS = [
    "check_run",
    "check_suite",
    "issue_comment",
    "merge_group",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
]
"""What the App is subscribed to, as its settings page would have it."""

_REPOSITORY_URLS = {
    "archive": "/{archive_format}{/ref}",
    "assignees": "/assignees{/user}",
    "blobs": "/git/blobs{/sha}",
    "branches": "/branches{/branch}",
    "collaborators": "/collaborators{/collaborator}",
    "comments": "/comments{/number}",
    "commits": "/commits{/sha}",
    "compare": "/compare/{base}...{head}",
    "contents": "/contents/{+path}",
    "contributors": "/contributors",
    "deployments": "/deployments",
    "downloads": "/downloads",
    "events": "/events",
    "forks": "/forks",
    "git_commits": "/git/commits{/sha}",
    "git_refs": "/git/refs{/sha}",
    "git_tags": "/git/tags{/sha}",
    "hooks": "/hooks",
    "issue_comment": "/issues/comments{/number}",
    "issue_events": "/issues/events{/number}",
    "issues": "/issues{/number}",
    "keys": "/keys{/key_id}",
    "labels": "/labels{/name}",
    "languages": "/languages",
    "merges": "/merges",
    "milestones": "/milestones{/number}",
    "notifications": "/notifications{?since,all,participating}",
    "pulls": "/pulls{/number}",
    "releases": "/releases{/id}",
    "stargazers": "/stargazers",
    "statuses": "/statuses/{sha}",
    "subscribers": "/subscribers",
    "subscription": "/subscription",
    "tags": "/tags",
    "teams": "/teams",
    "trees": "/git/trees{/sha}",
}
_USER_URLS = {
    "events": "/events{/privacy}",
    "followers": "/followers",
    "following": "/following{/other_user}",
    "gists": "/gists{/gist_id}",
    "organizations": "/orgs",
    "received_events": "/received_events",
    "repos": "/repos",
    "starred": "/starred{/owner}{/repo}",
    "subscriptions": "/subscriptions",
}


def when(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def node_id(kind: str, number: int) -> str:
    """GraphQL's id of a thing: opaque to clients, readable to us."""
    return f"{kind}_{number}"


class Documents:
    """Writes documents with links to ``origin`` (``http://127.0.0.1:<port>``)."""

    def __init__(self, state: State, origin: str) -> None:
        self.state = state
        self.origin = origin
        self.api = f"{origin}/api/v3"

    def repository_api(self, repository: Hosted) -> str:
        return f"{self.api}/repos/{repository.full_name}"

    def pull_page(self, repository: Hosted, number: int) -> str:
        return f"{self.origin}/{repository.full_name}/pull/{number}"

    def account(self, account: Account) -> Document:
        path = account.login.replace("[", "%5B").replace("]", "%5D")
        url = f"{self.api}/users/{path}"
        return {
            "login": account.login,
            "id": account.id,
            "node_id": node_id("U", account.id),
            "avatar_url": f"{self.origin}/avatars/{account.id}",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{self.origin}/{path}",
            "type": account.kind,
            "site_admin": False,
            **{f"{name}_url": url + tail for name, tail in _USER_URLS.items()},
        }

    def author(self, account: Account) -> Document | None:
        """Nobody where the account was deleted."""
        return None if account.kind == "Deleted" else self.account(account)

    def user(self, account: Account) -> Document:
        """The longer form that ``GET /user`` gives."""
        empty = ("name", "company", "location", "email", "hireable", "bio")
        numbers = ("public_repos", "public_gists", "followers", "following")
        moment = when(self.state.now())
        return {
            **self.account(account),
            **dict.fromkeys(empty),
            **dict.fromkeys(numbers, 0),
            "blog": "",
            "user_view_type": "public",
            "created_at": moment,
            "updated_at": moment,
        }

    def app(self) -> Document:
        app = self.state.app
        moment = when(self.state.now())
        return {
            "id": app.id,
            "slug": app.slug,
            "client_id": app.client_id,
            "node_id": node_id("A", app.id),
            "owner": self.account(self.state.account("patchwarden-owner")),
            "name": app.name,
            "description": "",
            "external_url": f"{self.origin}/apps/{app.slug}",
            "html_url": f"{self.origin}/apps/{app.slug}",
            "created_at": moment,
            "updated_at": moment,
            "permissions": DEFAULT_PERMISSIONS,
            "events": EVENTS,
        }

    def installation(self, installation: Installation) -> Document:
        url = f"{self.api}/app/installations/{installation.id}"
        moment = when(installation.created)
        return {
            "id": installation.id,
            "account": self.account(installation.account),
            "repository_selection": "selected",
            "access_tokens_url": f"{url}/access_tokens",
            "repositories_url": f"{self.api}/installation/repositories",
            "html_url": f"{self.origin}/settings/installations/{installation.id}",
            "app_id": self.state.app.id,
            "app_slug": self.state.app.slug,
            "target_id": installation.account.id,
            "target_type": installation.account.kind,
            "permissions": installation.permissions,
            "events": EVENTS,
            "single_file_name": None,
            "created_at": moment,
            "updated_at": moment,
            "suspended_by": None,
            "suspended_at": when(installation.created) if installation.suspended else None,
        }

    def repository(self, repository: Hosted) -> Document:
        url = self.repository_api(repository)
        page = f"{self.origin}/{repository.full_name}"
        numbers = ("forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count")
        more_numbers = ("watchers", "watchers_count", "network_count", "subscribers_count")
        absent = ("description", "homepage", "language", "mirror_url", "license")
        switches = ("has_downloads", "has_issues", "has_projects", "has_wiki", "has_pages", "has_discussions")
        return {
            "id": repository.id,
            "node_id": node_id("R", repository.id),
            "name": repository.name,
            "full_name": repository.full_name,
            "owner": self.account(repository.owner),
            "private": repository.private,
            "visibility": "private" if repository.private else "public",
            "fork": repository.fork,
            "default_branch": repository.git.default_branch,
            "url": url,
            "html_url": page,
            "clone_url": f"{page}.git",
            "git_url": f"git:{page.partition(':')[2]}.git",
            "ssh_url": f"git@127.0.0.1:{repository.full_name}.git",
            "svn_url": page,
            "archived": repository.archived,
            "disabled": False,
            **{f"{name}_url": url + tail for name, tail in _REPOSITORY_URLS.items()},
            **dict.fromkeys(absent),
            **dict.fromkeys((*numbers, *more_numbers), 0),
            **dict.fromkeys(switches, True),
            **dict.fromkeys(("pushed_at", "created_at", "updated_at"), when(self.state.now())),
        }

    def commit(self, repository: Hosted, sha: str) -> Document:
        """A commit without its files."""
        fields = repository.git.git("show", "-s", "--format=%T%x00%P%x00%an%x00%ae%x00%aI%x00%B", sha).split("\0")
        tree, parents, name, email, date, message = fields
        url = f"{self.repository_api(repository)}/commits/{sha}"
        account = self.account(self.state.account(name.lower()))
        person = {"name": name, "email": email, "date": date.replace("+00:00", "Z")}
        return {
            "sha": sha,
            "node_id": f"C_{sha}",
            "url": url,
            "html_url": f"{self.origin}/{repository.full_name}/commit/{sha}",
            "comments_url": f"{url}/comments",
            "author": account,
            "committer": account,
            "parents": [
                {"sha": parent, "url": f"{self.repository_api(repository)}/commits/{parent}"}
                for parent in parents.split()
            ],
            "commit": {
                "author": person,
                "committer": person,
                "message": message,
                "comment_count": 0,
                "tree": {"sha": tree, "url": f"{self.repository_api(repository)}/git/trees/{tree}"},
                "url": f"{self.repository_api(repository)}/git/commits/{sha}",
            },
        }

    def pull_simple(self, repository: Hosted, pull: Pull) -> Document:
        """A pull request as lists and events show it."""
        api = self.repository_api(repository)
        url, issue = f"{api}/pulls/{pull.number}", f"{api}/issues/{pull.number}"
        page = self.pull_page(repository, pull.number)
        links = {
            "self": url,
            "html": page,
            "issue": issue,
            "comments": f"{issue}/comments",
            "review_comments": f"{url}/comments",
            "review_comment": f"{api}/pulls/comments{{/number}}",
            "commits": f"{url}/commits",
            "statuses": f"{api}/statuses/{pull.head_sha}",
        }
        closed = None if pull.open else when(pull.updated)
        return {
            "id": pull.id,
            "node_id": node_id("PR", pull.id),
            "number": pull.number,
            "state": "open" if pull.open else "closed",
            "locked": pull.locked,
            "title": pull.title,
            "body": pull.body,
            "user": self.account(pull.author),
            "draft": pull.draft,
            "url": url,
            "html_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
            "issue_url": issue,
            "commits_url": links["commits"],
            "review_comments_url": links["review_comments"],
            "review_comment_url": links["review_comment"],
            "comments_url": links["comments"],
            "statuses_url": links["statuses"],
            "created_at": when(pull.created),
            "updated_at": when(repository.touched(pull)),
            "closed_at": closed,
            "merged_at": closed if pull.merged else None,
            "merge_commit_sha": None,
            "assignee": None,
            "assignees": [],
            "requested_reviewers": [],
            "requested_teams": [],
            "labels": [],
            "milestone": None,
            "auto_merge": None,
            "active_lock_reason": None,
            "author_association": self.state.association(repository, pull.author),
            "head": self._head(pull),
            "base": self._end(repository, pull.base, base_tip(repository, pull)),
            "_links": {name: {"href": target} for name, target in links.items()},
        }

    def pull(self, repository: Hosted, pull: Pull) -> Document:
        base = base_tip(repository, pull)
        files = diff(repository.git, merge_base(repository, pull), pull.head_sha).values()
        return {
            **self.pull_simple(repository, pull),
            "merged": pull.merged,
            "merged_by": None,
            "mergeable": True,
            "mergeable_state": "clean",
            "rebaseable": True,
            "maintainer_can_modify": False,
            "additions": sum(file.additions for file in files),
            "deletions": sum(file.deletions for file in files),
            "changed_files": len(files),
            "commits": int(repository.git.git("rev-list", "--count", f"{base}..{pull.head_sha}")),
            "comments": len(repository.comments_of(pull.number)),
            "review_comments": len(repository.published(pull.number)),
        }

    def issue(self, repository: Hosted, pull: Pull) -> Document:
        """A pull request as an issue: with the member ``pull_request``."""
        url = f"{self.repository_api(repository)}/issues/{pull.number}"
        page = self.pull_page(repository, pull.number)
        simple = self.pull_simple(repository, pull)
        same = "id node_id number state locked title body user created_at updated_at closed_at assignee assignees"
        same += " labels milestone author_association draft"
        return {
            **{name: simple[name] for name in same.split()},
            "url": url,
            "repository_url": self.repository_api(repository),
            "labels_url": f"{url}/labels{{/name}}",
            "comments_url": f"{url}/comments",
            "events_url": f"{url}/events",
            "html_url": page,
            "comments": len(repository.comments_of(pull.number)),
            "pull_request": {
                "url": simple["url"],
                "html_url": page,
                "diff_url": f"{page}.diff",
                "patch_url": f"{page}.patch",
            },
        }

    def _head(self, pull: Pull) -> Document:
        source = self.state.find(pull.head_repository) if pull.head_repository else None
        if source is not None:
            return self._end(source, pull.head, pull.head_sha)
        ghost = self.account(pull.author)
        label = f"{pull.author.login}:{pull.head}"
        return {"label": label, "ref": pull.head, "sha": pull.head_sha, "user": ghost, "repo": None}

    def _end(self, repository: Hosted, branch: str, sha: str) -> Document:
        return {
            "label": f"{repository.owner.login}:{branch}",
            "ref": branch,
            "sha": sha,
            "user": self.account(repository.owner),
            "repo": self.repository(repository),
        }


def base_tip(repository: Hosted, pull: Pull) -> str:
    """Where the target branch stands now; the head's own root when the branch is gone."""
    try:
        return repository.git.resolve(f"refs/heads/{pull.base}")
    except GitFailed:
        return repository.git.git("rev-list", "--max-parents=0", "-n1", pull.head_sha)


def merge_base(repository: Hosted, pull: Pull) -> str:
    """The common ancestor of base and head; the base itself when there is none."""
    base = base_tip(repository, pull)
    try:
        return repository.git.merge_base(base, pull.head_sha)
    except GitFailed:
        return base
