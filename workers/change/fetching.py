"""The objects of a change, brought from its host by ``git fetch`` into an empty repository."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from bot.hosts.base import GitSource, HostUnavailable
from workers.change import fetch_errors, odd_objects
from workers.change.git import Git
from workers.processes import sandbox

log = logging.getLogger(__name__)

POLICY_REF = "refs/patchwarden/policy"
"""Where the tip of the default branch is kept: the policy file is read there."""


class Blobs(Protocol):
    """Where missing blobs come from."""

    def bring(self, blobs: Sequence[str]) -> None:
        """Makes the blobs with these ids readable, in one request. Raises as :func:`workers.change.fetch_errors.of`."""
        ...


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Brings what is missing from the host. The credential lives in the environment of one git process."""

    git: Git
    source: GitSource

    def fetch(self, commits: Sequence[str], branch: str) -> str:
        """The commits and the policy's branch, where there is one; gives a sentence where it should be and is not."""
        if branch:
            try:
                self._fetch(commits, (f"+refs/heads/{branch}:{POLICY_REF}",))
            except fetch_errors.NoRef as error:
                if f"refs/heads/{branch}" not in str(error):
                    raise
            else:
                return ""
        self._fetch(commits, ())
        return f"No policy was read: the default branch {branch} does not exist. The defaults hold." if branch else ""

    def _fetch(self, commits: Sequence[str], refs: Sequence[str]) -> None:
        """The commits and the refs at depth 1, without blobs (a server that knows no filter sends them, too).

        A server may serve the tips of refs alone (``uploadpack.allowAnySHA1InWant`` is off, or the head is no longer
        a tip): then the source's own refs are fetched whole with one commit more, which on Gerrit is the parent.
        """
        try:
            self._run("--depth=1", "--filter=blob:none", "--", self.source.url, *commits, *refs)
        except fetch_errors.NotServed as error:
            if not self.source.refs:
                raise
            log.info("%s does not serve commits by id: %s", urlsplit(self.source.url).hostname, error)
            self._run("--depth=2", "--", self.source.url, *self.source.refs, *refs)
            absent = self.git.missing(commits)
            if absent:
                raise HostUnavailable(
                    f"the refs {', '.join(self.source.refs)} do not hold {', '.join(absent)}"
                ) from None

    def bring(self, blobs: Sequence[str]) -> None:
        """All the named blobs in one request; those that are here cost nothing."""
        missing = self.git.missing(blobs)
        if missing:
            self._run("--filter=blob:none", "--stdin", "--", self.source.url, stdin="\n".join(missing).encode())

    def _run(self, *args: str, stdin: bytes = b"") -> None:
        """One fetch, checked by git as it comes; again without that where git refuses what is harmless."""
        fetch = ("fetch", "-q", "--no-tags", "--no-write-fetch-head", *args)
        try:
            self._ask(*fetch, stdin=stdin)
        except fetch_errors.OddObject as error:
            if not error.odd.is_harmless:
                raise
            log.info("%s holds an odd object: %s", urlsplit(self.source.url).hostname, error.odd)
            self._ask("-c", "transfer.fsckObjects=false", *fetch, stdin=stdin)
            settings = [part for setting in odd_objects.settings(error.odd) for part in ("-c", setting)]
            self._ask(*settings, "fsck", "--no-dangling", "--no-reflogs", "--no-progress")

    def _ask(self, *args: str, stdin: bytes = b"") -> None:
        url = urlsplit(self.source.url)
        env = {"GIT_ALLOW_PROTOCOL": url.scheme if url.scheme in ("http", "https") else "https"}
        if self.source.authorization:
            env |= {
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": f"http.{self.source.url}.extraHeader",
                "GIT_CONFIG_VALUE_0": f"Authorization: {self.source.authorization}",
            }
        try:
            self.git.run(*args, stdin=stdin, env=env)
        except (sandbox.ProcessFailed, sandbox.ProcessTimeout) as error:
            too_much = " (file size limit)" if self._is_full() else ""
            raise fetch_errors.of(f"git fetch from {url.hostname} failed", f"{error}{too_much}") from error

    def _is_full(self) -> bool:
        """Whether a pack reached the limit: the program in git that writes it is ended by it without a word."""
        packs = (self.git.directory / "objects" / "pack").glob("tmp_pack_*")
        return self.git.file_mb is not None and any(pack.stat().st_size >= self.git.file_mb << 20 for pack in packs)


class Here:
    """A local repository has all its blobs."""

    def bring(self, blobs: Sequence[str]) -> None:
        del blobs
