"""What a line calls a secret: a value that is given to a name like ``password``, in whatever format the line is in.

The line is read from name to name. What stands between a name and its value (``=``, ``:``, ``value="``, ``</key>``, a
blank) is a small table; where a value without quotes ends depends on the format of the file.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.credentials import strength

LONGEST_VALUE = 4_096
LONGEST_BARE = 512
"""Characters of a value, in quotes and without. What is longer is data."""


class Overloaded(Exception):
    """The text names secrets more often than can be looked at; what was given until then stands."""


MOST_JUDGED = 5_000


@dataclass(slots=True)
class Effort:
    """How many more values of one file are judged: what bounds the time that a hostile file takes."""

    left: int = MOST_JUDGED

    def spend(self) -> None:
        """Raises :class:`Overloaded` where nothing is left."""
        self.left -= 1
        if self.left < 0:
            raise Overloaded


class Manner(enum.Enum):
    """How values stand in a file."""

    CODE = "code"
    """In quotes; what has none is an expression."""
    SETTINGS = "settings"
    """Without quotes as well: from the name to the end of the line."""
    STORE = "store"
    """As in settings, and the file is there to hold credentials: a weak one is one too."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A value of a name; ``start..end`` is its place in the text."""

    name: str
    value: str
    start: int
    end: int
    certain: bool
    """It looks made by a machine (or stands in a store of credentials), not only like a password."""


_STORE = re.compile(
    r"(^|/)([._]netrc|\.pypirc|\.npmrc|\.yarnrc(\.yml)?|\.git-credentials|\.pgpass|\.my\.cnf|\.dockercfg|\.docker/config\.json"
    r"|\.aws/credentials|\.s3cfg|\.boto|auth\.json|\.curlrc|\.wgetrc)$",
    re.IGNORECASE,
)
_SETTINGS = re.compile(
    r"(^|/)(\.env(rc)?(\.[\w.-]+)?|[^/]*\.env|(docker|container)file[^/]*|[^/]*\.(docker|container)file|makefile"
    r"|\.bash(rc|_profile)|\.zshrc|\.profile|\.bazelrc|\.buildkite[^/]*|config|credentials|crontab)$"
    r"|\.(ini|cfg|cnf|conf|config|cf|properties|props|ya?ml|toml|tfvars|env(\.[\w-]+)?|xml|plist|csproj|settings|sh|bash|zsh"
    r"|ksh|fish|ps1|psm1|bat|cmd|mk|sql|service|netrc|rc|reg|desktop|inc|yml\.j2|http|rest|curl|hcl|nomad|jinja2?|j2|erb|tpl)$",
    re.IGNORECASE,
)


def manner(path: str) -> Manner:
    """How values stand in the file at this path; a name without a suffix that nobody knows is that of settings."""
    if _STORE.search(path):
        return Manner.STORE
    name = PurePosixPath(path).name
    return Manner.SETTINGS if _SETTINGS.search(path) or "." not in name.strip(".") else Manner.CODE


