"""What protects by happening, by the field's terms: sessions renewed, tokens revoked, secrets masked."""

from __future__ import annotations

import re

from bot.knowledge import protection as words
from bot.model import split_lines
from workers.checks.guards.declarations.differences import Difference
from workers.checks.guards.declarations.items import Sort
from workers.checks.guards.declarations.moves import Move
from workers.checks.guards.declarations.rows import Row, Table, some, term

_CALLS = some(Sort.CALL)
_DELETIONS = some(Sort.DELETION)
_STEPS = some(Sort.SETTING, Sort.STEP)
_GONE = frozenset({Move.GONE})
_EVERY = frozenset(Move) - {Move.ADDED}

_SENSITIVE = term(
    r"passw|secret|token|api_?key|credential|private_?key|\bhash\b|salt|ssn|otp|totp|authorization|auth_?(?:key|data|header)|email"
    r"|session|cookie|pin_?code"
)
_CREDENTIAL_HEADER = term(
    r"authorization|cookie|proxy-auth|\bhost\b|www-authenticate|x-api-key|content-(?:length|type|location|encoding)|forwarded|referer|location"
)
_RENEWS = term(
    r"^(?:cycle_?key|reset_?session|session_?regenerate\w*|regenerate\w*|renew\w*|rotate\w*|invalidate\w*|migrate|change_?session_?id"
    r"|session_?(?:destroy|unset|write_close|start|abort|reset)|flush|reload_?session|new_?session\w*|sign_?out\w*|log_?out\w*|forget\w*|expire\w*)$"
)
_SESSION = term(r"session|sess\b|cookie|login|user|auth|request|remember")
_REVOKES = term(
    r"revoke|invalidate|blacklist|blocklist|rotate|deauthori[sz]e|(?:delete|remove|destroy|clear|purge|expire|reset|drop|flush|unset|kill)_?\w*"
    r"(?:token|session|key|secret|cred|cookie|auth|otp|cache|password|nonce|state|grant|login|user)"
)
_EXPIRY = term(
    r"expir|(?<![a-z])ttl|not_?after|valid_?(?:until|to|for)|max_?age|lifetime|issued_?at|(?<![a-z])exp(?![a-z])|deadline|last_?(?:used|seen|activity)|timestamp"
)
_REMOVES = term(
    r"^(?:del|delete\w*|pop|remove\w*|discard|unset|drop|except|omit|without|reject|clear|strip\w*|scrub\w*|forget|tap_?out|hide\w*|filter_?\w*|slice|extract|exclude|make_?hidden|defer)!?$"
)
_MASKS = term(
    r"redact|mask|scrub|censor|obfuscat|anonymi[sz]|filter_?(?:sensitive|param|secret|log)|hide_?(?:pass|secret|token)|strip_?(?:pass|secret|token|cred|auth)|hidden|sanit|repr$|quote"
)
_CLEANS = term(
    r"sanit|quote|escap|encode|purif|normali[sz]|canonical|basename|realpath|abspath|validat|filter_?(?:var|input)|htmlspecialchars|strip_?tags|xss|clean(?!up)|bleach|repr$"
)
_OPENS = term(
    r"^(?:allow|permit|disable|skip|enable_?debug|grant|set_?(?:allow|public|insecure)|unlock|unprotect|publish|expose|trust)"
)
_QUERY = term(
    r"^(?:where\w*|filter\w*|find\w*|find_by!?|only|and_?(?:where|filter)?|eq|equals|get|get_or_404|get_object_or_404|first\w*|exists|scope\w*|has|having"
    r"|for_\w+|by_\w+|in|gt|gte|lt|lte|not|exclude|join\w*|inner_?join\w*|left_?join\w*|select|query\w*|update_?(?:one|many|all)?|delete_?(?:one|many|all)?|count|aggregate|lookup"
    r"|find_?(?:one|all|many|first|unique|and_count_all)\w*|accessible_by|policy_scope|authorized\w*|visible\w*|permitted\w*|restrict\w*|match|search)$"
)
_CURRENT = term(
    r"current_?user|request\.user|ctx\.user|req\.user|session\.user|auth\(?\)?\.|principal|->user\(\)|this\.user|authed|viewer|owner|tenant"
)
_STATE = term(
    r"deleted|active|enabled|disabled|visible|hidden|public|private|status|state|confirmed|verified|approved|published|archived|expire|locked|access|perm|allowed"
)
_LOCK = term(
    r"^(?:lock\w*|unlock\w*|r?lock|acquire\w*|with_?lock\w*|select_?for_?update|lock_?for_?update|for_?update|synchronize\w*|atomic\w*|transaction\w*|begin\w*|flock|try_?lock|mutex|wait|join|await_?termination|compare_?and_?(?:set|swap)|load|store|once|singleflight)$"
)
_LOCK_OWNER = term(r"lock|mutex|mu\b|mtx|sem|atomic|transaction|flock|sync")
_ATTEMPTS = term(
    r"attempt|tries|retries|fail(?:ed|ure)|counter|throttl|rate_?limit|lockout|brute|strikes|(?<![a-z])hits"
)
_DEPTH = term(r"depth|level|nest|recurs|stack|visited|seen|budget|count|size|total|length|bytes|remaining|limit|max")
_FILE = term(
    r"^(?:mkstemp|mkdtemp|temp_?file|temporary_?(?:file|directory)|create_?temp\w*|named_?temporary\w*|umask|f?l?chmod|f?l?chown|set_?(?:permissions|readable|writable|executable)"
    r"|set_?posix_?file_?permissions|fsync|unlink\w*|delete_?on_?exit|remove_?all|rm_?rf?|rmtree|fchdir|chroot|set_?(?:uid|gid|reuid|regid|groups)|drop_?priv\w*|unshare|prctl|pivot_?root|set_?no_?new_?privs|cloexec|close_?on_?exec"
    r"|open_?(?:at|in_?root|file)?2?|eval_?symlinks|securejoin|secure_?join|lstat|is_?symlink|readlink|resolve)$"
)
_FILE_FLAG = term(
    r"O_EXCL|O_NOFOLLOW|O_CLOEXEC|O_PATH|NOFOLLOW_LINKS|LOCK_EX|CREATE_NEW|RESOLVE_|AT_SYMLINK|MS_NO|MNT_|SYS_"
)
_WIPES = term(r"zero|wipe|memset|fill|clear|burn|destroy|shred|erase|cleanse|explicit_bzero|reset")
_RELEASES = term(
    r"^(?:close\w*|release\w*|cancel\w*|destroy\w*|dispose\w*|cleanup\w*|clean_up|drain\w*|abort\w*|rollback\w*|shutdown\w*|stop\w*|free\w*|end\w*|recycle\w*|discard\w*|detach\w*|disconnect\w*|reset\w*|unlock\w*|purge\w*|evict\w*|invalidate\w*|flush\w*|clear\w*|remove\w*|delete\w*)$"
)
_AUDITS = term(
    r"audit|security_?log|log_?(?:event|security|access|fail\w*|login|attempt|auth)\w*|record_?(?:failure|attempt|event)|track_?(?:fail|login)|notify_?(?:admin|user|security)|alert"
)
_LOGS = term(
    r"^(?:warn\w*|error\w*|info\w*|log\w*|debug\w*|notice\w*|fatal\w*|critical|exception|print\w*|trace\w*|fine\w*)$"
)
_LIMITS = term(
    r"rlimit|ulimit|limit_?reader|max_?bytes_?reader|set_?(?:\w*(?:limit|max|timeout|deadline|threshold))|with_?(?:timeout|deadline|limit|max)\w*|throttl|rate_?limit|debounce|truncate|(?<![a-z])cap(?![a-z])|resource_?limit|add_?timeout|alarm|quota|consume|acquire|limit$"
)
_HARDENS = term(
    r"^(?:set\w*|add\w*|enable\w*|disable\w*|config\w*|use\w*|register\w*|freeze|seal|define_?propert\w*|prevent_?extensions|set_?prototype_?of|harden\w*|lock_?down|protect\w*|secure\w*|apply\w*|init\w*|install\w*|setup\w*|on|push|append|insert|put)$"
)
_SETS_OFF = re.compile(r"(?i)^(?:false|0|null|nil|none|\"\"|\[\]|\{\}|undefined|array\(\)|dict\(\)|set\(\))$")
_PRIVILEGE = term(
    r"admin|role|perm|privile|super|staff|owner|is_?active|verified|approved|enabled|auth|trusted|scope|group|access|secure|allow|public|private|login|locked|elevated|root|sudo"
)
_OWN = words.OWNED
_STRONG = words.STRONG
_DUMMY = term(r"dummy|fake|decoy|constant_?time|compare_?digest|timing|sleep|delay|jitter")


