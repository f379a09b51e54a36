"""The ports of a host: read an event, read a change, read and write a review.

A host module implements :class:`EventSource` and :class:`ReviewHost`; nothing else of the project knows a host by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from bot.decoding import Misread, Shape, decode, decode_json
from bot.hosts.survey import Found, SurveyNotes
from bot.hosts.talk import TalkSettings
from bot.job import Job
from bot.model import Answered, Blamed, Change, ChangeRef, Person, Role, Said, Sign, Vote
from bot.publication import Posted, Publication
from bot.replies import Reply

BeforeWrite = Callable[[str], None]
"""Called right before each write to a host, with the account that writes, e.g. ``"github:installation 12"``. What it
raises keeps the write from being sent."""


def unguarded(account: str) -> None:
    """The :data:`BeforeWrite` that lets every write through."""


class HostError(Exception):
    """A host said no for good. The message names the host, the operation and the remedy; it carries no secret."""


class HostUnavailable(HostError):
    """A passing fault (5xx, timeout, lock failure): the same call may work later.

    ``retry_after`` is in seconds, where the host named a time.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RateLimited(HostUnavailable):
    """The host asks to wait ``retry_after`` seconds: not the job's fault. Everything that ``account`` does should wait,
    by the name that :data:`BeforeWrite` has for it."""

    def __init__(self, message: str, retry_after: float | None = None, account: str = "") -> None:
        super().__init__(message, retry_after)
        self.account = account


class BudgetSpent(RateLimited):
    """We asked as much within an hour as we allow ourselves: the rest waits ``retry_after`` seconds."""


_UNREACHED: Mapping[str, str] = {
    "gaierror": "its name is not known",
    "NameResolutionError": "its name is not known",
    "ConnectionRefusedError": "nothing listens there, it refused the connection",
    "ConnectTimeoutError": "it did not answer in time",
    "ConnectTimeout": "it did not answer in time",
    "ReadTimeoutError": "it did not answer in time",
    "ReadTimeout": "it did not answer in time",
    "TimeoutError": "it did not answer in time",
    "SSLCertVerificationError": "its certificate cannot be verified",
    "SSLError": "no TLS connection comes about",
    "ProxyError": "the proxy does not let the connection through",
    "ConnectionResetError": "it broke the connection off",
    "RemoteDisconnected": "it broke the connection off",
}
"""What went wrong with a connection, by the names of Python's, urllib3's and requests' errors."""


def unreached(error: BaseException) -> str:
    """Why there was no connection, as a clause that begins with "it cannot be reached"; ``""`` where that is not known.

    The innermost error tells most: clients wrap it several times, and their own words have objects' addresses in them.
    """
    found, seen, waiting = "", set[int](), [error]
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        found = _UNREACHED.get(type(each).__name__, found)
        inner = (*each.args, getattr(each, "reason", None), each.__cause__, each.__context__)
        waiting += [one for one in inner if isinstance(one, BaseException)]
    return f"it cannot be reached: {found}" if found else ""


class ChangeNotFound(HostError):
    """The change does not exist, or is not visible to the bot."""


class Unreviewable(HostError):
    """The change can be named and written on, but not compared: ``reason`` is a clause for its people.

    ``change`` is what the host tells of the change; do not use its merge base.
    """

    def __init__(self, change: Change, reason: str) -> None:
        super().__init__(f"{change.ref}: {reason}")
        self.change = change
        self.reason = reason


class HeadMoved(HostError):
    """The change got a newer head since it was read: nothing was written, the newer head gets its own review."""


class BadSignature(Exception):
    """The delivery is not authentic."""