_KEY_OF = (
    "api|app|access|auth|account|private|encryption|signing|signature|master|client|shared|service|storage|session|cookie"
    "|jwt|hmac|aes|des|crypt|cipher|webhook|license|deploy|subscription|function|ssh|rsa|pgp|gpg|consumer|publish|admin"
)
_WORD = re.compile(
    r"passw(?:or)?d|passphrase|passcode|pwd|(?<![a-z0-9])pw(?![a-z0-9])|secret|token|credential|bearer|requirepass"
    r"|masterauth|identified\s{1,3}by"
    rf"|(?<![a-z])pass(?![a-z])|(?<![a-z])_auth\b|(?:{_KEY_OF})[_-]?key",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"passw|pwd|\bpw\b|_pw\b|passphrase|passcode|pass\b|requirepass|masterauth|identified", re.IGNORECASE
)
_BEFORE = re.compile(r"[\w.$-]{0,80}\Z")
_AFTER = re.compile(r"[\w-]{0,60}")
_NOT_A_SECRET = re.compile(
    r"(?:^|_|\b)(?:eos|bos|pad|unk|sep|cls|csrf_?token_?name|next_?page|page|continuation|sync|tokenizer)_?token"
    r"|(?:public|primary|foreign|sort|partition)_?key|public_?token|encrypted|(?:^|[^a-z])enc_|hash|digest|fingerprint"
    r"|access_?key_?id|tokeni[sz]|bypass|compass|passive|passenger|passport(?!.{0,200}secret)|secretar",
    re.IGNORECASE,
)
_TAIL_OF_ANOTHER = re.compile(
    r"[_-]?(?:names?|types?|ur[il]s?|urlpatterns?|paths?|files?|filename|fields?|labels?|hints?|errors?|header|prefix|suffix"
    r"|len(?:gth)?|size|count|limits?|expir\w*|ttl|age|lifetime|policy|version|regexp?|pattern|class|format|dir|refs?|arn"
    r"|messages?|placeholder|text|title|message|algorithm|algo|manager|provider|store|endpoint|host|port|server|address"
    r"|help|input|form|reset|change|verify|check|valid\w*|required|enabled|scopes?|issuer|audience|kind|status|salt_?len|last_?used|date|created|updated)s?$",
    re.IGNORECASE,
)
_CAMEL_TAIL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# What stands between a name and its value. The first group that fits tells how the value has to look.
_BETWEEN = re.compile(
    r"""(?:
      (?P<pair>\\?["'`]?\s{0,8}(?:,|\s|/?>\s{0,8}<)\s{0,8}\\?["']?(?:value|val|content|default|string)\\?["']?\s{0,8}
        (?:[=:]\s{0,8}|>))
    | (?P<element>(?:\s[^<>]{0,200})?>(?=[^<>]{4,4096}</))
    | (?P<elementpair>\\?["']\s{0,8}>|</(?:key|name)>\s{0,8}<(?:string|value)>)
    | (?P<next>\\?["'`]\s{0,8}\)?,\s{0,8})
    | (?P<compared>\\?["'`\]]{0,3}\s{0,8}[!=]==?\s{0,8})
    | (?P<other>\\?["'`\])]{0,4}\s{0,8}(?:\|\||\?\?|\bor\b|:-|\?:)\s{0,8})
    | (?P<is>\\?["'`\]]{0,4}\s{0,40}
        (?::\s{0,8}[\w.\[\]|?&<>*'\x20]{1,40}=\s{0,8}(?=[brfu]?["'`])|:=|=>|=(?!=)|:(?!:)|\+=)\s{0,40})
    | (?P<call>\s?\(\s{0,8})
    | (?P<blank>[ \t]{1,40})
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:(?:Basic|Bearer|token)\s{1,3}|base64:|(?:![\w!]{0,30}|&\w{1,30})\s{1,3})", re.IGNORECASE)
"""What is written before a value and is none of it: the scheme of a header, a tag or an anchor of YAML."""
_WRAPPER = re.compile(r"[A-Za-z_][\w.:-]{1,60}+(?:\s{0,3}\(|\s(?=['\"]))\s{0,3}")
"""A call or a cmdlet around the value."""
_LOOKS_UP = re.compile(
    r"(?:^|[.:_])(?:get_?env|env|environ\.get|environment_?variable|config|getproperty)\s*\(\s*$", re.IGNORECASE
)
"""A call whose first argument names a setting: in ``env('SMTP_PASSWORD_2', '')`` it is no value."""
_QUOTED = re.compile(r"""(?:[brfuLN]{1,2}|[@$&])?(?P<quote>\\?["'`])""", re.IGNORECASE)
_TRIPLE = re.compile(r"(\"\"\"|''')")
_BARE = re.compile(rf"[^\s\"'`<>]{{4,{LONGEST_BARE}}}+")
_IN_STRING = re.compile(rf"[A-Za-z0-9+/=_.~!@#%^*:-]{{8,{LONGEST_BARE}}}+(?=[;&\"'`\\])")
_COMMAND_OPTION = re.compile(
    r"""(?:\b(?:curl|wget|http|https)\b[^\n]{0,200}?\s(?:-u|--user|--proxy-user)[ =]\\?["']?[^\s:"']{1,80}:"""
    r"""|\b(?:sshpass|mysql|mysqldump|mysqladmin|mongo|docker\s+login|htpasswd|ldapsearch|smbclient)\b[^\n]{0,120}?\s-[pw]\s?)"""
    r"""(?P<value>[^\s"'`$\\]{6,200})"""
)

_COMMAND = re.compile(r"curl|wget|https?\s|sshpass|mysql|mongo|docker|htpasswd|ldapsearch|smbclient")
_PASSWORD_FILE = re.compile(r"^[^:\s#]{1,253}:(?:\d{1,5}|\*):[^:\s]{1,100}:[^:\s]{1,100}:(?P<value>\S{6,200})$")
"""PostgreSQL's: host, port, database, user, password."""


def assigned(text: str, how: Manner, effort: Effort, *, anything: bool = False) -> Iterator[Assigned]:
    """The secrets that the text gives to names, in their order.

    With ``anything`` whatever a name of a secret is given counts that is no reference and no template field: what must
    not be shown, rather than what is worth telling.
    """
    position = 0
    while (word := _WORD.search(text, position)) is not None:
        position = word.end()
        effort.spend()
        found = _of_word(text, word, how, anything=anything)
        if found is not None:
            yield found
            position = max(position, found.end)
    if how is not Manner.STORE and not _COMMAND.search(text):
        return
    for match in (*_COMMAND_OPTION.finditer(text), *(_PASSWORD_FILE.finditer(text) if how is Manner.STORE else ())):
        value = match["value"]
        strong = strength.is_strong(value) or strength.is_strong_password(value)
        if not strength.is_placeholder(value) and (anything or strong or strength.is_password_like(value)):
            yield Assigned("password", value, match.start("value"), match.end("value"), certain=strong)


def value_of(text: str, name: str, how: Manner) -> Assigned | None:
    """The value where the name stands on a line before: the whole text, or what follows ``value:``."""
    start = _FOLLOWING.match(text)
    place = start.end() if start else 0
    return _judged(text, name, place, "is", how, anything=False)


_FOLLOWING = re.compile(
    r"""\s*(?:-\s)?(?:\{?\\?["']?(?:value|val|default|string)\\?["']?\s{0,8}[=:]\s{0,8}|<(?:string|value)>|[+(]\s{0,8})?""",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"""\\?["'`\]]{0,3}\s{0,20}(?:=>|:=|[=:(,>]|\\)\s{0,8}(?:[|>][+-]?|\()?\s{0,8}\\?\s{0,8}$""")
_NAME_FIELD = re.compile(
    r"""(?:^|[\s{,<-])\\?["']?(?:name|key|variable)\\?["']?(?:\s{0,8}[:=]\s{0,8}|\s|>)\\?["']?(?P<name>[\w.-]{2,100})""",
    re.IGNORECASE,
)


def name_before(text: str) -> str:
    """The name of a secret whose value is on the next line, or in the next ``value:``; ``""`` where there is none."""
    short = text[-400:]
    for word in _WORD.finditer(short):
        name = _name(short, word)
        if name and _OPEN_END.match(short, word.start() + _length_after(short, word)):
            return name
    field = _NAME_FIELD.search(short)
    if field and _WORD.search(field["name"]) and not is_another(field["name"]):
        return field["name"]
    return ""


def begins_a_pair(text: str) -> bool:
    """Whether the line is the first half of a name and its value, whatever it names: ``name: LC_ALL``."""
    return _NAME_FIELD.search(text[-400:]) is not None or name_before(text) != ""


def is_value_field(text: str) -> bool:
    """Whether the line is the second half of a name and its value: ``value: …``."""
    start = _FOLLOWING.match(text)
    return bool(start and re.search(r"value|val|default|string", start[0], re.IGNORECASE))


def _length_after(text: str, word: re.Match[str]) -> int:
    after = _AFTER.match(text, word.end())
    return word.end() - word.start() + (len(after[0]) if after else 0)


def _name(text: str, word: re.Match[str]) -> str:
    """The whole name that the word stands in; ``""`` where it names something else."""
    before = _BEFORE.search(text[max(0, word.start() - 80) : word.start()])
    after = _AFTER.match(text, word.end())
    name = (before[0] if before else "") + word[0] + (after[0] if after else "")
    is_qualified = text.endswith("::", 0, word.start() - len(before[0] if before else ""))
    return "" if is_qualified or is_another(name) else name.lstrip("-.$")


def is_another(name: str) -> bool:
    """Whether a name speaks of a secret and is none: its type, its address, its hash."""
    parts = _CAMEL_TAIL.sub("_", name)
    return bool(_NOT_A_SECRET.search(name) or _NOT_A_SECRET.search(parts) or _TAIL_OF_ANOTHER.search(parts))


def _of_word(text: str, word: re.Match[str], how: Manner, *, anything: bool) -> Assigned | None:
    name = _name(text, word)
    between = _BETWEEN.match(text, word.start() + _length_after(text, word)) if name else None
    if between is None or between.lastgroup is None or (between.lastgroup == "blank" and name.lower() == "pass"):
        return None
    return _judged(text, name, between.end(), between.lastgroup, how, anything=anything)


def _judged(text: str, name: str, place: int, link: str, how: Manner, *, anything: bool) -> Assigned | None:
    """The value at ``place``, if it is a secret there."""
    span = _value_at(text, place, link, how)
    if span is None:
        return None
    start, end = span
    value = text[start:end]
    if not len(value) >= 4 or (strength.is_placeholder(value) and not (anything and _is_weak(value))):
        return None
    if strength.is_hash(value, f"{name} {text[max(0, start - 60) : start]}"):
        return None
    if strength.is_strong(value) or strength.is_strong_password(value):
        return Assigned(name, value, start, end, certain=True)
    if how is Manner.STORE and len(value) >= 6 and link in ("is", "blank"):
        return Assigned(name, value, start, end, certain=True)
    password = bool(_PASSWORD.search(name)) and strength.is_password_like(value) and link not in ("compared", "call")
    if (password and (link != "blank" or how is not Manner.CODE)) or (anything and link != "call"):
        return Assigned(name, value, start, end, certain=False)
    return None


_STANDS_FOR = re.compile(r"[$<>%{}()\[\]]|\.\.\.|…|^\W+$")


def _is_weak(value: str) -> bool:
    """Whether a value that looks like an example is still one that somebody may use: no reference, no field."""
    return not _STANDS_FOR.search(value)


def _value_at(text: str, place: int, link: str, how: Manner) -> tuple[int, int] | None:
    """Where the value stands that begins at ``place``."""
    if link in ("is", "other") and (wrapper := _WRAPPER.match(text, place)):
        if _LOOKS_UP.search(wrapper[0]):
            return None
        place, link = wrapper.end(), "call"
    triple = _TRIPLE.match(text, place)
    quoted = _QUOTED.match(text, place) if triple is None else None
    mark = triple[0] if triple else quoted["quote"] if quoted else ""
    if opened := triple or quoted:
        end = text.find(mark, opened.end(), opened.end() + LONGEST_VALUE)
        return _in_quotes(text, opened.end(), end)
    if link in ("element", "elementpair"):
        end = text.find("</", place, place + LONGEST_VALUE)
        return _trimmed(text, place, end) if end > place else None
    if link in ("call", "next", "compared") or (link == "blank" and how is Manner.CODE):
        return None
    start = _without_scheme(text, place, place)[0]
    if how is Manner.CODE:
        inside = _IN_STRING.match(text, start)
        return (start, _cut(text, start, inside.end())) if inside else None
    bare = _BARE.match(text, start)
    return (start, _cut(text, start, bare.end())) if bare else None


def _in_quotes(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The value between two quotes, less the scheme of a header; what has blanks in it is a sentence."""
    if end < 0:
        return None
    start, end = _trimmed(text, _without_scheme(text, start, end)[0], end)
    return None if re.search(r"\s", text[start:end]) else (start, end)


def _without_scheme(text: str, start: int, end: int) -> tuple[int, int]:
    scheme = _SCHEME.match(text, start)
    return (scheme.end(), max(end, scheme.end())) if scheme else (start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut(text: str, start: int, end: int) -> int:
    """Where a value without quotes ends: before what separates it from the next, and before closing brackets."""
    value = text[start:end]
    before = text[max(0, start - 300) : start]
    flow = _is_flow(before)
    for ending in (_NEXT_SETTING, *((_NEXT_FIELD,) if flow else ()), *((_NEXT_ARGUMENT,) if "?" in before else ())):
        following = ending.search(value)
        value = value[: following.start()] if following else value
    if "${" in before[-100:]:
        value = value.split("}")[0]
    return start + len(value.rstrip("\\"))


_NEXT_SETTING = re.compile(r"[;,](?=$|[\w ]{1,40}=)")
_NEXT_FIELD = re.compile(r"[,}\]]")
_NEXT_ARGUMENT = re.compile(r"[&#]")


def _is_flow(before: str) -> bool:
    """Whether what stands before has opened a bracket, as YAML's flow style does."""
    return before.count("{") > before.count("}") or before.count("[") > before.count("]")
