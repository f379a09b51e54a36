"""A small rule pack for the engine's tests, written to a folder."""

from __future__ import annotations

from pathlib import Path

_HEAD = """
id: {id}
languages: [{languages}]
severity: high
confidence: high
area: {area}
cwe: 78
owasp: "A03:2021"
title: {title}
message: Whoever sends the request runs commands as the server.
remedy: Pass a list of arguments and leave the shell out.
references: ["https://cwe.mitre.org/data/definitions/78.html"]
"""
_FLOW = """
mode: taint
use: {sources: [python/web]}
pattern-sinks:
  - patterns:
      - pattern: os.system($X)
      - focus-metavariable: $X
"""
_CALL = """
pattern: subprocess.run($X, shell=True)
fix: subprocess.run($X)
"""
_SECRET = """
pattern: connect(password="...")
"""
_SHARED = "sources:\n  - pattern: request.args.get(...)\n  - pattern: request.form[...]\n"


def rule(id_: str, search: str, *, languages: str = "python", area: str = "input validation") -> str:
    return _HEAD.format(id=id_, languages=languages, area=area, title=f"Title of {id_}") + search


def write(root: Path) -> Path:
    """The rules ``python.os.flow``, ``python.subprocess.shell``, ``python.db.password``, ``javascript.eval.call``."""
    files = {
        "_shared/python/web.yaml": _SHARED,
        "python/input-validation/flow.yaml": rule("python.os.flow", _FLOW),
        "python/input-validation/shell.yaml": rule("python.subprocess.shell", _CALL),
        "python/secrets/password.yaml": rule("python.db.password", _SECRET, area="secrets"),
        "javascript/input-validation/eval.yaml": rule(
            "javascript.eval.call", "pattern: eval($X)\n", languages="javascript, typescript"
        ),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
