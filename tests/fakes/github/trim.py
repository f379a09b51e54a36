"""Makes ``openapi.json``: GitHub's official API description, cut down to the operations that the fake serves.

Source: the file ``generated/api.github.com.json`` of the npm package ``@octokit/openapi`` 23.0.2 (MIT).

    python tests/fakes/github/trim.py path/to/api.github.com.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

OPERATIONS = """
GET /app
POST /app-manifests/{code}/conversions
GET /app/installations
GET /app/installations/{installation_id}
POST /app/installations/{installation_id}/access_tokens
GET /app/hook/deliveries
GET /app/hook/deliveries/{delivery_id}
POST /app/hook/deliveries/{delivery_id}/attempts
GET /installation/repositories
GET /rate_limit
GET /user
GET /user/installations
GET /user/installations/{installation_id}/repositories
DELETE /applications/{client_id}/token
GET /repos/{owner}/{repo}
GET /repos/{owner}/{repo}/contents/{path}
GET /repos/{owner}/{repo}/installation
GET /orgs/{org}/teams/{team_slug}/memberships/{username}
GET /repos/{owner}/{repo}/collaborators/{username}
GET /repos/{owner}/{repo}/collaborators/{username}/permission
GET /repos/{owner}/{repo}/compare/{basehead}
GET /repos/{owner}/{repo}/commits/{ref}
GET /repos/{owner}/{repo}/commits/{ref}/check-runs
GET /repos/{owner}/{repo}/commits/{ref}/status
POST /repos/{owner}/{repo}/statuses/{sha}
POST /repos/{owner}/{repo}/check-runs
GET /repos/{owner}/{repo}/check-runs/{check_run_id}
PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}
GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations
GET /repos/{owner}/{repo}/pulls
GET /repos/{owner}/{repo}/pulls/{pull_number}
GET /repos/{owner}/{repo}/pulls/{pull_number}/files
GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews
POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews
PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}
DELETE /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}
GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments
POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events
GET /repos/{owner}/{repo}/pulls/{pull_number}/comments
POST /repos/{owner}/{repo}/pulls/{pull_number}/comments
POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies
GET /repos/{owner}/{repo}/pulls/comments/{comment_id}
PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}
DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}
GET /repos/{owner}/{repo}/pulls/comments
GET /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions
POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions
DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions/{reaction_id}
GET /repos/{owner}/{repo}/issues/{issue_number}
GET /repos/{owner}/{repo}/issues/{issue_number}/comments
POST /repos/{owner}/{repo}/issues/{issue_number}/comments
GET /repos/{owner}/{repo}/issues/comments/{comment_id}
PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}
DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}
GET /repos/{owner}/{repo}/issues/comments
GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions
POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions
DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}
"""

_PROSE = frozenset({"description", "summary", "example", "examples", "externalDocs", "title", "tags", "deprecated"})
_NAMES = frozenset({"properties", "schemas", "parameters", "responses", "headers", "paths"})
"""Below these, a key is a name that somebody chose and not a keyword of the description."""


def trim(source: dict[str, Any]) -> dict[str, Any]:
    """The description of ``OPERATIONS`` with everything that they refer to."""
    paths: dict[str, Any] = {}
    for line in OPERATIONS.split("\n"):
        if line:
            method, path = line.split(" ")
            item = source["paths"][path]
            shared = {"parameters": item["parameters"]} if "parameters" in item else {}
            paths.setdefault(path, shared)[method.lower()] = item[method.lower()]
    trimmed: dict[str, Any] = {"openapi": source["openapi"], "info": {"title": "GitHub", "version": "trimmed"}}
    trimmed["paths"] = _without_prose(paths, names=True)
    trimmed["components"] = {}
    waiting = _references(trimmed["paths"])
    while waiting:
        kind, name = waiting.pop()
        group = trimmed["components"].setdefault(kind, {})
        if name not in group:
            group[name] = _without_prose(source["components"][kind][name], names=False)
            waiting |= _references(group[name])
    return trimmed


def _without_prose(value: Any, *, names: bool) -> Any:
    if isinstance(value, list):
        return [_without_prose(item, names=False) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, item in value.items():
        if not names and (key in _PROSE or key.startswith("x-")):
            continue
        kept[key] = _without_prose(item, names=not names and key in _NAMES)
    return kept


def _references(value: Any) -> set[tuple[str, str]]:
    if isinstance(value, list):
        return {found for item in value for found in _references(item)}
    if not isinstance(value, dict):
        return set()
    found = {found for item in value.values() for found in _references(item)}
    if isinstance(value.get("$ref"), str):
        _, _, kind, name = value["$ref"].split("/")
        found.add((kind, name))
    return found


def main() -> None:
    """Reads the file that the argument names, writes ``openapi.json`` beside this script."""
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    text = json.dumps(trim(source), indent=1, sort_keys=True, ensure_ascii=False)
    Path(__file__).with_name("openapi.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
