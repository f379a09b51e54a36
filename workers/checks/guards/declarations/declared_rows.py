"""Settings, arguments, entries and marks that a framework or a library obeys, by the field's terms."""

from __future__ import annotations

import re

from bot.knowledge import protection as words
from workers.checks.guards import expressions
from workers.checks.guards.declarations.differences import Difference
from workers.checks.guards.declarations.items import Sort
from workers.checks.guards.declarations.moves import Move
from workers.checks.guards.declarations.rows import Row, Table, some, term
from workers.checks.guards.model import Way

_VALUES = some(Sort.ARGUMENT, Sort.SETTING, Sort.DEFAULT)
_PARTS = some(Sort.PLAIN, Sort.ENTRY)
_ANY = _VALUES | _PARTS | some(Sort.CALL, Sort.TEXT, Sort.MARK)
_CALLS = some(Sort.CALL)
_GONE = frozenset({Move.GONE})
_ADDED = frozenset({Move.ADDED})
_LESS = frozenset({Move.GONE, Move.SHRUNK, Move.OFF, Move.EDITED})
_CHANGED = frozenset({Move.SHRUNK, Move.GROWN, Move.EDITED, Move.ON, Move.OFF})
_EVERY = frozenset(Move) - _ADDED

_HEADERS = term(
    r"x-content-type-options|x-frame-options|content-security-policy|strict-transport-security|referrer-policy"
    r"|permissions-policy|cross-origin-(?:opener|embedder|resource)-policy|x-xss-protection|content-disposition"
    r"|x-robots-tag|nosniff|sameorigin|\bhsts\b|\bcsp\b|frame_?options|default-src|script-src"
)
_CACHE = term(r"cache-control|\bvary\b|\bpragma\b|no-store|private")
_COOKIE = term(
    r"^(?:http_?only|secure|same_?site|set(?:HttpOnly|Secure|SameSite)|(?:session_?)?cookie_(?:http_?only|secure|samesite))$"
)
_XML = term(
    r"resolve_?entities|no_?network|load_?dtd|dtd_?validation|disallow-doctype|external-(?:general|parameter)|noent\b|nonet\b"
    r"|secure_?processing|access_?external|expand_?entity|entity_?(?:resolver|loader|expansion)|huge_?tree|forbid_?dtd"
    r"|support_?dtd|is_?supporting_?external|replacing_?entity|\bxinclude|doctype"
)
_TLS = term(
    r"^(?:verify(?:_?(?:ssl|tls|peer|host|mode|certs?|hostname|_peer_name))?|reject_?unauthorized|insecure_?skip_?verify|check_?hostname"
    r"|cert_reqs|min_?version|max_?version|ssl_?(?:version|verify\w*)|cipher_?s\w*|ca_?(?:certs?|file)|server_?name|allow_self_signed"
    r"|client_?auth|client_?ca\w*|use_?(?:ssl|tls|https)|force_?ssl|hostname_?verifier)$"
)
_TLS_VALUE = term(
    r"ssl_?verify|verify_?peer|cert_(?:required|none)|tls_?v?1|sslv[23]|require_?and_?verify|strict_?ssl|ssl_ctx|CURLOPT_SSL"
)
_CRYPTO = term(
    r"(?<![a-z])(?:md5|sha-?1|sha-?(?:224|256|384|512)|sha3|hmac|aes|gcm|cbc|ecb|des|rc4|bcrypt|argon2\w*|scrypt|pbkdf2|rsa|oaep|pkcs\w*"
    r"|random_bytes|secure_?random|csprng|ed25519|ecdsa|blowfish|password_default)(?![a-z])"
)
_WORK = term(
    r"iteration|rounds|cost|key_?(?:size|length|bits)|salt|entropy|min_?(?:length|len|bits|size)|work_?factor|nbytes"
)
_CLAIMS = term(
    r"^(?:audience|aud|issuer|iss|algorithms?|max_?age|leeway|verify_\w+|nonce|state|azp|jwks\w*|subject|not_?before|nbf|iat|exp|kid|require_?exp\w*|valid_?methods)$"
)
_PERMISSION = term(
    r"permission|\brole|hasrole|privilege|authori[sz]|access_?control|\bacl\b|secured|authentication_classes|^policy$|policies"
    r"|\bgrants?\b|is_?admin|superuser|\bscopes?\b|owner_?only|admin_?only|capabilit|can_?access|rbac|polic(?:y|ies)_?name|login_?required"
    r"|requires?_?(?:auth|login|admin|role|perm)"
)
_CSRF = term(r"csrf|xsrf|protect_from_forgery|authenticity|forgery|anti_?forgery|csrf_?token")
_CORS = term(
    r"access-control-|\bcors\b|allow(?:ed)?_?origins?|^origins?$|allow_?credentials|cross_?origin|origin_?whitelist|check_?origin"
)
_OUTPUT = term(
    r"autoescape|escape|noopener|noreferrer|sandbox|\bnonce\b|ENT_QUOTES|ENT_HTML|sanit|html_?safe|is_?html|content_?type|charset|safe_?mode"
    r"|integrity|trusted_?types|mime|JSON_HEX|plain"
)
_LOADER = term(
    r"safe_?loader|safe_?load|allowed_?classes|weights_?only|permitted_?classes|type_?filter|object_?input_?filter|find_?class|safe_?resolver|SAFER|allow_?pickle|sandboxed"
)
_LIMIT = term(
    r"(?:^|_)(?:max|limit|maximum|quota|threshold|capacity|depth|throttle|rate|budget)(?:$|_)|^max|Max(?:$|[A-Z])|[lL]imit|(?:max|limit)_|_(?:max|limit)"
    r"|[mM]ax(?:imum)?[A-Z]|max_?(?:length|size|depth|bytes)|content_?length|nesting|recursion|buffer_?size|memory"
)
_TIME = term(
    r"time_?out|ttl|expir|lifetime|max_?age|deadline|duration|not_?after|valid_?(?:until|for)|keep_?alive|heartbeat|grace"
)
_DENIED = term(
    r"deny|denied|black|block|ban|forbid|forbidden|unsafe|danger|sensitive|protected|private|secret|redact|scrub|reserved|disallow"
    r"|exclude|restricted|remove|internal|hidden|strip|invalid|illegal|special|escape|filter|mask|guarded|ignore|skip|bad|evil|read_?only"
    r"|require|suspicious|escap|quoted|unsupported|credential|stop"
)
_ALLOWED = term(
    r"allow|white|permit|accept|safe|trusted|public|exempt|valid|supported|known|fillable|accessible|insecure|unauthenticated|anonymous"
    r"|open|editable|permitted"
)
_FIELDS = term(
    r"^(?:fields|exclude|excluded?_\w+|only|except|hidden|guarded|fillable|visible|read_?only_?fields|extra_kwargs|attributes|attr_\w+|permit|serialize\w*|pick|omit|select|to_json|as_json|columns|appends|casts|write_?only\w*|read_?only)$"
)
_FIELD_MARK = term(
    r"json:\"-|json_?ignore|write_?only|read_?only|exclude|expose|hidden|sensitive|transient|groups|json_?property|access\b|omitempty|no_?log|secret"
)
_ROUTER = term(
    r"^(?:use|all|get|post|put|patch|delete|route|group|handle\w*|with|mount|add_?(?:middleware|filter|route|url_rule)|middlewares?|before_\w+|prepend_before_\w+|(?:register|apply)\w*|wrap\w*|chain|router?|any|match|filters?|plugs?|pipe_?through|path|url|re_path|resource)$"
)
_STANDING = term(
    r"^(?:(?:prepend_|append_)?(?:before|around)_\w+|use|use_?middleware|add_?middleware|middleware|add_?filter(?:_before|_after)?|validates?\w*|validates_\w+|attr_readonly|attr_protected|protect_from_forgery|force_ssl|rate_limit|verify|before)$"
)
_METHODS = term(r"^\"?(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\"?$")
_EXEMPT = term(
    r"(?:csrf|login|auth|permission|xframe_options|throttle)_?exempt|permit_?all|allow_?any\b|allow_?anonymous|anonymous_?(?:access|allowed)"
    r"|^skip_(?:before|around)_action|^skip_(?:auth|csrf|verif|perm|load_and)\w*|no_?auth(?:entication)?_?required|public_?(?:access|endpoint)|insecure_?(?:skip|trust)"
    r"|without_?(?:auth|csrf|middleware|verif)\w*|disable_?(?:csrf|auth|security|ssl|verif|escap|sandbox)\w*|no_?op_?hostname|trust_?all"
    r"|^@?(?:public|skip_?auth|is_?public|no_?auth)(?:\(\))?$"
    r"|verify_none|cert_none|unsafe_?(?:eval|inline|html|load)"
)
_ROUTE_CONVERTER = term(r"<[\w:]+>|\{\w+:|:\w+\(")
_SQL = term(
    r"\b(?:select\b.*\bfrom|update\b.*\bset|delete\s+from|insert\s+into|where|join|and|or)\b.*(?:=|\bin\b|<|>|like|from)"
)
_STRONG = term(
    r"auth|perm|secur|token|secret|passw|csrf|xss|escape|sanit|valid|verif|safe|allow|deny|forbid|restrict|protect|trust|sign|cred|private|admin|owner|role|acl|origin|redirect|cookie|session|sandbox"
)
_LIMIT_CALL = term(r"^set_?\w*(?:limit|max|timeout|deadline)|limit|max_?bytes|throttle")
_CHECK_STRING = term(
    r"^\"?(?:role|rule|group|scope|user_id|project_id|is_admin\w*|domain_id)[:%\w]*:|\brule:\w|\brole:\w|has_?(?:role|authority|permission|any\w*)\("
)
"""Texts that an engine of policies reads: ``"role:admin or rule:owner"``, ``"hasRole('ADMIN')"``."""
_HIDING = term(
    r"^(?:exclude|excluded?_\w+|except|hidden|guarded|read_?only\w*|omit|write_?only\w*|attr_protected|make_?hidden|make_?guarded)$"
)
_SHOWING = term(r"^(?:fields|fillable|visible|permit|attr_accessible|pick|only|include|select|expose|attributes)$")
_SENSITIVE = term(r"passw|secret|token|key|admin|role|perm|email|owner|user_?id|is_\w+|salt|hash|private|auth")
_OUTPUT_FLAG = term(r"ENT_QUOTES|ENT_HTML|ENT_SUBST|JSON_HEX|escape|noopener|noreferrer|quote|UTF-?8|sanit")
_CLEANING = term(
    r"(?:escape|encode|quote|sanit|clean|basename|normpath|purif|htmlspecialchars|strip_?tags|intval|int|absint)\w*\("
)
_OCTAL = re.compile(r"^0[oO]?[0-7]{3,4}$|S_I[RWX]")
_FLAG = re.compile(r"^(?:[A-Za-z]\w*(?:\.|::))*[A-Z][A-Z0-9_]{2,}$|^(?:[a-z]+\.)?O_[A-Z]+$")
"""A constant that is handed to a call: ``ENT_QUOTES``, ``os.O_EXCL``."""
_WORD = re.compile(r"^&?\$?[a-zA-Z_][\w.>$-]*$")
_YES = term(r"^\"?(?:true|yes|on|1|always|required?)\"?$")
_NO = term(r"^\"?(?:false|no|off|0|never|none|nil|null)\"?$")
_PLAIN_NO = term(r"^\"?(?:false|no|off|0|never)\"?$")
_CONSTANT = re.compile(r"^[A-Z][A-Z0-9_]+$")
_WRITTEN_OUT = re.compile(r"^[\d\"]|^[\[{(]")
_OPTIONAL = term(
    r"^required$|checksum|check_?(?:box|ed|out|point)|_?clean$|strict$|safe_?(?:area|mode)|authors?$|blocks?$|blocking|debug_?\w+"
)
_STRICT_FLAG = term(
    r"verif|http_?only|^secure|_secure|autoescape|csrf|xsrf|sandbox|reject_?unauthorized|no_?log|escape_?html|sanitize|hsts|ssl_redirect"
    r"|auth(?:entication|orization)?_?(?:required|enabled)|require_?(?:auth|login|https|ssl)|encrypt|check_?(?:hostname|origin|cert|perm\w*|access)"
    r"|validate_?(?:cert|ssl|host|token|signature)\w*|protect(?:ed|ion)|mask|redact|usedforsecurity|html_?escape"
)
"""Names of flags that nobody switches off for another reason."""
_LAX_FLAG = term(
    r"^shell$|insecure|allow_?(?:any|all|anonymous|unsafe|external|insecure|credentials|dangerous\w*|html|raw|file\w*|private\w*|local\w*|remote|redirects?|http)"
    r"|resolve_?entities|trust_?(?:all|proxy|env)|bypass|unsafe|exempt|permit_?all|no_?verify|follow_?(?:sym)?links?|follow_?redirects?"
    r"|skip_?(?:verif\w*|auth\w*|csrf|check\w*|valid\w*)|disable_?(?:auth\w*|csrf|ssl|tls|verif\w*|secur\w*|escap\w*|sandbox|cert\w*)"
    r"|ignore_?(?:ssl|cert|tls|auth)\w*|noent|load_?dtd|huge_?tree|dangerously"
)


