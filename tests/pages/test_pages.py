"""The pages as text: who sees what, hostile words, headers, the download."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from bot import review
from bot.access.port import AccessUnknown, Viewer
from bot.model import ChangeRef, Decision
from bot.pages import charts, download, words
from bot.pages.now import Look
from bot.policy import Policy
from bot.store import StoreDown
from bot.store.sql import SqlStore
from tests.builders import change, changed_file, finding, ran
from tests.pages import lived_in
from tests.pages.lived_in import LEDGER, LOOK, NOW, OPERATOR, PERSON, SECRET, Guest

PAGES = ["/", "/changes", "/repositories", "/changes/github/octo/ledger/12", "/rules", "/decisions", "/trends"]
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e\u0000{{7*7}}" + "A" * 10_000


def client(store: SqlStore, viewer: Viewer | None = OPERATOR, may: frozenset[str] | None = None) -> FlaskClient:
    return lived_in.house(store, Guest(viewer, may)).test_client()


@pytest.mark.parametrize("path", [*PAGES, "/decisions.csv", "/changes/github/octo/none/1", "/groups/github/o/a/b...c"])
def test_a_stranger_sees_nothing_and_is_sent_to_sign_in(filled: SqlStore, path: str) -> None:
    asked = client(filled, None)
    answer = asked.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?back_to={path}")
    assert b"octo" not in answer.data.replace(path.encode(), b"")
    part = asked.get(path, headers={"HX-Request": "true"})
    assert (part.status_code, part.data, part.headers["HX-Redirect"]) == (204, b"", f"/sign-in?back_to={path}")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("viewer", [OPERATOR, PERSON], ids=["operator", "person"])
def test_every_page_is_whole_and_guarded(filled: SqlStore, path: str, viewer: Viewer) -> None:
    answer = client(filled, viewer).get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    seen = Seen.of(answer.text)
    assert seen.inline == []
    assert {"header", "nav", "main", "footer", "h1"} <= seen.tags
    assert seen.unlabelled == []


@pytest.mark.parametrize("path", [*PAGES, "/decisions.csv", "/changes?state=&text=%23", "/rules?by=noise"])
def test_a_person_sees_nothing_of_another_repository(filled: SqlStore, path: str) -> None:
    made = Decision("9" * 16, "a.rule", "vault.py", "eve", NOW, "a reason", change=f"{SECRET}#1")
    filled.decide("t", SECRET, [made])
    may = frozenset({LEDGER})
    told = client(filled, PERSON, may).get(path).text.replace("<wbr>", "")
    assert "octo/vault" not in told
    assert "vault.py" not in told
    assert "octo/shop" not in told
    whole = client(filled, OPERATOR).get(path).text.replace("<wbr>", "")
    assert "vault" in whole or path in {"/changes/github/octo/ledger/12", "/rules", "/trends", "/rules?by=noise"}


def test_what_concerns_the_installation_is_the_operators_alone(filled: SqlStore) -> None:
    assert "sqlite answers" in client(filled).get("/").text
    told = client(filled, PERSON, frozenset({LEDGER})).get("/").text
    assert "sqlite answers" not in told
    assert "workers" not in told
    assert "<b>1</b> under review" in told
    assert "<b>0</b> waiting" in told


@pytest.mark.parametrize("path", ["/changes/github/octo/vault/1", "/changes/github/octo/none/1", "/changes/x/y/1"])
def test_what_is_not_there_and_what_is_not_yours_look_the_same(filled: SqlStore, path: str) -> None:
    answer = client(filled, PERSON, frozenset({LEDGER})).get(path)
    assert answer.status_code == 404
    assert "There is no such page, or it is not yours to see." in answer.text


def test_a_change_tells_its_reviews_findings_flow_and_ledger(filled: SqlStore) -> None:
    told = client(filled).get("/changes/github/octo/ledger/12").text
    for words_ in (
        "Request data becomes part of an SQL statement",
        "Data flow",
        "return jsonify(database().execute(query).fetchall())",
        "What was checked",
        "The ledger, by check",
        "the owner&#39;s accounts are all in this file",
        'href="https://github.example/octo/ledger/pull/12"',
        "What was posted",
    ):
        assert words_ in told


def test_an_earlier_review_can_be_looked_at(filled: SqlStore) -> None:
    asked = client(filled)
    ids = [name for name in Seen.of(asked.get("/changes/github/octo/ledger/12").text).links if "?review=" in name]
    assert len(ids) == 2
    assert ">4 observations " in asked.get(ids[0]).text
    assert ">3 observations " in asked.get(ids[1]).text
    assert asked.get("/changes/github/octo/ledger/12?review=999").status_code == 404
    assert asked.get("/changes/github/octo/ledger/12?review=x").status_code == 200


def hostile(store: SqlStore, text: str) -> str:
    """Records a change whose every word is this text; the path of its page."""
    code = f"run({text!r})\n"
    file = changed_file("a.py", None, code)
    found = replace(finding("a.py", code, "run(", title=text), message=text, remedy=text, excerpt=text, rule=text[:60])
    about = change(
        title=text, author=text, target_branch=text, url=f"javascript:{text}", ref=ChangeRef("github", "o/a", 1)
    )
    made = review.assemble(about, (file,), (ran(found, files=["a.py"]),), Policy())
    made = replace(made, notices=(text,))
    store.record(made, {}, posted=1, closed=0, requests=1)
    store.decide("s", "github:o/a", [Decision("f" * 16, text, text, text, NOW, text, change="github:o/a#1")])
    return "/changes/github/o/a/1"


@pytest.mark.parametrize("path", ["/", "/changes", "/repositories", "/changes/github/o/a/1", "/rules", "/decisions"])
def test_hostile_words_are_shown_and_do_nothing(store: SqlStore, path: str) -> None:
    plain = client(store).get(path).text
    hostile(store, EVIL)
    answer = client(store).get(path)
    assert answer.status_code == 200
    harmless, seen = Seen.of(plain), Seen.of(answer.text)
    assert seen.scripts == harmless.scripts
    assert seen.inline == []
    assert "onerror" not in seen.attributes
    assert "javascript:" not in " ".join(seen.links)
    assert "\u202e" not in answer.text
    assert "\u0000" not in answer.text
    assert "49" not in answer.text.partition("{{7*7}}")[2][:3]
    assert len(answer.text) < 60_000


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec=None), min_size=1, max_size=80))
def test_any_words_leave_the_page_whole(store: SqlStore, text: str) -> None:
    path = hostile(store, text)
    for page in (path, "/changes", "/decisions"):
        answer = client(store).get(page)
        assert answer.status_code == 200
        assert "</html>" in answer.text
        assert Seen.of(answer.text).inline == []


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://github.com/o/a/pull/1", "https://github.com/o/a/pull/1"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        (" https://x", ""),
        ("https://me:pw@x/", ""),
        ("https:///x", ""),
        ("https://[x", ""),
        ("data:text/html,x", ""),
        ("//x", ""),
        ("", ""),
    ],
)
def test_links_lead_to_web_pages_alone(address: str, shown: str) -> None:
    assert words.link(address) == shown


@given(st.text(max_size=20), st.integers(0, 999))
def test_every_change_has_an_address_that_leads_back(repository: str, number: int) -> None:
    address = words.address(f"github:{repository}#{number}")
    assert address.isascii()
    assert address.startswith("/changes/github/")
    assert not set(address) & set("<>\"' #?")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`@a` was removed from `b`", "<code>@a</code> was removed from <code>b</code>"),
        ("`<b>` & c", "<code>&lt;b&gt;</code> &amp; c"),
        ("a lone ` mark", "a lone ` mark"),
        ("``", "<code></code>"),
        ("", ""),
    ],
)
def test_code_in_a_sentence(text: str, shown: str) -> None:
    assert words.prose(text) == shown


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60))
def test_a_folded_name_says_the_same(text: str) -> None:
    assert html.unescape(words.fold(text).replace("<wbr>", "")) == html.unescape(str(escape(text)))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("github:octo/ledger#12", ["github:", "octo/", "ledger", "#12"]),
        ("python.http.verify-off", ["python.", "http.", "verify-", "off"]),
        ("<b>", ["&lt;b&gt;"]),
    ],
)
def test_names_break_where_people_would(name: str, parts: list[str]) -> None:
    assert words.fold(name).split("<wbr>") == parts


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_sentence_with_code_says_the_same(text: str) -> None:
    said = re.sub("</?code>", "", words.prose(text))
    assert html.unescape(said).replace("`", "") == words.sentence(text).replace("`", "")


CELLS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '"=1', "\u200b=1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("cell", CELLS)
def test_no_cell_of_the_download_is_a_formula(cell: str) -> None:
    assert not download.safe(cell).lstrip().startswith(("=", "+", "-", "@", "＝"))


@given(st.text(max_size=40))
def test_no_text_at_all_is_a_formula(text: str) -> None:
    shown = download.safe(text)
    assert not shown.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert shown.isprintable()


def test_the_download_holds_all_that_fits_the_filter(filled: SqlStore) -> None:
    answer = client(filled).get("/decisions.csv?kind=taken+back")
    assert answer.headers["Content-Disposition"] == "attachment; filename=decisions.csv"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    (row,) = list(csv.DictReader(io.StringIO(answer.text)))
    assert row["reason"] == '\'=HYPERLINK("http://evil.example")'
    assert (row["taken back by"], row["taken back because"]) == ("kim", "it is real")
    several = list(csv.DictReader(io.StringIO(client(filled).get("/decisions.csv").text)))
    assert len(several) >= 3


def test_when_the_host_or_the_store_does_not_answer_nothing_is_shown(store: SqlStore) -> None:
    class Dumb(Guest):
        def seen(self, viewer: Viewer, repositories: object) -> frozenset[str]:
            raise AccessUnknown("GitHub does not answer: try again in a minute.")

    hostile(store, "words")
    answer = lived_in.house(store, Dumb(PERSON)).test_client().get("/changes")
    assert answer.status_code == 503
    assert "GitHub does not answer" in answer.text
    assert "words" not in answer.text

    class Down(SqlStore):
        def session(self, fault: str) -> object:  # type: ignore[override]
            raise StoreDown(fault)

    answer = client(Down("sqlite://")).get("/changes")
    assert answer.status_code == 503
    assert "the history cannot be read" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/assets/style.css", "/assets/htmx.min.js", "/assets/icon.svg"])
def test_what_pages_load_needs_no_sign_in_and_is_kept(filled: SqlStore, path: str) -> None:
    answer = client(filled, None).get(path)
    assert answer.status_code == 200
    assert "max-age=300" in answer.headers["Cache-Control"]
    page = client(filled).get("/").text
    whole = next(name for name in Seen.of(page).loaded if name.startswith(path))
    assert "immutable" in client(filled, None).get(whole).headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/assets/blueprint.py", "/assets/..%2fblueprint.py", "/assets/none.css"])
def test_nothing_else_is_handed_out(filled: SqlStore, path: str) -> None:
    assert client(filled).get(path).status_code == 404


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_bars_stay_within_their_chart(numbers: list[int]) -> None:
    weeks = [f"2026-01-{index:02}" for index in range(len(numbers))]
    series = {"told": ("found", numbers), "fixed": ("fixed", numbers)}
    for made in (charts.beside("t", weeks, series), charts.stacked("t", weeks, series)):
        for bar in made.bars:
            assert bar.height >= 0
            assert charts.TOP - 0.2 <= bar.y <= charts.HEIGHT - charts.BOTTOM + 0.2
            assert bar.x >= charts.LEFT
            assert bar.x + bar.width <= charts.WIDTH + 0.2
    drawn = charts.line("t", weeks, "seconds", [float(number) for number in numbers])
    assert all(0 <= x <= charts.WIDTH and 0 <= y <= charts.HEIGHT for x, y in drawn.points)


def test_an_empty_house_has_pages_too(store: SqlStore) -> None:
    app = lived_in.house(store, Guest(PERSON), look=Look(at=NOW))
    for path in PAGES:
        status = app.test_client().get(path).status_code
        assert status == (404 if path.endswith("/12") else 200)
    assert "Nothing is under way." in app.test_client().get("/").text
    assert LOOK.running


@pytest.mark.parametrize(
    ("path", "empty", "filtered"),
    [
        ("/changes?text=nothing+like+it", "No change that you may see was reviewed yet.", 'href="/changes?state="'),
        ("/decisions?text=nothing+like+it", "No decision fits.", 'href="/decisions">Show all'),
        ("/decisions", "Nothing that you may see was dismissed yet", "Download as CSV"),
    ],
)
def test_an_empty_list_says_whether_there_is_nothing_or_the_filter_leaves_all_out(
    store: SqlStore, filled: SqlStore, path: str, empty: str, filtered: str
) -> None:
    assert empty in client(store).get(path).text
    assert filtered in client(filled).get(path).text


class Seen(HTMLParser):
    """What a browser would take from a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.inline: list[str] = []
        """Scripts and styles that are not in a file of their own."""
        self.scripts = 0
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.unlabelled: list[str] = []
        self._labels = 0

    @classmethod
    def of(cls, text: str) -> Seen:
        made = cls()
        made.feed(text)
        made.close()
        return made

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        self.tags.add(tag)
        self.attributes |= given_.keys()
        self.inline += [name for name in given_ if name == "style" or name.startswith(("on", "hx-on"))]
        self.inline += [tag] if tag == "style" or (tag == "script" and not given_.get("src")) else []
        self.scripts += tag == "script"
        self._labels += tag == "label"
        if tag == "a" or tag == "form":
            self.links.append(given_.get("href") or given_.get("action") or "")
        self.loaded += [value for name, value in attrs if name in ("src", "href") and value and tag != "a"]
        if tag in ("input", "select") and not self._labels:
            self.unlabelled.append(str(given_))

    def handle_endtag(self, tag: str) -> None:
        self._labels -= tag == "label"
