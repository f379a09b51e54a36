"""What stands above what in the field: roles, actions, digests, randomness, protocols, header values, endings.

Texts are looked at without their capitals, names also without underscores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.checks.guards.atoms import Atom, Relation

_ROLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (4, re.compile(r"super_?user|super_?admin|\broot\b|sudo|sys_?admin|site_?admin|is_?master|denyall|deny_all")),
    (3, re.compile(r"admin|\bis_?staff|maintainer|moderator")),
    (
        2,
        re.compile(
            r"owner|permission|perms?\b|has_?perm|\bcan[a-z_?(:]|policy|role|authori[sz]|has_?access|allowed|privilege"
            r"|scopes?\b|hasauthority|secured|restrict"
        ),
    ),
    (
        1,
        re.compile(
            r"authenticat|logged_?in|signed_?in|is_?login|login\b|login_?required|require_?login|current_?user|user\b"
            r"|session\b|verified|guest|readonly"
        ),
    ),
)
"""Who may, the highest first."""
_NOBODY = re.compile(r"anonym|public|unauthenti|permit_?all|allow_?any|allow_?all|exempt|everyone|skip_before")
"""Words that let everybody in."""
_ACTIONS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (3, re.compile(r"manage|admin|full|\ball\b")),
    (2, re.compile(r"delete|destroy|remove|create|update|edit|write|change|modify|add|upload|moderate|push|execute")),
    (1, re.compile(r"read|view|show|list|index|see|access|get|download|browse|pull")),
)
"""What somebody may do, the greatest first."""
VALUES: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...] = tuple(
    (family, tuple(re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])") for words in rows))
    for family, rows in (
        ("digest", (r"argon2\w*|bcrypt|scrypt|pbkdf2\w*", r"(?:hmac_?)?sha[-_]?(?:512|384|256|3\w*)|blake\w*",
                    r"(?:hmac_?)?sha_?-?1", r"md5|md4|crc32|adler32")),
        ("random", (r"secrets?|urandom|random_bytes|randombytes|securerandom|random_int|token_(?:hex|bytes|urlsafe)"
                    r"|systemrandom|getrandomvalues|randomuuid|crypto/rand|cryptorand",
                    r"random|rand|mt_rand|uniqid|srand|math\.random|randint|lcg_value|str_shuffle")),
        ("protocol", (r"tls_?v?1[._]?3|versiontls13", r"tls_?v?1[._]?2|versiontls12", r"tls_?v?1[._]?1|versiontls11",
                      r"tls_?v?1(?:[._]?0)?|versiontls10", r"ssl_?v?2?3\w*|ssl_?v?2")),
        ("scheme", (r"https|wss|ssh|sftp|ldaps|ssl|tls", r"http|ws|ftp|ldap|telnet")),
        ("cipher", (r"\w*gcm|chacha20\w*|poly1305", r"\w*cbc|\w*ctr|aes", r"\w*ecb|rc4|des|3des|blowfish")),
        ("frame", (r"deny", r"sameorigin", r"allow-?all|allow-from")),
        ("samesite", (r"strict", r"lax", r"none")),
        ("cache", (r"no-store", r"no-cache|must-revalidate", r"private", r"public")),
        ("referrer", (r"no-referrer", r"same-origin", r"strict-origin\S*", r"origin\S*", r"unsafe-url")),
        ("policy", (r"'none'", r"'self'|'nonce\S*|'strict-dynamic'", r"'unsafe-inline'|'unsafe-eval'|\*")),
        ("loader", (r"c?safeloader|safe_load|safeload|yaml\.safe\w*", r"fullloader|full_load",
                    r"(?:unsafe)?loader|unsafe_load|load")),
        ("certificate", (r"cert_required|verify_peer|verify_full|verify-full|requireandverifyclientcert|required",
                         r"cert_optional|verifyclientcertifgiven|verify-ca|optional",
                         r"cert_none|verify_none|noclientcert|none|ignore")),
        ("quotes", (r"ent_quotes", r"ent_compat", r"ent_noquotes")),
        ("key", (r"rs\d+|es\d+|ps\d+|eddsa", r"hs\d+", r"none")),
        ("comparison", (r"compare_digest|hash_equals|timingsafeequal|secure_compare|constanttimecompare",
                        r"equals|==|strcmp")),
        ("match", (r"fullmatch|matches", r"match", r"search|find|test")),
        ("path", (r"realpath|evalsymlinks|getcanonicalpath|canonicalize",
                  r"normpath|clean|normalize|abspath|expand_path|resolve", r"join")),
        ("parser", (r"defusedxml\w*|safe_?parse\w*", r"etree|minidom|sax|pulldom|lxml")),
        ("evaluation", (r"literal_eval|json\.loads|json\.parse", r"eval|exec|pickle\w*|unserialize|marshal")),
    )
)  # fmt: skip
"""Families of values; each row is weaker than the one before it."""
_HARD = re.compile(
    r"(?i)\b(?:raise|throw|panic|abort|exit|die|halt|fail\w*|deny\w*|forbid\w*|reject\w*|fatal\w*|bail|redirect\w*"
    r"|render\w*|head|error\w*|\w*error|\w*exception|send\w*|next|done|cb|callback|res|response|respond\w*|json)\b"
    r"|\b[45]\d\d\b"
    r"|[eE]rr\b|Err[A-Z]|Errorf|\b(?:False|false|FALSE)\b|[fF]orbidden|[dD]enied|[uU]nauthori[sz]ed|NotFound|not_found"
)
"""Endings that tell the caller or the user that this was refused."""
_RAISES = re.compile(r"^(?:raise|throw|panic|abort|assert|exit|die|halt|\w+\.abort|\w+::abort)\b")
_SOFT = re.compile(r"^(?:return|next|break|continue|pass)?\s*+(?:None|nil|null|undefined|\[\]|\{\}|\"\"|''|0)?\s*+;?$")
_LOGS = re.compile(
    r"(?i)^\s*(?:\w+[.:>-]+){0,4}"
    r"(?:log|logger|logging|console|warn\w*|debug|info|print\w*|puts|syslog|error_log|trigger_error)\b"
)
_ACCEPTS = re.compile(r"^(?:return\s+)?(?:True|true|TRUE)\b")


def role(text: str) -> int:
    """How high the role is that a text asks for: 4 superuser, 3 administrator, 2 a permission, 1 any user, 0 none."""
    lowered = text.lower()
    if _NOBODY.search(lowered):
        return 0
    return next((rank for rank, words in _ROLES if words.search(lowered)), 0)


def lets_everybody_in(text: str) -> bool:
    return bool(_NOBODY.search(text.lower()))


def action(text: str) -> int:
    """How much somebody may do who has what a text asks for: 3 all, 2 change, 1 read, 0 not said."""
    lowered = text.lower()
    return next((rank for rank, words in _ACTIONS if words.search(lowered)), 0)


def without_action(text: str) -> str:
    """A text without the words of what may be done: of ``can(:delete, it)`` and ``can(:read, it)`` the same."""
    lowered = text.lower()
    for _, words in _ACTIONS:
        lowered = words.sub("", lowered)
    return lowered


def is_higher(one: Atom, other: Atom) -> bool:
    """Whether who has the one has the other: a superuser is authenticated, who may manage may read."""
    if one.relation is not other.relation and other.relation is not Relation.HOLDS:
        return False
    if one.relation not in (Relation.HOLDS, Relation.EQUAL, Relation.HAS):
        return False
    return is_higher_text(f"{one.left} {one.right}", f"{other.left} {other.right}")


def is_higher_text(mine: str, theirs: str) -> bool:
    """The same of two texts."""
    high, low = role(mine), role(theirs)
    if high > low > 0:
        return True
    return high == low == 2 and action(mine) > action(theirs) > 0 and without_action(mine) == without_action(theirs)


def ranks(text: str) -> Iterator[tuple[str, int, int]]:
    """Of each family that a text has values of: its name, and the strongest and the weakest rank (0 is the best)."""
    lowered = text.lower()
    for family, rows in VALUES:
        found = [rank for rank, words in enumerate(rows) if words.search(lowered)]
        if found:
            yield family, found[0], found[-1]


def hardness(ending: str) -> int:
    """How hard a statement refuses: 3 raises, 2 tells, 1 ends quietly, 0 goes on or accepts."""
    if _RAISES.search(ending):
        return 3
    if _ACCEPTS.search(ending) or _LOGS.search(ending):
        return 0
    if _SOFT.search(ending):
        return 1
    return 2 if _HARD.search(ending) else 1