class BadPayload(Exception):
    """The delivery is authentic but cannot be read; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class GitSource:
    """How to fetch the change's commits over git.

    ``refs`` are fetched beside the commits named by the change (a host may serve a fork's head only by a ref such as
    ``refs/pull/7/head`` or ``refs/changes/02/2/1``). ``authorization`` is a full header value (``Basic …``) or ``""``:
    it goes into the environment of one git process, never into a URL, an argument or a file.
    """

    url: str
    refs: tuple[str, ...] = ()
    authorization: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One HTTP request to ``/webhooks/<name>`` or ``/webhooks/<name>/<path secret>``."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    path_secret: str = field(default="", repr=False)
    """The last part of the address, by which a host that signs nothing is known."""

    def header(self, name: str) -> str:
        """The value of one header, ``""`` where the header was not sent. ``name`` may be written in any case."""
        return next((value for given, value in self.headers.items() if given.lower() == name.lower()), "")

    def read(self, shape: type[Shape]) -> Shape:
        """The body as ``shape``; a member that is ``null`` counts as missing. Raises :class:`BadPayload`, which names
        the place.

        Python's reader takes what a host copies out of people's texts, e.g. half a surrogate pair in a title: nobody's
        text may keep a change from its review. It takes six times as long, so it reads what
        the other one cannot.
        """
        with suppress(Misread):
            return decode_json(shape, self.body)
        try:
            content = json.loads(self.body, object_pairs_hook=_without_nulls)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise BadPayload("the body is not a JSON object: set the webhook's content type to application/json")
        try:
            return decode(shape, content)
        except Misread as misread:
            raise BadPayload(f"the body cannot be read: {misread}") from None


def _without_nulls(members: list[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in members if value is not None}


@dataclass(frozen=True, slots=True)
class Ignored:
    """A delivery that asks for nothing; ``reason`` is for the log and the answer's body."""

    reason: str
    ping: bool = False


class EventSource(Protocol):
    """Turns one delivery into what it asks for. Pure: no request is made."""

    insistent: bool
    """The host sends a delivery again and again by itself until the answer is 200."""

    def parse(self, delivery: Delivery) -> Job | Ignored:
        """The job that the delivery asks for; it names the change, and the worker reads the change itself.

        Raises :class:`BadSignature`, :class:`BadPayload`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a publication really did."""

    posted: int = 0
    kept: int = 0
    closed: int = 0
    summary: str = "unchanged"
    """What became of the summary: ``posted``, ``updated`` or ``unchanged``."""
    requests: int = 0
    """Writes sent to the host; 0 means that nothing had to change."""
    moved_to_summary: tuple[str, ...] = ()
    """Fingerprints of comments that the host refused on their line."""
    notes: tuple[str, ...] = ()
    """For the log: a label that could not be voted, a permission that is missing."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """One place that the sweep could not look into; the others were seen all the same."""

    place: str
    """An installation, a repository, a project or a change, for people."""
    reason: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of ``patchwarden doctor``."""

    subject: str
    ok: bool
    detail: str
    remedy: str = ""


class Reads(Protocol):
    """Tells of a change."""

    def change(self, ref: ChangeRef) -> Change:
        """Reads the change.

        Raises :class:`ChangeNotFound`, :class:`HostUnavailable`, and :class:`Unreviewable` where there is nothing to
        compare it with.
        """
        ...

    def git_source(self, change: Change) -> GitSource:
        """Where git fetches the change. Ask again before each git command: a token in the answer expires."""
        ...


class Blames(Protocol):
    """Tells why a line of the base is there."""

    def blame(self, change: Change, path: str) -> Sequence[Blamed]:
        """Where every line of a file of the merge base comes from.

        Raises :class:`HostError` for a file that is not there, or where the host does not tell.
        """
        ...

    def commit_message(self, change: Change, commit: str) -> str:
        """What the author of a commit of the change's repository wrote about it. Raises :class:`HostError`."""
        ...


