"""What people say on a pull request, and what we answered: comments, the texts of reviews, replies on lines.

Source: https://docs.github.com/en/rest/issues/comments, …/rest/pulls/reviews, …/rest/pulls/comments, …/rest/reactions.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot import records
from bot.commands import is_addressed
from bot.hosts.github import standing
from bot.hosts.github.client import Api, Identity, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_named
from bot.hosts.github.reading import Place
from bot.hosts.github.standing import PENDING, Author, Thread
from bot.hosts.github.wire import Comment, Edited, Reaction, Repository, Review, ReviewComment, User
from bot.hosts.talk import TalkSettings
from bot.markers import MarkerKind, Scope
from bot.model import Answered, Change, ChangeRef, Conversation, Person, Said
from bot.publication import Posted

log = logging.getLogger(__name__)

_MOST_ASKED_ABOUT = 30
"""Comments with a 👍 whose reactions are read on one visit, the newest: each costs a request, and anybody may write
such comments and give them a 👍."""
OBEYED = "+1"
"""Our reaction to a comment whose commands were obeyed. Names of reactions are those of GitHub's API."""
_EDITORS = """
query($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Comment { id author { login } editor { login } lastEditedAt } }
}
"""
_NODES = 100
"""Of one query: GitHub takes no more."""
_NUMBER = re.compile(r"/([0-9]{1,10})$", re.ASCII)


def posted(api: Api, place: Place, author: Author, talk: TalkSettings) -> Posted:
    """Our comments and our summary on the change, and the conversation. Three lists are read; a comment's reactions are
    read where nothing else tells whether it was obeyed."""
    lines = standing.review_comments(api, place)
    comments = list(standing.issue_comments(api, place))
    reviews = list(standing.reviews(api, place))
    threads = standing.threads(lines, author)
    answered = tuple(sorted(answers([*comments, *lines], author), key=lambda item: item.at))
    reader = _Reader(api, place, author.identity, talk, answered)
    heard = [*reader.comments(comments), *reader.reviews(reviews), *reader.lines(lines, threads)]
    said = reader.by_their_authors(reader.with_signs(heard))
    summaries = tuple(standing.summaries(comments, reviews, author))
    return Posted(
        comments=tuple(thread.posted for thread in threads.values()),
        summary=summaries[0] if summaries else None,
        other_summaries=summaries[1:],
        conversation=Conversation(tuple(sorted(said, key=lambda item: item.at)), answered),
    )


def answers(comments: Iterable[Comment], author: Author) -> Iterator[Answered]:
    """What our answers among the comments remember."""
    for item in comments:
        marker = author.marker(item, item.body)
        if marker is not None and marker.kind is MarkerKind.ANSWER:
            answer = records.read_answer(marker.record)
            if answer is not None:
                yield answer


def person(user: User) -> Person:
    return Person(str(user.id), user.login, bot=user.type == "Bot")