def _is_short(difference: Difference) -> bool:
    """Whether the item is a value and no piece of program."""
    return len(difference.item.text) <= 160 and "function" not in difference.item.text


def _is_no_error(difference: Difference) -> bool:
    """Whether the call makes no error: ``PermissionDenied("…")`` goes and comes with its condition."""
    return not re.search(r"(?:Error|Exception|Denied|Forbidden|Unauthorized)$", difference.item.name)


def _is_one_word(difference: Difference) -> bool:
    return " " not in difference.item.value and len(difference.item.value) <= 60


def _is_weaker_crypto(difference: Difference) -> bool:
    """Whether a strong name is no more where a weak one is: ``sha256`` and then ``md5``."""
    before, after = difference.before, difference.after
    if before is None or after is None:
        return False
    is_strong = words.STRICT_VALUE.search(before.value) and not words.STRICT_VALUE.search(after.value)
    is_weak = words.LAX_VALUE.search(after.value) and not words.LAX_VALUE.search(before.value)
    return bool(is_strong or is_weak)


def _lost_cleaning(difference: Difference) -> bool:
    """Whether a call that makes harmless was around a part of the argument."""
    before, after = difference.before, difference.after
    return bool(before and after and len(_CLEANING.findall(before.value)) > len(_CLEANING.findall(after.value)))