_MASKED = re.compile(r"(?i)mask|redact|scrub|obfuscat|saniti[sz]e")
_WRITES_LOG = re.compile(r"(?i)\b_?log(?:ger)?\w*\.\w+\(|console\.\w+\(")
_ERROR = re.compile(r"(?:Error|Exception|Denied|Forbidden|Unauthorized)$")


def _is_strong(difference: Difference) -> bool:
    """Whether it speaks of protection, and does not open anything: ``auth.allow("index")``."""
    item = difference.item
    return bool(words.parts(item.text) & _STRONG) and not _OPENS.search(item.name)


def _is_strong_call(difference: Difference) -> bool:
    """The same of a call that makes no error: what is refused is told with its condition."""
    return (
        _is_strong(difference)
        and not _ERROR.search(difference.item.name)
        and not (_stands_again(difference) or _MASKS.search(difference.item.name))
    )


def _stands_again(difference: Difference) -> bool:
    """Whether a new line of the file has the same text: ``@UseGuards(…)`` of methods that came to their class."""
    file = difference.sides.file
    lines = split_lines(file.head_text or "")
    text = "".join(difference.item.text.split())
    return any(text in "".join(lines[number - 1].split()) for number in file.added_lines if number <= len(lines))


def _is_of_kept_line(difference: Difference) -> bool:
    """Whether something stands where the line stood: what is not written to the log at all needs no mask."""
    lines = split_lines(difference.sides.file.base_text or "")
    line = lines[difference.item.line - 1] if difference.item.line <= len(lines) else ""
    return bool(difference.hunk.head_count) or not _WRITES_LOG.search(line)


