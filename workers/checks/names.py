"""The checks of ours, in the order of a review; known before any of them is imported."""

from __future__ import annotations

NAMES = (
    *("semgrep", "own", "guards", "secrets", "workflows", "dependencies", "configuration", "templates", "licensing"),
    *("integrity", "reported"),
)
