"""Settings, arguments, entries and marks that a framework or a library obeys, by the field's terms."""

from __future__ import annotations

from bot.knowledge import protection as words
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
    r"exempt|permit_?all|anonymous|allow_?any|skip_(?:before|around)|skip_(?:auth|csrf|verif|perm|author)\w*|no_?auth|public_?access|insecure|without_?auth|disable|unsafe|no_?verify|ignoring|bypass|trust_?all"
)
_ROUTE_CONVERTER = term(r"<[\w:]+>|\{\w+:|:\w+\(")
_SQL = term(
    r"\b(?:select\b.*\bfrom|update\b.*\bset|delete\s+from|insert\s+into|where|join|and|or)\b.*(?:=|\bin\b|<|>|like|from)"
)
_STRONG = term(
    r"auth|perm|secur|token|secret|passw|csrf|xss|escape|sanit|valid|verif|safe|allow|deny|forbid|restrict|protect|trust|sign|cred|private|admin|owner|role|acl|origin|redirect|cookie|session|sandbox"
)
_MODE = term(
    r"^(?:mode|perm\w*|umask|file_?mode|dir_?mode|chmod|mkdir(?:_p|all)?|writefile|openfile|open|mkdirs|makedirs|os_open)$"
)
_OCTAL = term(r"^0[oO]?[0-7]{3,4}$|S_I[RWX]|0600|0700")


def _flag_on(sorts: frozenset[Sort]) -> tuple[Row, ...]:
    on, off = words.PROTECTS_WHEN_ON, words.PROTECTS_WHEN_OFF
    return (
        Row("flag-switched", sorts, frozenset({Move.ON}), name=off, here=False),
        Row("flag-switched", sorts, frozenset({Move.OFF}), name=on, here=False),
        Row("flag-gone", sorts, _GONE, name=on, value=term(r"^\"?(?:true|yes|on|1|always|required?)\"?$")),
        Row("flag-off-gone", sorts, _GONE, name=off, value=term(r"^\"?(?:false|no|off|0|never|none|nil|null)\"?$")),
        Row("flag-added", sorts, _ADDED, name=off, value=term(r"^\"?(?:true|yes|on|1)\"?$"), here=False),
        Row("flag-added", sorts, _ADDED, name=on, value=term(r"^\"?(?:false|no|off|0|none|nil|null)\"?$"), here=False),
    )


