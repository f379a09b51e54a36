"""Bundler."""

from __future__ import annotations

import re

from bot.model import split_lines
from workers.checks.dependencies.manifests.model import Entry, Manifest


def gemfile(text: str) -> Manifest:
    entries, indexes = [], []
    for line in split_lines(text):
        if source := re.match(r"\s*source\s+['\"]([^'\"]+)['\"]", line):
            indexes.append(("source", source.group(1)))
        elif gem := re.match(r"\s*gem\s+['\"]([^'\"]+)['\"](.*)$", line):
            name, options = gem.groups()
            version = re.match(r"\s*,\s*['\"](?:=\s*)?(\d[^'\"]*)['\"]", options)
            git = re.search(r"(?:git|github):\s*['\"]([^'\"]+)['\"]", options)
            fixed = bool(re.search(r"ref:\s*['\"][0-9a-f]{40}", options))
            exact, address = version.group(1) if version else "", git.group(1) if git else ""
            entries.append(Entry("ruby", name, options.strip(", "), exact, address, fixed))
    return Manifest(tuple(entries), tuple(indexes))
