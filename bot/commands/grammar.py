"""From a comment to its commands: which lines are meant for us, and which verb each begins with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from bot.commands.arguments import Unreadable, gives_reason, quoted, read_arguments
from bot.commands.command import Command, CommandError, Verb
from bot.commands.spoken import spoken
from bot.commands.table import TABLE, Form, form_of, written

MOST_COMMANDS = 10
"""Commands of one comment that are read."""
_FEW_WORDS = 3
"""A line that begins with ``@name`` and is no longer than this is meant for us, whatever it says."""
_ALIKE = 0.7
"""From which likeness (difflib's, from 0 to 1) on a word is a mistyped verb."""

_VERBS = {verb.value: verb for verb in Verb}
_MEANT = {
    Verb.REVIEW: "again analyse analyze check recheck rerun retest retry run scan test",
    Verb.DISMISS: "accept allow approve close disable false-positive fp ignore resolve silence skip suppress wontfix",
    Verb.REOPEN: "open restore revoke undismiss undo unresolve",
    Verb.EXPLAIN: "describe detail details how show what why",
    Verb.PAUSE: "halt mute off stop",
    Verb.RESUME: "continue on start unmute unpause",
    Verb.STATUS: "list state summary",
    Verb.HELP: "commands usage",
}
"""Words with which people ask for a command that we call otherwise."""
_WORDS = {word: verb for verb, words in _MEANT.items() for word in words.split()}
_COURTESY = frozenset(
    "cheers cool good great hello hey hi lgtm nice ok okay perfect sorry thank thanks thx ty well wow yes no".split()
)
"""What begins a line that is said to us and asks for nothing."""

_BLANK = r"[^\S\r\n]"
_FIRST_WORD = re.compile(r"[^\s.,:;!?]+")
_LEADING_PLEASE = re.compile(r"please(?!\S)\s*", re.IGNORECASE)
_TRAILING_PLEASE = re.compile(r"(?:\A|[,\s])please[.!]*\Z", re.IGNORECASE)
_IN_THREADS = {form.verb.value: form for form in TABLE if form.in_threads}


def is_addressed(text: str | None, names: Collection[str], *, in_thread: bool = False) -> bool:
    """Whether some line of a comment may be meant for us. Cheap, and never ``False`` where :func:`parse` finds
    something."""
    if not text:
        return False
    starts = [rf"[/@](?:{_any_of(names)})"] if names else []
    starts += [rf"(?:please{_BLANK}+)?(?:{_any_of(_IN_THREADS)})\b"] if in_thread else []
    if not starts:
        return False
    # A command may stand behind the end of an HTML comment.
    pattern = rf"(?:\A|[\r\n]|-->){_BLANK}*(?:{'|'.join(starts)})"
    return re.search(pattern, text, re.IGNORECASE) is not None


def parse(text: str, names: Collection[str], *, in_thread: bool = False) -> tuple[Command | CommandError, ...]:
    """The commands of a comment, in their order, and what is wrong with lines that are meant for us.

    ``names`` are what we are called, e.g. ``patchwarden``. ``in_thread``: the comment is a reply in a thread of ours,
    where the name may be left out of a line that is a whole command.
    """
    found: list[Command | CommandError] = []
    for item in _meant(text, names, in_thread):
        if len(found) == MOST_COMMANDS:
            found.append(CommandError(item.text, f"only the first {MOST_COMMANDS} commands of a comment are read"))
            break
        found.append(item)
    return tuple(found)


def _meant(text: str, names: Collection[str], in_thread: bool) -> Iterator[Command | CommandError]:
    address = re.compile(rf"(?P<sign>[/@])(?P<name>{_any_of(names)})(?:\[bot\])?[:,]?(?!\S)", re.IGNORECASE)
    for line in spoken(text):
        match = address.match(line) if names else None
        if match is not None and match["name"].isascii():
            item = _addressed(line, match["sign"], match["name"].lower(), line[match.end() :].strip())
        else:
            item = _unaddressed(line, names) if in_thread else None
        if item is not None:
            yield item


def _addressed(line: str, sign: str, name: str, said: str) -> Command | CommandError | None:
    said = _LEADING_PLEASE.sub("", said)
    word, rest = _first_word(said)
    if not word:
        return CommandError(line, "no command is given", f"/{name} {Verb.HELP.value}")
    verb = _VERBS.get(word)
    if verb is None:
        return _unknown(line, sign, name, said)
    form = form_of(verb)
    try:
        return read_arguments(form, rest if form.reasoned else _TRAILING_PLEASE.sub("", rest), line)
    except Unreadable as error:
        return CommandError(line, error.problem, written(error.nearest, name))


def _unaddressed(line: str, names: Collection[str]) -> Command | CommandError | None:
    """A line of a thread of ours that is a whole command and nothing else; prose never is.

    What begins as a decision and gives a reason is meant for us, and so is the bare word: where they cannot be read,
    they are told what is wrong.
    """
    word, *rest = _LEADING_PLEASE.sub("", line).split(maxsplit=1) or [""]
    form = _IN_THREADS.get((word.rstrip(",") if rest else word.rstrip(".!?")).lower())
    if form is None:
        return None
    said = "".join(rest)
    try:
        return read_arguments(form, said if form.reasoned else _TRAILING_PLEASE.sub("", said), line, in_words=True)
    except Unreadable as error:
        if form.reasoned and names and (not said or gives_reason(said)):
            return CommandError(line, error.problem, written(error.nearest, next(iter(names))))
        return None


def _unknown(line: str, sign: str, name: str, said: str) -> CommandError | None:
    """A line that begins with our name and with no verb: a mistyped command, or somebody speaks about us.

    ``/name …`` is meant for us always. ``@name …`` is where it asks for something we know under another word, and
    where it is short; longer prose, and thanks, are no question.
    """
    word, rest = _first_word(said)
    problem = f"{quoted(word)} is no command"
    verb = _nearest(word)
    if verb is not None:
        try:
            return CommandError(line, problem, written(read_arguments(form_of(verb), rest, line), name))
        except Unreadable:
            pass
    words = said.split()
    if sign == "@" and (len(words) > _FEW_WORDS or word in _COURTESY):
        return None
    verb = verb or next((_VERBS[other] for other in map(_bare, words) if other in _VERBS), None)
    nearest = _plainest(form_of(verb or Verb.HELP))
    return CommandError(line, problem, written(nearest, name))


def _nearest(word: str) -> Verb | None:
    if word in _WORDS:
        return _WORDS[word]
    alike = get_close_matches(word[:40], [*_VERBS], n=1, cutoff=_ALIKE)
    return _VERBS[alike[0]] if alike else None


def _plainest(form: Form) -> Command:
    return Command(form.verb, "", reason="…" if form.reasoned else "")


def _first_word(said: str) -> tuple[str, str]:
    """The first word, bare and in lower case, and what stands behind it."""
    match = _FIRST_WORD.match(said)
    return (_bare(match[0]), said[match.end() :]) if match else ("", said)


def _bare(word: str) -> str:
    return word.strip("`*_\"'.,:;!?()").lower()


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)
