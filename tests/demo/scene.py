"""The pull request of the demo: real flaws, a guard that goes, an old flaw that was moved, and a clean file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.fakes.repository import Repository

NAME = "octo/ledger"

_VIEWS = '''\
"""Accounts, as the browser sees them."""

import sqlite3

from flask import Flask, jsonify, request

from ledger import reports
from ledger.session import login_required

app = Flask(__name__)


def database() -> sqlite3.Connection:
    return sqlite3.connect("ledger.db")


@app.get("/accounts")
def accounts():
    rows = database().execute("SELECT id, name FROM accounts WHERE owner = ?", [request.args["owner"]])
    return jsonify(rows.fetchall())


@app.delete("/accounts/<int:account>")
@login_required
def delete(account: int):
    database().execute("DELETE FROM accounts WHERE id = ?", [account])
    return "", 204
'''

_SEARCH = """

@app.get("/accounts/search")
def search():
    name = request.args["name"]
    query = f"SELECT id, name FROM accounts WHERE name LIKE '%{name}%'"
    return jsonify(database().execute(query).fetchall())


@app.post("/accounts/import")
def import_accounts():
    feed = request.form["feed"]
    answer = requests.get(feed, timeout=10, verify=False)
    return jsonify(reports.parse(answer.text))
"""

_EXPORT = '''\
import subprocess

from flask import request


def export():
    """Writes the archive that the client asked for."""
    name = request.args["archive"]
    subprocess.run(f"tar czf /tmp/{name}.tgz data", shell=True)
'''

_REPORTS = '''\
"""Reports over accounts."""

import csv
import io


def parse(text):
    return list(csv.reader(io.StringIO(text)))
'''

_TOTALS = '''

def totals(rows):
    """Sums by currency."""
    sums = {}
    for currency, amount in rows:
        sums[currency] = sums.get(currency, 0) + int(amount)
    return sums
'''

_PAGE = """\
const list = document.querySelector("#accounts");

export function show(accounts) {
  list.replaceChildren(...accounts.map((account) => new Option(account.name, account.id)));
}
"""

_BANNER = """
export function banner() {
  const message = new URLSearchParams(location.search).get("message");
  document.querySelector("#banner").innerHTML = message; // nosemgrep
}
"""

_LOGIN = "@login_required\n"

BASE = {
    "ledger/views.py": _VIEWS,
    "ledger/legacy.py": _EXPORT,
    "ledger/reports.py": _REPORTS,
    "static/page.js": _PAGE,
    "README.md": "# Ledger\n",
}
HEAD = {
    "ledger/views.py": _VIEWS.replace("from flask", "import requests\nfrom flask").replace(_LOGIN, "") + _SEARCH,
    "ledger/legacy.py": None,
    "ledger/export.py": _EXPORT.replace("def export():", "def export_archive():"),
    "ledger/reports.py": _REPORTS + _TOTALS,
    "static/page.js": _PAGE + _BANNER,
}


MENDED = {
    "static/page.js": str(HEAD["static/page.js"]).replace("innerHTML = message; // nosemgrep", "textContent = message;")
}
"""The second push: one flaw less."""
MAINTAINER, AUTHOR = "ada", "lin"
EXPLAIN = "@patchwarden explain"
DISMISS = "/patchwarden dismiss because the owner's accounts are all in this file as accepted-risk for 90d"


@dataclass(frozen=True, slots=True)
class Scene:
    repository: Repository
    base: str
    head: str

    def mend(self) -> str:
        """The second commit of the pull request's branch."""
        return self.repository.commit("import", MENDED, "The banner is text", author="Lin <lin@example.org>")


def build(directory: Path) -> Scene:
    """The repository with its default branch and the branch of the pull request, named ``import``."""
    repository = Repository(directory)
    first = BASE | {"ledger/views.py": _VIEWS.replace(_LOGIN, "")}
    repository.commit("main", first, "The ledger so far", author="Ada <ada@example.org>")
    base = repository.commit(
        "main", BASE, "Close a bypass: only who is logged in may delete", author="Ada <ada@example.org>"
    )
    head = repository.commit("import", HEAD, "Search, import, and a banner", author="Lin <lin@example.org>")
    return Scene(repository, base, head)
