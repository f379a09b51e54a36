"""What Gerrit tells of accounts and of what they may read.

Source: https://gerrit-review.googlesource.com/Documentation/rest-api-projects.html#check-access
"""

from __future__ import annotations

from werkzeug.wrappers import Request

from tests.fakes.gerrit.reviewing import Rejected
from tests.fakes.gerrit.state import Account, Json, State


def find(state: State, identifier: str) -> Account:
    """By number, user name, address, or a part of the name that only one has."""
    for one in state.accounts.values():
        if identifier in (str(one.id), one.username, f"{one.username}@example.org"):
            return one
    named = [one for one in state.accounts.values() if identifier.lower() in (one.name or one.username).lower()]
    if len(named) != 1:
        raise Rejected(404, f"Account '{identifier}' not found")
    return named[0]


def detail(state: State, identifier: str) -> Json:
    found = find(state, identifier)
    return {**found.json, "registered_on": "2026-01-01 00:00:00.000000000"}


def check(state: State, user: Account, request: Request, project: str) -> Json:
    """The answer to whether an account may read a ref. The request itself succeeds; the status stands inside."""
    if user.username not in state.see_access:
        raise Rejected(403, "view access not permitted")
    account, ref = request.args.get("account"), request.args.get("ref")
    if not account:
        raise Rejected(400, "input requires 'account'")
    asked = find(state, account)
    readers = state.readers.get(project)
    if readers is not None and asked.username not in readers:
        return {"status": 403, "message": f"user {asked.id} cannot see ref {ref} in project {project}"}
    return {"status": 200}