class _Reader:
    """Comments of people → what they said."""

    def __init__(
        self, api: Api, place: Place, identity: Identity, talk: TalkSettings, answered: Iterable[Answered]
    ) -> None:
        self._api = api
        self._place = place
        self._identity = identity
        self._talk = talk
        self._answered = {(item.to, item.digest) for item in answered}
        self._signed: dict[str, str] = {}
        """Where the reactions are of what somebody gave a 👍."""
        self._editable: dict[str, str] = {}
        """GraphQL's names of what was edited since it was written, and of reviews, which do not tell."""

    def by_their_authors(self, said: Sequence[Said]) -> list[Said]:
        """Whoever may write to the repository may edit other people's comments: a text that somebody else put there is
        nobody's word. Asked, in one request, of what may be obeyed; what GitHub does not tell is left out."""
        asked = {item.id: node for item in said if (node := self._editable.get(item.id)) and self._may_be_obeyed(item)}
        if not asked:
            return list(said)
        sound = _sound(self._api, tuple(asked.values()))
        return [item for item in said if item.id not in asked or asked[item.id] in sound]

    def _may_be_obeyed(self, said: Said) -> bool:
        if said.done or (said.id, said.digest) in self._answered:
            return False
        return is_addressed(said.text, self._talk.names, in_thread=bool(said.about))

    def comments(self, listed: Iterable[Comment]) -> Iterator[Said]:
        for item in listed:
            path = f"{self._place.root}/issues/comments/{item.id}/reactions"
            yield from self._said(f"issue-{item.id}", item, item.updated_at, "", path)

    def reviews(self, listed: Iterable[Review]) -> Iterator[Said]:
        for item in listed:
            if item.state != PENDING:
                yield from self._said(f"review-{item.id}", item, item.submitted_at, "", "")

    def lines(self, listed: Iterable[ReviewComment], threads: dict[str, Thread]) -> Iterator[Said]:
        for item in listed:
            thread = threads.get(str(item.in_reply_to_id or item.id))
            about = thread.marker.fingerprint if thread else ""
            path = f"{self._place.root}/pulls/comments/{item.id}/reactions"
            yield from self._said(f"line-{item.id}", item, item.updated_at, about, path)

    def _said(
        self, id_: str, item: Comment | Review, at: datetime | None, about: str, reactions: str
    ) -> Iterator[Said]:
        """Nothing for our own words, an empty text, a deleted account, and a bot that the settings do not name."""
        user, text = item.user, item.body or ""
        if user is None or not text.strip() or self._identity.wrote(item):
            return
        who = person(user)
        if who.bot and not is_named(who.name, self._talk.bots):
            return
        if item.node_id and (not isinstance(item, Comment) or item.created_at != item.updated_at):
            self._editable[id_] = item.node_id
        said = Said(id_, who, text, int(at.timestamp()) if at else 0, about)
        if reactions and isinstance(item, Comment) and item.reactions and item.reactions.up:
            self._signed[id_] = reactions
        yield said

    def with_signs(self, said: Sequence[Said]) -> list[Said]:
        """The texts with what our signs on them say. Of more than :data:`_MOST_ASKED_ABOUT` the older ones count as
        obeyed."""
        asked = [item for item in said if item.id in self._signed and self._may_be_obeyed(item)]
        newest = {item.id for item in sorted(asked, key=lambda item: item.at)[-_MOST_ASKED_ABOUT:]}
        done = {item.id for item in asked if item.id not in newest or self._is_done(item, self._signed[item.id])}
        return [replace(item, done=item.id in done) for item in said]

    def _is_done(self, said: Said, path: str) -> bool:
        """Whether our 👍 stands there, given to this very text: one from before an edit says nothing of it."""
        listed = self._api.pages(Reaction, path, f"list the reactions to a comment of {self._place}", content=OBEYED)
        return any(self._identity.wrote(one) and one.created_at.timestamp() >= said.at for one in listed)


def _sound(api: Api, nodes: Sequence[str]) -> frozenset[str]:
    """Those of the comments whose text is their author's own."""
    to, found = "read who edited the comments", set()
    for start in range(0, len(nodes), _NODES):
        asked: Json = {"ids": list(nodes[start : start + _NODES])}
        try:
            listed = api.graphql(list[dict[str, object] | None], _EDITORS, to, asked, at="nodes")
        except Refused as refusal:
            log.warning("edited comments are not obeyed: %s", refusal)
            continue
        read = (api.read(Edited, node, to) for node in listed if node)
        found |= {node.id for node in read if node.by_author}
    return frozenset(found)


def remembered(
    api: Api, host: str, repository: Repository, identity: Identity, key: bytes
) -> Iterator[tuple[Change, Answered]]:
    """All answers of ours in a repository, of closed pull requests as well, by the two lists that it has of all its
    comments. Raises :class:`~bot.hosts.base.HostError`."""
    root, number_of_id = f"/repos/{repository.full_name}", str(repository.id)
    to = f"list the comments of {repository.full_name}"
    lines = ((item, item.pull_request_url) for item in api.pages(ReviewComment, f"{root}/pulls/comments", to))
    comments = ((item, item.issue_url) for item in api.pages(Comment, f"{root}/issues/comments", to))
    for listed in (lines, comments):
        for item, address in listed:
            number = _NUMBER.search(address or "")
            if number is None:
                continue
            scope = Scope(key, number_of_id, int(number[1]))
            for answer in answers([item], Author(identity, scope)):
                yield _change(ChangeRef(host, repository.full_name, int(number[1])), repository), answer


def _change(ref: ChangeRef, repository: Repository) -> Change:
    """As much of a change as an answer belongs to: nothing is known of its commits."""
    return Change(
        ref=ref,
        repository_id=str(repository.id),
        base="",
        head="",
        merge_base="",
        target_branch="",
        default_branch=repository.default_branch,
        author="",
        title="",
    )