def _lost_middleware(difference: Difference) -> bool:
    after = difference.after
    return after is not None and not words.MIDDLEWARE.search(after.value)


def _is_loosened(difference: Difference) -> bool:
    """Whether the new expression matches more than the old one, or is newly slow on hostile texts."""
    before, after = difference.before, difference.after
    if before is None or after is None:
        return False
    if expressions.ambiguous(before.value, after.value):
        return True
    return bool(
        expressions.loosened(before.value, after.value, accepts=True)
        or expressions.loosened(before.value, after.value, accepts=False)
    )


def _flags(sorts: frozenset[Sort]) -> tuple[Row, ...]:
    """Rows of yes and no: what was on and is off, what was off and is on, and what is not said any more."""
    on, off = words.PROTECTS_WHEN_ON, words.PROTECTS_WHEN_OFF
    return (
        Row("flag-switched", sorts, frozenset({Move.ON}), name=off, here=False),
        Row("flag-switched", sorts, frozenset({Move.OFF}), name=on, here=False),
        Row("flag-gone", sorts, _GONE, name=on, value=_YES),
        Row("flag-off-gone", sorts, _GONE, name=off, value=_PLAIN_NO),
        Row("flag-added", sorts, _ADDED, name=_LAX_FLAG, value=_YES),
        Row("flag-added", sorts, _ADDED, name=_STRICT_FLAG, value=_PLAIN_NO),
    )


