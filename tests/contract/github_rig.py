"""GitHub under the contract: the App on the stateful fake."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot import markers
from bot.hosts.github import GitHub, GitHubSettings
from bot.markers import Marker, MarkerKind, Scope
from bot.model import ChangeRef, Side, Sign
from tests.contract.rig import WAIT, Failure, Files, Past, Seen, Who
from tests.fakes.github import FakeGitHub
from tests.fakes.github.diffs import diff
from tests.fakes.github.documents import merge_base
from tests.fakes.github.review_documents import ReviewDocuments
from tests.fakes.github.state import Hosted, IssueComment, ReviewComment
from tests.fakes.repository import Repository

REPOSITORY = "octo/app"
KEY = b"the key of the contract's markers"
_COMMENTS = r"/(reviews|comments)$"
AUTHOR, MAINTAINER, STRANGER, BOT = "mallory", "mona", "hubot-fan", "helper[bot]"
PEOPLE = {Who.AUTHOR: AUTHOR, Who.MAINTAINER: MAINTAINER, Who.STRANGER: STRANGER, Who.BOT: BOT}
_SIGNS = {"eyes": Sign.SEEN, "+1": Sign.DONE, "confused": Sign.CONFUSED}


class GitHubRig:
    """A :class:`~tests.contract.rig.HostRig` over one repository of the fake."""

    failures = frozenset(Failure)
    edits = True

    def __init__(self, fake: FakeGitHub, directory: Path, marker_key: bytes = KEY) -> None:
        self.fake = fake
        self.git = Repository(directory / "app.git")
        self.git.commit("main", {"README.md": "An application.\n"})
        fake.state.account(BOT, "Bot")
        self.hosted: Hosted = fake.add_repository(
            REPOSITORY, self.git, collaborators={MAINTAINER: "write", BOT: "write"}
        )
        self.settings = GitHubSettings(
            base_url=fake.url,
            app_id=fake.app.id,
            private_key=fake.app.private_key,
            webhook_secret=fake.app.webhook_secret,
            marker_key=marker_key,
            allow_http=True,
            paced=False,
        )
        self._branches = (f"change-{number}" for number in itertools.count(1))

    def open_change(self, base: Files, head: Files, message: str = "Change", past: Past = ()) -> ChangeRef:
        branch = next(self._branches)
        target = f"{branch}-target"
        self.git.branch(target, self.git.resolve("main"))
        for said, files in (*past, ("Change", base)):
            self.git.commit(target, dict(files), said)
        self.git.commit(branch, dict(head), message, start=target)
        pull = self.fake.open_pull(REPOSITORY, branch, base=target)
        return ChangeRef(self.settings.name, REPOSITORY, pull.number)

    def push(self, ref: ChangeRef, files: Files) -> str:
        sha = self.git.commit(self.hosted.pulls[ref.number].head, dict(files))
        self.fake.push(REPOSITORY, ref.number, sha)
        return sha

    def host(self) -> GitHub:
        return GitHub(self.settings)

    def comments(self, ref: ChangeRef) -> Sequence[Seen]:
        return [
            Seen(
                id=str(first.id),
                ours=first.user == self.fake.state.bot,
                path=first.path,
                line=first.line,
                side=Side.BASE if first.side == "LEFT" else Side.HEAD,
                text=first.body,
                replies=tuple(reply.body for reply in replies),
                closed=first.resolved or self._is_closed(ref, first, replies),
            )
            for first, replies in self.hosted.threads(ref.number)
        ]

    def shown(self, ref: ChangeRef) -> Sequence[tuple[str, int | None]]:
        pull = self.hosted.pulls[ref.number]
        documents = ReviewDocuments(self.fake.state, self.fake.origin)
        open_ = [
            first for first, replies in self.hosted.threads(ref.number) if not self._is_closed(ref, first, replies)
        ]
        listed = [documents.review_comment(self.hosted, first) for first in open_]
        files = diff(self.git, merge_base(self.hosted, pull), pull.head_sha)
        found = [
            (str(one["path"]), one["line"])
            for one in listed
            if one["user"]["login"] == self.fake.state.bot.login
            and (one["line"] is not None or one["subject_type"] == "file")
            and one["path"] in files
        ]
        return sorted(found, key=lambda one: (one[0], one[1] or 0))

    def summaries(self, ref: ChangeRef) -> Sequence[str]:
        texts = [one.body for one in self.hosted.comments_of(ref.number) if one.user == self.fake.state.bot]
        texts += [
            one.body
            for one in self.hosted.reviews.values()
            if one.number == ref.number and one.user == self.fake.state.bot and one.state != "PENDING"
        ]
        return [text for text in texts if self._kind(ref, text) is MarkerKind.SUMMARY]

    def outcome(self, ref: ChangeRef) -> str:
        head = self.hosted.pulls[ref.number].head_sha
        runs = [run for run in self.hosted.check_runs.values() if run.sha == head and run.name == "Patchwarden"]
        return runs[-1].conclusion or "" if runs else ""

    def comment(self, ref: ChangeRef, path: str, line: int, text: str) -> str:
        return str(self.fake.review_comment_as(MAINTAINER, REPOSITORY, ref.number, path, line, text).id)

    def talk(self, ref: ChangeRef, text: str, by: Who = Who.MAINTAINER) -> str:
        return f"issue-{self.fake.comment_as(PEOPLE[by], REPOSITORY, ref.number, text).id}"

    def reply(self, ref: ChangeRef, comment: str, text: str, by: Who = Who.MAINTAINER) -> str:
        first = int(comment.removeprefix("line-"))
        return f"line-{self.fake.reply_as(PEOPLE[by], REPOSITORY, ref.number, first, text).id}"

    def edit(self, ref: ChangeRef, comment: str, text: str) -> None:
        self.fake.edit(REPOSITORY, *_named(comment), text)

    def delete(self, ref: ChangeRef, comment: str) -> None:
        self.fake.delete_comment(REPOSITORY, *_named(comment))

    def answers(self, ref: ChangeRef) -> Sequence[str]:
        ours: list[IssueComment | ReviewComment] = [*self.hosted.comments_of(ref.number)]
        ours += self.hosted.published(ref.number)
        texts = [one.body for one in sorted(ours, key=lambda one: one.created) if one.user == self.fake.state.bot]
        return [text for text in texts if self._kind(ref, text) is MarkerKind.ANSWER]

    def signs(self, ref: ChangeRef, comment: str) -> frozenset[Sign]:
        kind, number = _named(comment)
        one = self.hosted.issue_comments[number] if kind == "issue" else self.hosted.review_comments[number]
        return frozenset(_SIGNS[reaction.content] for reaction in one.reactions if reaction.user == self.fake.state.bot)

    def notifications(self, ref: ChangeRef) -> int:
        mine = (self.hosted.id, ref.number, self.fake.state.bot)
        return sum((one.repository, one.number, one.by) == mine for one in self.fake.state.notices)

    def fail_next_write(self, failure: Failure) -> None:
        if failure is Failure.UNAVAILABLE:
            self.fake.fail_next("POST", _COMMENTS, "error")
        elif failure is Failure.ANSWER_LOST:
            self.fake.fail_next("POST", _COMMENTS, "committed")
        else:
            self.fake.fail_next("POST", _COMMENTS, "secondary", retry_after=WAIT)

    def writes(self) -> int:
        return len(self.fake.writes)

    def violations(self) -> Sequence[object]:
        pending = [review for review in self.hosted.reviews.values() if review.state == "PENDING"]
        return [*self.fake.violations, *self.fake.state.trespasses, *pending]

    def _is_closed(self, ref: ChangeRef, first: ReviewComment, replies: Sequence[ReviewComment]) -> bool:
        """As the last word of ours about it says: the comment itself, or a reply in its thread."""
        words = [self._word(ref, one.body) for one in (first, *replies) if one.user == self.fake.state.bot]
        return [word for word in words if word is not None][-1:] == [True]

    def _word(self, ref: ChangeRef, text: str) -> bool | None:
        """Whether a text of ours says that its thread is closed, or open; ``None`` where it says neither."""
        kind = self._kind(ref, text)
        if kind is MarkerKind.ANSWER:
            return True if text.startswith("Dismissed ") else False if text.startswith("Open again") else None
        return (
            {MarkerKind.FINDING: False, MarkerKind.REOPENED: False, MarkerKind.CLOSED: True}.get(kind) if kind else None
        )

    def _kind(self, ref: ChangeRef, text: str) -> MarkerKind | None:
        marker: Marker | None = markers.read(text, Scope(self.settings.marker_key, str(self.hosted.id), ref.number))
        return marker.kind if marker else None


def _named(comment: str) -> tuple[str, int]:
    """The kind and number of a comment; one on a line may be given by its number alone."""
    kind, _, number = comment.rpartition("-")
    return kind or "line", int(number)


@contextmanager
def github_rig(directory: Path) -> Iterator[GitHubRig]:
    """A fake GitHub with one repository in ``directory``, and the App installed on it."""
    with FakeGitHub() as fake:
        yield GitHubRig(fake, directory)
