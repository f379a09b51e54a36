"""Whether a text was made by a machine: the difference between a key and a name, a sentence or a stand-in."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

_PAIRS = (
    "37874574725988272989665562 64546322641743640664612052 82648438607754942768632050 74469442832634731665633241 "
    "85897765524879576998466853 63447731800623731655612040 52338256601546530664522022 72338212703443720546501031 "
    "76877771314879862788271507 30104000302000410020400000 52337234601414331363314020 84569432913834850366642072 "
    "86248322703463770264611030 84888694735546753489663141 56774563515789770977767522 83548435703733762867624050 "
    "10110000000200102230700000 84669563805676850787654260 73759447825654774489744261 84659538913654861887645373 "
    "67656551602768470777211101 72318210600122420331121100 61336215600315520552102200 43535413500331360236121430 "
    "33425220400445360355133032 40116101400120310011000000"
).split()
"""How often the second letter (column) follows the first (row) in English identifiers: the binary logarithm of how much
more often than by chance, plus 6, cut to one digit. Counted over the names in Python's standard library."""
_EVEN = 6
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[A-Z]")
_SEPARATOR = re.compile(r"[^A-Za-z0-9]+")
_PIECE_COST, _SEPARATOR_GAIN = 2, 2
_WORDLIKE = -4
"""A value above reads like names. Of 2,000 random values of an alphabet (base 32, 36, 62, 64, hexadecimal) and a length
(16 to 64) at most 0.4 % are above; of 5,200 identifiers of 16 and more characters 99.4 %."""
_WORDLIKE_WITHOUT_DIGITS = -14
_WORDLIKE_SHORT = -10
_LONGEST = 128
"""Characters that are judged: a longer value is what its beginning is."""

_STAND_IN = re.compile(
    r"example|change_?-?me|replace|your|placeholder|dummy|fake|sample|redacted|todo|fixme|insert|foobar|mock|xxx|\.\.\."
    r"|test|s3cr3t|p4ssw0rd|passw0rd|letmein|not-?a|none|null|undefined|abcdef|qwerty|12345|98765|deadbeef|00000|aaaaa",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^[$<%{\[(]|^![A-Za-z]+$|\$\{|\$\(|\{\{|%\(|%s|\{[\w.!:]*\}|\(\)|^(?:os|env|process|vault|arn|ref|ssm|op|file)[.:]"
    r"|://|^\.{1,2}/|^ENC\[|^projects/|…|^(?i:n?(?:var)?char2?|(?:var)?binary|text|string|varying)\(\d{1,9}\)"
)
_WORDS = re.compile(r"^[A-Za-z]+(?:[ _.:/-][A-Za-z]+)*[.:!?]?$")
_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_HEXADECIMAL = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_HASH_LENGTHS = frozenset({32, 40, 56, 64, 96, 128})
_HASH_WORD = re.compile(
    r"sha-?\d|sha\b|md5|hash|digest|checksum|integrity|commit|fingerprint|etag|revision|\brev\b|nonce|uuid|blob\b", re.I
)
_KINDS = tuple(re.compile(kind) for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^\w.\-/:]"))


def entropy(text: str) -> float:
    """Shannon entropy in bits per character."""
    total = len(text)
    return -sum(count / total * math.log2(count / total) for count in Counter(text).values()) if total else 0.0


def wordlikeness(value: str) -> int:
    """How much a value reads like names: letters that follow each other as in words, few changes of case and digits.

    A value by chance is below zero, and the more so the longer it is.
    """
    score = _SEPARATOR_GAIN * len(_SEPARATOR.findall(value))
    for piece in _PIECE.findall(value):
        score -= _PIECE_COST
        lower = piece.lower()
        if lower.isalpha():
            score += sum(_pair(one, other) for one, other in pairwise(lower))
    return score


def _pair(one: str, other: str) -> int:
    return int(_PAIRS[ord(one) - 97][ord(other) - 97]) - _EVEN


def is_strong(value: str) -> bool:
    """Whether a value of 16 and more characters looks made by a machine, whatever alphabet it was made with."""
    if len(value) < 16 or not value.isascii() or is_uuid(value):
        return False
    judged = value[:_LONGEST]
    if not re.search("[A-Za-z]", judged) or entropy(judged) < (2.5 if _HEXADECIMAL.fullmatch(judged) else 3.0):
        return False
    limit = _WORDLIKE if re.search("[0-9]", judged) else _WORDLIKE_WITHOUT_DIGITS
    return wordlikeness(judged) <= limit


def is_strong_password(value: str) -> bool:
    """Whether a value of 12 to 15 characters looks made by a machine: lower and upper case and digits, no words."""
    kinds = all(kind.search(value) for kind in _KINDS[:3])
    return 12 <= len(value) < 16 and value.isascii() and kinds and wordlikeness(value) <= _WORDLIKE_SHORT


def is_password_like(value: str) -> bool:
    """Whether a value could be what a person types as a password, rather than a name or a sentence.

    A sentence in Chinese or Japanese has no blanks: where most characters are beyond ASCII it is one.
    """
    beyond = sum(not character.isascii() for character in value)
    return (
        2 * beyond < len(value)
        and len(value) >= 8
        and sum(bool(kind.search(value)) for kind in _KINDS) >= 3
        and entropy(value) >= 2.8
    )


def is_placeholder(value: str) -> bool:
    """Whether a value only stands for a secret: an example, a template field, a reference, plain words."""
    value = value[:_LONGEST]
    return bool(
        _STAND_IN.search(value)
        or _REFERENCE.search(value)
        or (_WORDS.match(value) and not is_strong(value))
        or len(set(value)) < min(len(value) / 4, 8)
    )


def is_issued(value: str) -> bool:
    """Whether the part after a provider's prefix is random enough to have been issued (not a sample in a comment)."""
    tail = re.split(r"[_\-./]", value)[-1] or value
    tail = tail if len(tail) >= 16 else value[4:]
    return entropy(tail) >= (2.8 if re.fullmatch(r"[a-f0-9]+", tail) else 3.0) and not _STAND_IN.search(value)


def is_uuid(value: str) -> bool:
    return _UUID.fullmatch(value) is not None


def is_hash(value: str, beside: str) -> bool:
    """Whether a value has the length of a hash and the text before it speaks of one."""
    return (
        len(value) in _HASH_LENGTHS
        and _HEXADECIMAL.fullmatch(value) is not None
        and _HASH_WORD.search(beside) is not None
    )


def is_name(value: str) -> bool:
    """Whether a value is words and numbers with separators between, as files, migrations and styles are named."""
    parts = re.split(r"[_\-]+", value)
    return len(parts) >= 3 and all(re.fullmatch(r"\d+|[A-Z]?[a-z]+|[A-Z]+", part) for part in parts)