class Publishes(Protocol):
    """Shows a review on its change."""

    def posted(self, change: Change) -> Posted:
        """The bot's comments and summary on the change, as the host shows them now, and what people say there.

        Other bots' and our own texts are no part of the conversation, unless the settings name the bot.
        """
        ...

    def show_started(self, change: Change) -> None:
        """Shows on the head that its review is under way, where the host has a place for that.

        Nothing is written where that is shown already, or the outcome for this very head and base. What the host
        refuses is no error. Raises :class:`HostUnavailable`.
        """
        ...

    def is_shown(self, change: Change) -> bool:
        """Whether the head shows the outcome of a review that was published to its end; true on a host whose review is
        one request, and where we may show nothing beside the texts. Raises :class:`HostUnavailable`."""
        ...

    def withdraw(self, change: Change, why: str) -> None:
        """Ends what :meth:`show_started` shows on ``change.head``, and nothing else. The head need not be the change's
        newest; ``why`` is a clause for people. What the host refuses is no error. Raises :class:`HostUnavailable`."""
        ...

    def leave_out(self, change: Change, why: str) -> None:
        """Shows on the head that there is no review on purpose, where the host has a place for that: what waits for our
        outcome goes on. ``why`` is a clause for people. What the host refuses is no error. Raises
        :class:`HostUnavailable`."""
        ...

    def left_under_way(self, change: Change) -> Sequence[str]:
        """Earlier heads of the change that still show what :meth:`show_started` shows, as far as the host tells: what
        is to be withdrawn where nobody remembers it. Raises :class:`HostUnavailable`."""
        ...

    def publish(self, change: Change, publication: Publication) -> Receipt:
        """Brings the host in line with the publication. Publishing the same again sends no write.

        What the host refuses in one form is said in another that it takes, with the reason. Raises
        :class:`HeadMoved` before the first write; :class:`HostUnavailable` when it is not known whether a write
        arrived, then the change must be read again before the next try; :class:`HostError` where it takes no word.
        """
        ...


class Converses(Protocol):
    """Answers people, and tells who they are."""

    @property
    def talk(self) -> TalkSettings: ...

    def acknowledge(self, change: Change, said: Said, sign: Sign) -> None:
        """Shows a sign on somebody's comment, in place of our earlier sign. A host without signs does nothing.

        A comment that is gone, and a host that takes no sign, are no error. Raises :class:`HostUnavailable`.
        """
        ...

    def answer(self, change: Change, reply: Reply) -> None:
        """Answers in the thread of the comment, once: an answer that stands already is left as it is.

        Raises as :meth:`Publishes.publish` does.
        """
        ...

    def roles(self, change: Change, person: Person) -> Role:
        """What the person is to the change, asked live. Raises :class:`HostError` where the host does not say."""
        ...

    def votes(self, change: Change) -> Sequence[Vote]:
        """People's 👍 and 👎 on our comments of the change; none on a host that has no such thing."""
        ...

    def remembered(self, repository: str) -> Iterator[tuple[Change, Answered]]:
        """All answers of ours in a repository, of closed changes as well: what a lost database is rebuilt from.

        Of the change only ``ref``, ``repository_id`` and ``change_id`` need be true. Raises :class:`HostError`.
        """
        ...


class Inherits(Protocol):
    """Tells what a repository inherits from its organisation."""

    def inherited(self, change: Change) -> Sequence[tuple[str, str]]:
        """The policy files that hold for the change's repository and stand elsewhere, the nearest last: where each
        stands, for people, and its text. What is not there, and what we may not read, is left out.

        Asked once in the life of a host. Raises :class:`HostError`, :class:`HostUnavailable`.
        """
        ...


class Surveys(Protocol):
    """Looks at an account as a whole."""

    name: str

    @property
    def unseen(self) -> Sequence[Unseen]:
        """What the last walk through :meth:`survey` could not look into; complete when that walk has ended."""
        ...

    def survey(self, notes: SurveyNotes) -> Iterator[Found]:
        """Every open change that is not done: without a whole review of its head, with one that was made for another
        target branch or under another policy, or with a comment that got no answer.

        What ``notes`` remember as done is not asked for again before it has changed. A fault of one installation,
        repository, project or change costs that one alone and is ``unseen``, and so is what a spent budget leaves.
        Raises :class:`HostError` where nothing can be looked at.
        """
        ...

    def unreviewed(self) -> Iterator[ChangeRef]:
        """What :meth:`survey` finds, with nothing remembered."""
        ...

    def diagnose(self) -> Iterator[Diagnosis]:
        """What ``patchwarden doctor`` shows of this host: credentials, identity, permissions."""
        ...


class ReviewHost(Reads, Blames, Publishes, Converses, Inherits, Surveys, Protocol):
    """One host account, built anew in each task: its HTTP client is not thread-safe and does not survive fork.

    Whoever needs one role asks for that alone.
    """
