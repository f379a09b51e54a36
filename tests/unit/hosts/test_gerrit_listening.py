"""Who said what on a change of Gerrit, where its answers alone tell it."""

from __future__ import annotations

from bot.hosts.gerrit import wire
from bot.hosts.gerrit.client import Identity
from bot.hosts.gerrit.listening import conversation
from bot.hosts.gerrit.threads import Placed
from bot.hosts.talk import TalkSettings
from bot.markers import Scope

_WHEN = "2026-11-29 12:00:00.000000000"


def test_a_comment_that_was_sent_on_somebody_elses_behalf_is_its_senders() -> None:
    """Its message alone tells who sent it."""
    maintainer, sender = wire.Account(1, "mona"), wire.Account(7, "alex")
    message = wire.ChangeMessage(
        id="m1", author=maintainer, real_author=sender, message="Patch Set 1:\n\n(1 comment)", date=_WHEN
    )
    words = "/patchwarden dismiss all because I say so"
    comment = wire.Comment(id="c1", author=maintainer, message=words, updated=_WHEN, change_message_id="m1")
    heard = conversation(
        [message], [Placed("app.py", comment)], [], Identity(99, "bot"), Scope(b"key", "app", 1), TalkSettings()
    )
    assert [(item.text, item.by.id) for item in heard.said] == [(words, "7")]
