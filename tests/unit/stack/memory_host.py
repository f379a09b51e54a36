"""A host in memory, whose git is real: what the tasks are tried against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from redis import Redis

from bot.announce_settings import AnnounceSettings
from bot.concern import Concern
from bot.hosts.base import (
    BeforeWrite,
    Diagnosis,
    GitSource,
    HostError,
    HostUnavailable,
    Receipt,
    ReviewHost,
    Unseen,
    unguarded,
)
from bot.hosts.survey import Forgetful, Found, SurveyNotes
from bot.hosts.talk import TalkSettings
from bot.job import Job
from bot.lease import Hold
from bot.model import Answered, Blamed, Change, ChangeRef, Conversation, Person, Review, Role, Said, Sign, Vote
from bot.publication import Posted, PostedComment, PostedSummary, Publication
from bot.records import SummaryRecord
from bot.replies import Reply
from bot.store import Store
from workers.announcing import Announcer
from workers.checks.base import Check
from workers.context import WorkerContext, in_turn
from workers.shares.handing import Sharing


@dataclass
class MemoryHost:
    """Serves one change and remembers what it was told. ``faults`` are raised one by one, before anything is read."""

    at: Change
    source: GitSource
    name: str = "github"
    faults: list[Exception] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    """What was published, in its order."""
    records: list[SummaryRecord] = field(default_factory=list)
    """What the summaries remember."""
    refuses: str = ""
    """Why no word of ours is taken."""
    before_write: BeforeWrite = unguarded
    """Asked right before each write."""
    asked: int = 0
    """How often the change was read."""
    unseen: Sequence[Unseen] = ()
    while_publishing: Callable[[], None] = lambda: None
    policies: Sequence[tuple[str, str]] = ()
    """What the repository inherits: where it stands, and its text."""
    inherits: Exception | None = None
    """What comes of asking for it."""
    talk: TalkSettings = field(default_factory=TalkSettings)
    said: list[Said] = field(default_factory=list)
    people: Mapping[str, Role] = field(default_factory=dict)
    """By account id; who is not named is a stranger."""
    replies: list[Reply] = field(default_factory=list)
    comments: Sequence[PostedComment] = ()
    """Ours, on lines and files."""
    locked: bool = False
    """Whether no answer is taken."""
    begun: list[str] = field(default_factory=list)
    """Heads that showed a review under way."""
    withdrawn: list[tuple[str, str]] = field(default_factory=list)
    """Heads on which that was ended, and why."""
    signs: list[tuple[str, Sign]] = field(default_factory=list)
    """The comment's id and the sign, in order."""

    def change(self, ref: ChangeRef) -> Change:
        self.asked += 1
        if self.faults:
            raise self.faults.pop(0)
        return self.at

    def git_source(self, change: Change) -> GitSource:
        return self.source

    def posted(self, change: Change) -> Posted:
        record = self.records[-1] if self.records else None
        summary = PostedSummary("1", "text", self.published[-1], record) if self.published else None
        talk = Conversation(tuple(self.said), tuple(reply.answered for reply in self.replies))
        return Posted(tuple(self.comments), summary, talk)

    def show_started(self, change: Change) -> None:
        self.begun.append(change.head)

    def is_shown(self, change: Change) -> bool:
        return change.head in self.published

    def left_under_way(self, change: Change) -> Sequence[str]:
        return ()

    def leave_out(self, change: Change, why: str) -> None:
        self.withdraw(change, why)

    def withdraw(self, change: Change, why: str) -> None:
        self.withdrawn.append((change.head, why))

    def publish(self, change: Change, publication: Publication) -> Receipt:
        self.while_publishing()
        if publication.summary and publication.summary.commit == change.head:
            return Receipt()
        self.before_write(self.name)
        if self.refuses:
            raise HostError(self.refuses)
        self.published.append(change.head)
        self.reviews.append(publication.review)
        self.records.append(publication.record)
        return Receipt(posted=len(publication.post), summary="posted", requests=1)

    def inherited(self, change: Change) -> Sequence[tuple[str, str]]:
        if self.inherits:
            raise self.inherits
        return self.policies

    def acknowledge(self, change: Change, said: Said, sign: Sign) -> None:
        self.before_write(self.name)
        self.signs.append((said.id, sign))

    def answer(self, change: Change, reply: Reply) -> None:
        if self.locked:
            raise HostError("the conversation is locked")
        if all(standing.to != reply.to for standing in self.replies):
            self.before_write(self.name)
            self.replies.append(reply)

    def roles(self, change: Change, person: Person) -> Role:
        return self.people.get(person.id, Role(0))

    def votes(self, change: Change) -> Sequence[Vote]:
        return ()

    def remembered(self, repository: str) -> Iterator[tuple[Change, Answered]]:
        for reply in self.replies:
            yield self.at, reply.answered

    def blame(self, change: Change, path: str) -> Sequence[Blamed]:
        raise HostUnavailable("this host does not tell the past")

    def commit_message(self, change: Change, commit: str) -> str:
        raise HostUnavailable("this host does not tell the past")

    def survey(self, notes: SurveyNotes) -> Iterator[Found]:
        notes.spend(self.name)
        if self.faults:
            raise self.faults.pop(0)
        if self.at.head not in self.published:
            yield Found(self.at.ref, self.at.head, self.at.base, "its head has no review of ours")

    def unreviewed(self) -> Iterator[ChangeRef]:
        return (found.ref for found in self.survey(Forgetful()))

    def diagnose(self) -> Iterator[Diagnosis]:
        yield Diagnosis(self.name, True, "in memory")


class MemoryContext(WorkerContext):
    """A context whose one host is in memory, with no checks; Redis and the store are real."""

    def __init__(self, host: MemoryHost, redis: Redis, store: Store, checks: Sequence[Check] = ()) -> None:
        self._host = host
        self.__dict__ |= {"announcer": Announcer(redis, AnnounceSettings()), "docs_url": "", "concern": Concern()}
        self.__dict__ |= {"sharing": Sharing(redis, "the secret of a test", 0)}
        self.__dict__ |= {"redis": redis, "store": store, "checks": checks, "mirrors": (), "rule_versions": {}}

    def host(self, name: str, hold: Hold | None = None) -> ReviewHost:
        if name != self._host.name:
            raise KeyError(name)
        self._host.before_write = in_turn(self.before_writes(hold))
        return self._host


class Recorder:
    """A queue that remembers its jobs."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def enqueue(self, job: Job) -> bool:
        self.jobs.append(job)
        return True