def _is_open(difference: Difference) -> bool:
    """Whether nothing in it is masked: such a line goes with the mask."""
    return not _MASKED.search(difference.item.text)


def _is_told_strongly(difference: Difference) -> bool:
    return _is_strong(difference) and _is_open(difference)


def _is_medium(difference: Difference) -> bool:
    return bool(words.parts(difference.item.text) & words.MEDIUM)


def _lost_current_user(difference: Difference) -> bool:
    """Whether what is looked up was among one's own: ``current_user.posts.find(id)`` and then ``Post.find(id)``."""
    before, after = difference.before, difference.after
    if before is None or after is None:
        return False
    return bool(_CURRENT.search(before.owner)) and not _CURRENT.search(after.owner) and not _CURRENT.search(after.value)


def _lost_owner(difference: Difference) -> bool:
    """Whether the arguments of a lookup named whose it is, and do not any more."""
    before, after = difference.before, difference.after
    if before is None or after is None:
        return False
    sign = re.compile(rf"{_OWN.pattern}|{_CURRENT.pattern}")
    return len(sign.findall(before.value)) > len(sign.findall(after.value + after.owner))


ROWS: tuple[Row, ...] = (
    Row("session", _CALLS, _GONE, name=_RENEWS, text=_SESSION, here=False),
    Row("token", _CALLS, _GONE, name=_REVOKES, here=False),
    Row("header-removed", _DELETIONS, _GONE, value=_CREDENTIAL_HEADER, here=False),
    Row("header-removed", _CALLS, _GONE, name=_REMOVES, value=_CREDENTIAL_HEADER, here=False),
    Row("masked", _DELETIONS, _GONE, value=_SENSITIVE, here=False),
    Row("masked", _CALLS, _GONE, name=_REMOVES, value=_SENSITIVE, here=False),
    Row("masked", _CALLS, _GONE, name=_MASKS, here=False, test=_is_of_kept_line),
    Row(
        "masked", _STEPS, _GONE, name=_SENSITIVE, value=term(r"^(?:null|none|nil|\"[*x<\[]|\"\"|undefined)"), here=False
    ),
    Row("masked", _STEPS, _GONE, text=term(r"redact|mask|scrub|censor|\*{3}"), here=False),
    Row("cleaner", _CALLS, _GONE, name=_CLEANS, here=False),
    Row("deletion", _DELETIONS, _GONE, here=False, alone=True),
    Row(
        "deletion",
        _CALLS,
        _GONE,
        name=re.compile(r"^(?:delete|unset|remove(?:Attribute|Header|Item|Parameter)?)$"),
        is_statement=True,
    ),
    Row("owner-filter", _CALLS, _EVERY, test=_lost_current_user, here=False),
    Row("owner-filter", _CALLS, _GONE, name=_QUERY, value=_OWN),
    Row("owner-filter", _CALLS, _GONE, name=_QUERY, value=_CURRENT),
    Row("owner-filter", some(Sort.ARGUMENT), _GONE, name=_OWN, owner=_QUERY),
    Row("owner-filter", some(Sort.ARGUMENT), _GONE, value=_CURRENT, owner=_QUERY),
    Row("owner-filter", _CALLS, _EVERY - _GONE, name=_QUERY, test=_lost_owner, here=False),
    Row("state-filter", _CALLS, _GONE, name=_QUERY, value=_STATE),
    Row("state-filter", some(Sort.ARGUMENT), _GONE, name=_STATE, owner=_QUERY),
    Row("query-filter", some(Sort.ARGUMENT), _GONE, owner=_QUERY, alone=True),
    Row(
        "query-filter",
        _CALLS,
        _GONE,
        name=term(r"^(?:where\w*|filter\w*|and\w*|eq|only|scope\w*|exclude|gt|lt|has|having|in)$"),
        here=True,
        alone=True,
    ),
    Row("expiry", _CALLS | _STEPS, _GONE, text=_EXPIRY, is_statement=True, alone=True),
    Row("expiry", some(Sort.ARGUMENT), _GONE, name=_EXPIRY, alone=True),
    Row("lock", _CALLS, _GONE, name=_LOCK, is_statement=True),
    Row("lock", _CALLS, _GONE, owner=_LOCK_OWNER, is_statement=True),
    Row("audit", _CALLS, _GONE, name=_AUDITS, is_statement=True),
    Row("audit", _CALLS, _GONE, name=_LOGS, test=_is_told_strongly, is_statement=True),
    Row("attempts", _STEPS | _CALLS, _GONE, text=_ATTEMPTS, is_statement=True, alone=True),
    Row("file", some(Sort.PLAIN), _GONE, value=_FILE_FLAG),
    Row("file", _CALLS, _GONE, name=_FILE),
    Row("log", _CALLS, _GONE, name=_LOGS, test=_is_open, is_statement=True, alone=True),
    Row("dummy-work", _CALLS, _GONE, text=_DUMMY),
    Row("limit", _CALLS, _GONE, name=_LIMITS),
    Row("wiped", _CALLS, _GONE, name=_WIPES, is_statement=True),
    Row("released", _CALLS, _GONE, name=_RELEASES, is_statement=True, alone=True),
    Row("privilege-reset", _STEPS, _GONE, name=_PRIVILEGE, value=_SETS_OFF, here=True),
    Row("reset", _STEPS, _GONE, owner=re.compile(r"\w"), value=_SETS_OFF, here=True, alone=True),
    Row("hardened-strong", _CALLS, _GONE, name=_HARDENS, test=_is_strong, is_statement=True, alone=True),
    Row("depth", some(Sort.STEP), _GONE, text=re.compile(r"[-+]=|\+\+|--"), name=_DEPTH, alone=True),
    Row("checked-strong", _CALLS, _GONE, name=words.SURE_CALL, is_statement=True),
    Row("call-strong", _CALLS, _GONE, test=_is_strong, is_statement=True, alone=True),
    Row("hardened", _CALLS, _GONE, name=_HARDENS, is_statement=True, alone=True),
    Row("set-strong", _STEPS, _GONE, owner=re.compile(r"\w"), test=_is_strong, alone=True),
    Row("call-inner-strong", _CALLS, _GONE, test=_is_strong_call, alone=True),
    Row("set-medium", _STEPS, _GONE, owner=re.compile(r"\w"), test=_is_medium, alone=True),
    Row("step-strong", some(Sort.STEP), _GONE, test=_is_strong, alone=True),
)

TABLE = Table(ROWS)