ROWS: tuple[Row, ...] = (
    Row("header", _ANY, _LESS, text=_HEADERS),
    Row("cookie", _VALUES | _CALLS, _LESS | {Move.ON}, name=_COOKIE),
    Row("xml", _ANY, _EVERY, text=_XML, here=False),
    Row("tls", _VALUES | _CALLS, _EVERY, name=_TLS),
    Row("tls", _PARTS, _EVERY, value=_TLS_VALUE),
    Row("csrf", _ANY, _EVERY, text=_CSRF),
    Row("cors", _ANY, _EVERY, text=_CORS),
    Row("loader", _ANY, _EVERY, text=_LOADER),
    Row("claims", _VALUES, _LESS, name=_CLAIMS),
    Row("permission", _VALUES, _LESS, name=_PERMISSION),
    Row("permission", _PARTS | some(Sort.MARK), _LESS, value=_PERMISSION),
    Row("permission", _CALLS, _GONE, name=_PERMISSION),
    Row(
        "permission-check-string",
        some(Sort.TEXT),
        _LESS | {Move.GROWN},
        value=term(r"^\"(?:role:|rule:|is_admin|@|!)|\(role:|rule:\w"),
    ),
    *_flag_on(_VALUES),
    Row("crypto-work", _VALUES | _PARTS, frozenset({Move.LOWERED, Move.GONE}), text=_WORK),
    Row("timeout", _VALUES, _GONE, name=_TIME),
    Row("timeout", _VALUES, frozenset({Move.RAISED, Move.OFF}), name=_TIME, here=False),
    Row("limit", _VALUES, _GONE, name=_LIMIT),
    Row("limit-raised", _VALUES, frozenset({Move.RAISED, Move.OFF}), name=_LIMIT, here=False),
    Row(
        "limit-call",
        _CALLS,
        _GONE,
        name=term(r"^set_?\w*(?:limit|max|timeout|deadline)|limit|max_?bytes|throttle"),
        is_statement=True,
    ),
    Row("crypto", _ANY, _LESS, text=_CRYPTO),
    Row("output", _VALUES | _PARTS, _LESS, text=_OUTPUT),
    Row("hidden-field", some(Sort.MARK), _EVERY, text=_FIELD_MARK, here=False),
    Row(
        "hidden-field",
        some(Sort.ENTRY, Sort.PLAIN),
        _GONE | _CHANGED,
        owner=term(r"^(?:exclude|except|hidden|guarded|read_?only\w*|omit|write_?only\w*)$"),
    ),
    Row(
        "field-shown",
        some(Sort.ENTRY, Sort.PLAIN),
        _ADDED,
        owner=term(r"^(?:fields|fillable|visible|permit|attr_accessible|pick|only|include|select)$"),
    ),
    Row("field", some(Sort.ENTRY, Sort.PLAIN), _GONE, owner=_FIELDS),
    Row("exempted", _CALLS | some(Sort.MARK), _ADDED, name=_EXEMPT, here=False),
    Row("deny-list", some(Sort.ENTRY), _GONE | _CHANGED, owner=_DENIED),
    Row("deny-list", some(Sort.ARGUMENT), _GONE, owner=_DENIED, value=term(r"^(?:true|1|\"|null|None)")),
    Row("allow-list", some(Sort.ENTRY), _ADDED | _CHANGED, owner=_ALLOWED, here=False),
    Row(
        "list-emptied",
        some(Sort.SETTING, Sort.ARGUMENT),
        frozenset({Move.SHRUNK, Move.OFF, Move.EDITED}),
        name=_DENIED,
        value=term(r"^[\[({]|^(?:frozen)?set\(|^new (?:Set|Map)|\bof\(|^%w"),
    ),
    Row("method", _PARTS | some(Sort.ARGUMENT, Sort.TEXT), _EVERY | _ADDED, value=_METHODS),
    Row("mode", _PARTS | _VALUES, _EVERY, value=_OCTAL),
    Row("standing", _CALLS, _GONE, name=_STANDING, here=False, is_statement=True, way=Way.WRAPS),
    Row(
        "middleware",
        some(Sort.PLAIN, Sort.ENTRY),
        _GONE | {Move.EDITED},
        value=words.MIDDLEWARE,
        owner=_ROUTER,
        here=False,
        way=Way.WRAPS,
    ),
    Row("route", some(Sort.TEXT), _CHANGED, value=_ROUTE_CONVERTER),
    Row("query", some(Sort.TEXT), _LESS, value=_SQL),
    Row("pattern", some(Sort.PATTERN), _CHANGED, here=False),
    Row("pattern-gone", some(Sort.PATTERN), _GONE),
    Row("mark", some(Sort.MARK), _GONE, text=_STRONG),
    Row("entry", some(Sort.ENTRY), _GONE),
    Row("entry-replaced", some(Sort.ENTRY), _CHANGED),
    Row("argument-sure", some(Sort.ARGUMENT), _GONE, text=_STRONG),
    Row("argument", some(Sort.ARGUMENT), _GONE),
    Row("argument-less", some(Sort.ARGUMENT), frozenset({Move.SHRUNK}), text=_STRONG),
    Row("default-gone", some(Sort.DEFAULT), _GONE, here=False),
    Row("constant-gone", some(Sort.SETTING), _GONE, value=term(r"^[\d\"]|^[\[{(]"), name=term(r"^[A-Z][A-Z0-9_]+$")),
    Row("number-raised", _VALUES | some(Sort.PLAIN), frozenset({Move.RAISED}), here=False),
    Row("number-lowered", _VALUES | some(Sort.PLAIN), frozenset({Move.LOWERED}), here=False),
    Row(
        "plain-flag",
        some(Sort.PLAIN),
        _GONE,
        value=term(r"^(?:[A-Z]\w*(?:\.|::))*[A-Z][A-Z0-9_]{2,}$|^(?:true|false|nil|null|none)$"),
    ),
    Row("plain-sure", some(Sort.PLAIN), _GONE, value=_STRONG),
    Row("text-less", some(Sort.TEXT), frozenset({Move.SHRUNK})),
    Row("text-sure", some(Sort.TEXT), _GONE, value=_STRONG),
)

TABLE = Table(ROWS)
