"""Makes the payloads beside this script from GitHub's own examples, and derives those that the examples lack.

Source: the file ``api.github.com/index.json`` of the npm package ``@octokit/webhooks-examples`` 7.6.1 (MIT).

    python tests/fakes/payloads/trim.py path/to/index.json
"""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path
from typing import Any

Payload = dict[str, Any]

TAKEN = {
    "check_run.rerequested": 0,
    "check_suite.rerequested": 0,
    "installation.created": 0,
    "installation.deleted": 0,
    "installation_repositories.added": 0,
    "issue_comment.created": 3,
    "issue_comment.edited": 0,
    "ping": 0,
    "pull_request.closed": 0,
    "pull_request.converted_to_draft": 1,
    "pull_request.labeled": 0,
    "pull_request.opened": 1,
    "pull_request.ready_for_review": 1,
    "pull_request.reopened": 0,
    "pull_request.synchronize": 0,
    "pull_request_review_comment.created": 1,
}
"""``<event>.<action>`` and which of the examples of that action."""

_DROPPED = frozenset(
    {"_links", "gravatar_id", "auto_merge", "active_lock_reason", "milestone", "permissions", "events"}
)
_KEPT_URLS = frozenset({"html_url", "clone_url"})


def main() -> None:
    """Reads the file that the argument names, writes one JSON file a payload."""
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    examples = {event["name"]: event["examples"] for event in source}
    payloads = {}
    for name, index in TAKEN.items():
        event, _, action = name.partition(".")
        payloads[name] = trim([one for one in examples[event] if one.get("action", "") == action][index])
    for name, payload in (payloads | derived(payloads)).items():
        path = Path(__file__).with_name(f"{name}.json")
        path.write_text(json.dumps(payload, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def trim(value: Any) -> Any:
    """Without the addresses that nobody may follow anyway, and without what says nothing here."""
    if isinstance(value, list):
        return [trim(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: trim(item)
        for key, item in value.items()
        if key not in _DROPPED and not (key.endswith("_url") and key not in _KEPT_URLS)
    }


def derived(payloads: dict[str, Payload]) -> dict[str, Payload]:
    """What happens every day and has no example: comments on pull requests, forks, deleted forks, a new target,
    a merge queue (its fields are those of GitHub's webhook documentation)."""
    on_pull = copy.deepcopy(payloads["issue_comment.created"])
    page = on_pull["issue"]["html_url"].replace("/issues/", "/pull/")
    on_pull["issue"] |= {"html_url": page, "pull_request": {"html_url": page}}

    fork = copy.deepcopy(payloads["pull_request.opened"])
    head = fork["pull_request"]["head"]
    stranger = head["user"] | {"login": "mallory", "id": 21031068, "html_url": "https://github.com/mallory"}
    name = f"mallory/{head['repo']['name']}"
    head["repo"] |= {"id": 186853003, "full_name": name, "fork": True, "owner": stranger}
    head["repo"] |= {"html_url": f"https://github.com/{name}", "clone_url": f"https://github.com/{name}.git"}
    head |= {"label": f"mallory:{head['ref']}", "user": stranger}
    fork["pull_request"] |= {"user": stranger, "author_association": "NONE"}
    fork["sender"] = stranger

    gone = copy.deepcopy(fork)
    gone["pull_request"]["head"]["repo"] = None

    retargeted = copy.deepcopy(payloads["pull_request.synchronize"])
    for member in ("before", "after"):
        del retargeted[member]
    retargeted |= {"action": "edited", "changes": {"base": {"ref": {"from": "develop"}, "sha": {"from": "0" * 40}}}}
    asked: Payload = {name: retargeted[name] for name in ("repository", "sender", "installation") if name in retargeted}
    pull = retargeted["pull_request"]
    queue = f"refs/heads/gh-readonly-queue/{pull['base']['ref']}/pr-{pull['number']}-{pull['base']['sha']}"
    author = {"name": "Codertocat", "email": "21031067+Codertocat@users.noreply.github.com"}
    asked["merge_group"] = {
        "head_sha": pull["head"]["sha"],
        "head_ref": queue,
        "base_sha": pull["base"]["sha"],
        "base_ref": f"refs/heads/{pull['base']['ref']}",
        "head_commit": {
            "id": pull["head"]["sha"],
            "tree_id": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
            "message": f"Merge pull request #{pull['number']}",
            "timestamp": "2019-05-15T15:20:33Z",
            "author": author,
            "committer": author,
        },
    }
    return {
        "merge_group.checks_requested": {"action": "checks_requested", **asked},
        "merge_group.destroyed": {"action": "destroyed", "reason": "merged", **asked},
        "issue_comment.created.on-pull-request": on_pull,
        "pull_request.opened.from-fork": fork,
        "pull_request.opened.fork-deleted": gone,
        "pull_request.edited.new-base": retargeted,
    }


if __name__ == "__main__":
    main()
