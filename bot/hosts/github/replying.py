"""Our signs on people's comments, and our answers to them.

Sources: https://docs.github.com/en/rest/reactions/reactions (a review's own text takes none),
https://docs.github.com/en/rest/pulls/comments#create-a-reply-for-a-review-comment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot import markers, records
from bot.hosts.base import HostUnavailable, RateLimited
from bot.hosts.github import standing
from bot.hosts.github.client import Api
from bot.hosts.github.conversation import answers
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_login
from bot.hosts.github.reading import Place
from bot.hosts.github.standing import Author
from bot.hosts.github.wire import Comment, Reaction
from bot.markers import Marker, MarkerKind
from bot.model import Said, Sign
from bot.render import markdown
from bot.replies import Reply

_REACTIONS = {Sign.SEEN: "eyes", Sign.DONE: "+1", Sign.CONFUSED: "confused"}
_WITHOUT = (403, 404, 410, 422)
"""The comment is gone, or the conversation is locked: a sign is no more than a courtesy."""


@dataclass(frozen=True)
class Replier:
    """Signs and answers on one change."""

    api: Api
    place: Place
    author: Author
    name: str
    """What people call us in commands."""

    def acknowledge(self, said: Said, sign: Sign) -> None:
        """See :meth:`bot.hosts.base.Converses.acknowledge`."""
        path = self._reactions(said)
        if not path:
            return
        try:
            self._sign(path, said, _REACTIONS[sign])
        except Refused as refusal:
            if refusal.status not in _WITHOUT:
                raise

    def _reactions(self, said: Said) -> str:
        """Where the comment's reactions are; ``""`` for a review's text, which takes none by REST."""
        kind, _, number = said.id.partition("-")
        place = {"issue": "issues/comments", "line": "pulls/comments"}.get(kind)
        return f"{self.place.root}/{place}/{int(number)}/reactions" if place else ""

    def _sign(self, path: str, said: Said, content: str) -> None:
        """A sign from before the comment was edited says nothing of its new text, so it is given anew."""
        to = "sign a comment"
        listed = list(self.api.pages(Reaction, path, "list the reactions to a comment"))
        ours = [item for item in listed if item.content in _REACTIONS.values() and self.author.identity.wrote(item)]
        keep = [item for item in ours if item.content == content and item.created_at.timestamp() >= said.at]
        for item in ours:
            if item not in keep and item.content == content:
                self.api.delete(f"{path}/{item.id}", to)
        if not keep:
            self.api.write("POST", path, to, {"content": content})
        for item in ours:
            if item.content != content:
                self.api.delete(f"{path}/{item.id}", to)

    def answer(self, reply: Reply) -> None:
        """See :meth:`bot.hosts.base.Converses.answer`. Where a sign alone says it all, nothing is written."""
        if not reply.needs_words:
            return
        kind, _, number = reply.to.id.partition("-")
        if kind == "line":
            try:
                self._answer_in_thread(reply, int(number))
            except Refused as refusal:
                if refusal.status != 404:  # the thread is gone, the question was asked all the same
                    raise
            else:
                return
        if not self._stands(standing.issue_comments(self.api, self.place), reply):
            self._post(f"{self.place.issue}/comments", reply, mentioned=True)

    def _answer_in_thread(self, reply: Reply, comment: int) -> None:
        listed = standing.review_comments(self.api, self.place)
        if self._stands(listed, reply):
            return
        asked = next((item for item in listed if item.id == comment), None)
        first = (asked.in_reply_to_id if asked else None) or comment
        self._post(f"{self.place.pull}/comments/{first}/replies", reply, mentioned=False)

    def _post(self, path: str, reply: Reply, *, mentioned: bool) -> None:
        """Posts, and where the answer is lost looks whether it has arrived before it gives up."""
        try:
            self.api.write("POST", path, "answer a comment", {"body": self._text(reply, mentioned=mentioned)})
        except RateLimited:
            raise
        except HostUnavailable:
            listed = standing.issue_comments if mentioned else standing.review_comments
            if not self._stands(listed(self.api, self.place), reply):
                raise

    def _stands(self, comments: Iterable[Comment], reply: Reply) -> bool:
        wanted = (reply.answered.to, reply.answered.digest)
        return any((item.to, item.digest) == wanted for item in answers(comments, self.author))

    def _text(self, reply: Reply, *, mentioned: bool) -> str:
        """In a thread everybody in it is notified anyway; elsewhere the asker is named."""
        who = reply.to.by.name
        text = markdown.answer(reply, name=self.name)
        greeted = f"@{who}\n\n{text}" if mentioned and is_login(who) else text
        marker = Marker(MarkerKind.ANSWER, record=records.of_answer(reply.answered))
        return markers.stamp(greeted, marker, self.author.scope)
