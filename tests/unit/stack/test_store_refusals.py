"""What people are told of a PostgreSQL that lets nobody in, and what they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from bot.store import StoreDown, refusals
from bot.store.sql import SqlStore

AT = 'connection failed: connection to server at "db.example.org", port 5432 failed'
SAID = {
    f"{AT}: Connection refused\n\tIs the server running on that host?": "nothing listens",
    "failed to resolve host 'word@db.example.org': [Errno -2] Name or service not known": "percent-encoded",
    f'{AT}: FATAL:  password authentication failed for user "warden"': "refuses the user or the password",
    f'{AT}: FATAL:  database "warden" does not exist': "no such database",
    f'{AT}: FATAL:  role "warden" does not exist': "no such user",
    f'{AT}: FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "warden"': "pg_hba.conf",
    f"{AT}: server does not support SSL, but SSL was required": "sslmode",
    f"{AT}: FATAL:  sorry, too many clients already": "taken",
    "connection timeout expired": "in time",
    "something new": "",
}


@pytest.mark.parametrize("said", SAID)
def test_a_refusal_is_told_in_words_without_the_address(said: str) -> None:
    store = SqlStore("postgresql+psycopg://warden:pass@word@db.example.org/warden")
    down = StoreDown("the database does not answer")
    down.__cause__ = OperationalError(None, None, Exception(said))
    told = store.why(down)
    store.close()
    assert SAID[said] in told
    assert bool(told) == bool(SAID[said])
    assert "word@" not in told
    assert "example" not in told


@given(st.text(), st.sampled_from(list(SAID)), st.text())
def test_nothing_of_what_the_server_said_is_repeated(before: str, said: str, after: str) -> None:
    words = {words for _, words in (*refusals._REASONS, *refusals._MISSING)}
    assert refusals.meaning(f"{before}{said}{after}") in {"", *words}