ROWS: tuple[Row, ...] = (
    Row("header", _ANY, _LESS, text=_HEADERS),
    Row("cache-header", _PARTS | _VALUES | some(Sort.TEXT), _GONE | {Move.EDITED}, text=_CACHE),
    Row("cookie", _VALUES | _CALLS, _LESS | {Move.ON}, name=_COOKIE),
    Row("xml", _ANY - some(Sort.CALL), _EVERY, text=_XML, here=False),
    Row("xml", _CALLS, _GONE, text=_XML, here=False),
    Row("tls", _VALUES | _CALLS, _LESS, name=_TLS),
    Row("tls", _PARTS, _LESS, value=_TLS_VALUE),
    Row("csrf", _VALUES | _CALLS | some(Sort.MARK), _GONE | {Move.OFF, Move.SHRUNK}, text=_CSRF),
    Row("csrf-part", _PARTS | some(Sort.TEXT), _GONE, text=_CSRF),
    Row("cors", _ANY, _LESS, text=_CORS),
    Row("loader", _ANY, _LESS, text=_LOADER),
    Row("middleware", _PARTS, _GONE, value=words.MIDDLEWARE, owner=_ROUTER, way=Way.WRAPS),
    Row(
        "middleware",
        _PARTS,
        frozenset({Move.EDITED, Move.SHRUNK}),
        value=words.MIDDLEWARE,
        owner=_ROUTER,
        test=_lost_middleware,
        way=Way.WRAPS,
    ),
    Row("permission", _VALUES, _GONE | {Move.SHRUNK, Move.OFF}, name=_PERMISSION, test=_is_short),
    Row("permission", _PARTS | some(Sort.MARK), _GONE, value=_PERMISSION, test=_is_short),
    Row("permission", _CALLS, _GONE, name=_PERMISSION, test=_is_no_error),
    Row(
        "permission-edited",
        _VALUES | some(Sort.MARK),
        frozenset({Move.EDITED}),
        text=_PERMISSION,
        test=_is_short,
        alone=True,
    ),
    Row("check-string", _VALUES, frozenset({Move.EDITED}), name=term(r"^check_?str(?:ing)?$")),
    Row("check-string", some(Sort.TEXT), _CHANGED | _GONE, value=_CHECK_STRING),
    Row("claims", _VALUES, _LESS, name=_CLAIMS),
    *_flags(_VALUES),
    Row(
        "work-factor",
        _VALUES | _PARTS,
        frozenset({Move.LOWERED, Move.GONE}),
        text=_WORK,
        value=re.compile(r"^\d|[A-Z]{4}"),
    ),
    Row("limit-raised", _VALUES, frozenset({Move.RAISED, Move.OFF}), name=_LIMIT, here=False),
    Row("limit", _VALUES - some(Sort.ARGUMENT), _GONE, name=_LIMIT),
    Row("limit-argument", some(Sort.ARGUMENT), _GONE, name=_LIMIT),
    Row("limit-argument", some(Sort.PLAIN), _GONE, value=_LIMIT),
    Row("timeout", _VALUES, _GONE, name=_TIME),
    Row("timeout-raised", _VALUES, frozenset({Move.RAISED, Move.OFF}), name=_TIME, here=False),
    Row("limit-call", _CALLS, _GONE, name=_LIMIT_CALL, is_statement=True),
    Row("crypto", _VALUES | _PARTS | _CALLS, _GONE | {Move.EDITED}, text=_CRYPTO, test=_is_weaker_crypto, here=False),
    Row("crypto-gone", _VALUES | _PARTS, _GONE, text=_CRYPTO, test=_is_short),
    Row("hidden-field", some(Sort.MARK), _GONE | {Move.EDITED, Move.SHRUNK}, text=_FIELD_MARK, here=False),
    Row("hidden-field", _PARTS, _GONE | _CHANGED, owner=_HIDING),
    Row("field-shown", _PARTS, _ADDED, owner=_SHOWING, value=_SENSITIVE),
    Row("field", _PARTS, _GONE, owner=_FIELDS),
    Row("exempted", _CALLS | some(Sort.MARK, Sort.PLAIN), _ADDED, text=_EXEMPT, here=False, test=_is_short),
    Row(
        "disabled",
        _CALLS,
        _ADDED,
        name=term(r"^disable$"),
        owner=term(r"csrf|cors|headers|frame|security|auth"),
        here=False,
    ),
    Row("deny-list", some(Sort.ENTRY), _GONE | _CHANGED, owner=_DENIED),
    Row("deny-list", some(Sort.ARGUMENT), _GONE, owner=_DENIED, value=re.compile(r"^(?:[Tt]rue|1$|\"|null|None|re|/)")),
    Row("allow-list", some(Sort.ENTRY), _ADDED, owner=_ALLOWED, test=_is_one_word),
    Row(
        "output",
        some(Sort.ARGUMENT),
        _LESS,
        name=term(r"^(?:rel|sandbox|nonce|integrity|referrer_?policy|http-equiv)$"),
    ),
    Row("output", _VALUES, _LESS, name=_OUTPUT, test=_is_short),
    Row("output", _PARTS, _GONE, value=_OUTPUT_FLAG),
    Row("cleaned-argument", _PARTS, frozenset({Move.SHRUNK, Move.EDITED}), value=_CLEANING, test=_lost_cleaning),
    Row("method", _PARTS | some(Sort.ARGUMENT, Sort.TEXT), _GONE | _ADDED | _CHANGED, value=_METHODS),
    Row("mode", _PARTS | _VALUES, _EVERY, value=_OCTAL),
    Row("standing", _CALLS, _GONE, name=_STANDING, here=False, is_statement=True, way=Way.WRAPS),
    Row("query", some(Sort.TEXT), _GONE | {Move.SHRUNK}, value=_SQL),
    Row("pattern-loosened", some(Sort.PATTERN), _CHANGED, here=False, test=_is_loosened),
    Row("pattern", some(Sort.PATTERN), _CHANGED, here=False),
    Row("pattern-gone", some(Sort.PATTERN), _GONE),
    Row("argument-sure", some(Sort.ARGUMENT), _GONE | {Move.SHRUNK}, name=_STRONG, test=_is_short, alone=True),
    Row("plain-flag", some(Sort.PLAIN), _GONE, value=_FLAG),
    Row("plain-sure", some(Sort.PLAIN), _GONE, value=_STRONG, alone=True),
    Row("plain", some(Sort.PLAIN), _GONE, value=_WORD, alone=True),
    Row("setting-sure", some(Sort.SETTING), _GONE, name=_STRONG, alone=True),
    Row("constant-gone", some(Sort.SETTING), _GONE, value=_WRITTEN_OUT, name=_CONSTANT, alone=True),
    Row("default-gone", some(Sort.DEFAULT), _GONE, name=_STRONG, here=False),
    Row("number-raised", _VALUES | some(Sort.PLAIN), frozenset({Move.RAISED}), here=False),
    Row("text-less", some(Sort.TEXT), frozenset({Move.SHRUNK}), value=_STRONG, alone=True),
    Row("text-sure", some(Sort.TEXT), _GONE, value=_STRONG, test=_is_short, alone=True),
)

TABLE = Table(ROWS)
