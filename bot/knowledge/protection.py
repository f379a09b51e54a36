"""The words by which protection is known: of conditions, errors, calls, comments, places and helpers.

``guards`` reads them to tell what a change takes away. The taint interpreter reads those of helpers' names and believes
none: a helper that only sounds like a check makes a finding less sure.
"""

from __future__ import annotations

import re

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

STRONG = frozenset(
    """
    auth authn authz authenticate authenticated authentication authorize authorized authorization permission
    permissions perm perms privilege privileges forbidden denied deny csrf xsrf token tokens secret secrets
    password passwords passwd credential credentials sanitize sanitized sanitizer sanitise escape escaped quote
    quoted traversal symlink symlinks symbolic realpath normpath abspath basename commonpath commonprefix
    outside unsafe safe safely security secure insecure verify verified signature signatures signed hmac digest
    cert certificate certificates ssl tls admin owner acl role roles cookie cookies session sessions origin cors
    redirect redirects netloc hidden xss injection whitelist blacklist allowlist denylist allowed
    disallowed prototype crlf newline newlines sandbox trusted untrusted private protected superuser sudo policy
    visible visibility editable readable writable deletable locked disabled suspended revoked expired expires
    expiration trust trusts spoof spoofed spoofing rebinding mfa otp totp twofa pkce challenge audience issuer
    unescaped bypass evil poisoning smuggling bomb
    csp referer ssrf attack attacker malicious vulnerability vulnerable cve ghsa dos ddos redos exploit restrict
    restricted prohibited banned nonce html bleach
    """.split()
)
"""Words of authorisation, secrets, injection, paths and transport."""

MEDIUM = frozenset(
    """
    valid validate validated validates validation validator invalid check checked checks ensure require required
    illegal malformed bad unexpected truncated range negative limit limits max maximum min size length len depth
    overflow bound bounds exceed exceeded exceeds large long timeout recursion memory header headers host
    hostname scheme url uri path paths filename directory folder user users login access accessible filter
    filtered absolute relative regex match fullmatch isdigit ascii characters control null nul isalnum key keys
    local localhost member members archive extract quota throttle throttled attempts tries extension mime mimetype
    prefix suffix private public type types
    """.split()
)
"""Words of checking, limits and outside data."""


SURE_CALL = re.compile(
    r"""^(?!check$|mark_?safe|html_?safe|(?:raw|unsafe|from_?trusted|trust)|set_?timeout$|safe_?(?:load|dump|str|eval|string|text|html)|is_safe_mode
      |\w*(?:(?:in|re)_?validat|deprecat)|check_?(?:out|box|sum|point|list|mark|er)|author(?!i[sz])|check_?for|disable_(?:warn|log|trac|cach|debug))_{0,8}(?:
      (?:check|validate|verify|ensure|enforce|authori[sz]e|authenticate|sanit\w*|escape|quote|redact|mask|censor|protect
      |forbid|deny|guard|restrict|disallow|prevent|prohibit|secure|throttle|scrub|purify|assert_?(?:can|user|owner
      |admin|allowed|access)|login_required|rate_?limit\w*|auth)(?:_\w*|[A-Z]\w*|e?[sd]|!)?
    | (?:require(?!_relative|_once)|limit|reject)(?:_\w+|[A-Z]\w*)
    | is_?(?:safe|valid|allowed|hidden|within|subpath|relative_to|trusted|authenti\w+|authori\w+|permitted|admin|owner
      |private|global|symlink|secure|link|symbolic|expired|locked|disabled|visible|editable)\w*
    | (?:has|can|may|user)_?(?:perm\w*|access\w*|read\w*|write\w*|edit|delete|view|role|right\w*)\w*
    | \w*_(?:or_403|check|verify|verified|allowed)
    | \w*(?:_check_|check_?within|_within|_allowed|_escaped?|_safe|safe_|Safe[A-Z])\w*
    | \w*(?:csrf|xsrf|permission|sanit|[eE]scape|[vV]alidat|[vV]erif|[nN]ormali[sz]e|[cC]anonical)\w*
    | htmlspecialchars|htmlentities|strip_?tags|bleach|escapeshell\w+|filter_var|shlex_quote
    | normpath|realpath|abspath|basename|commonpath|relative_to|EvalSymlinks|lstat|expand_path|umask
    | compare_digest|constant_?time\w*|timingSafeEqual|hash_equals|isEqual|ConstantTimeCompare
    | safe_?equals?|secure_?compare|fixed_length_secure_compare|const_time\w*
    | fullmatch|isdigit|isdecimal|isalnum|isascii|disable_\w+
    | \w*encode_?(?:uri\w*|url\w*|html\w*)|(?:raw)?url_?encode\w*|esc_\w+|wp_kses\w*|wp_verify_nonce|check_ajax_referer
    | current_user_can|absint|intval|safe_join|secure_filename|is_uploaded_file
    | max_?bytes_?reader|\w*limit_?reader|with_?(?:timeout|deadline)|set_?(?:\w*_?timeout|\w*_?deadline)
    | conditional_escape|format_html|format_html_join
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Calls that protect wherever they stand."""

NO_CHECK = re.compile(
    r"^_{0,8}(?:(?:get|fetch|find|list|load|register|build|create|make)(?=_|[A-Z])(?!\w*_or_40)|\w*un_?(?:escape|quote|sanit|mask)"
    r"|decode|prevent_?default$|require_?non_?null|safe_?(?:get|close)(?:ly)?$)|(?:Error|Exception)$",
    re.IGNORECASE,
)
"""Calls that only hand something out, make it or undo it, whatever word of protection is in their name."""


OWNED = re.compile(
    r"(?i)\b(?:user|owner|author|team|tenant|org(?:ani[sz]ation)?|account|workspace|company|customer|member|group|repo"
    r"(?:sitory)?|project)(?:\b|_?id\b|s\b)"
)
"""Whose something is."""
_OWNER = r"(?:_id|id|owner|user|author|tenant|account|team|org)"
OWNERSHIP = re.compile(rf"{_OWNER}\b\)?\s*[!=]==?\s*[\w.$>?-]*{_OWNER}\b", re.IGNORECASE)
QUERY_CALL = re.compile(r"^(?:where|filter|filter_by|and_?where|find_by|scope|only|has|eq|equals)$", re.IGNORECASE)
"""Calls that narrow down what is looked up."""


_ON = re.compile(r"(?:^|[(,]\s*)\"?(?:true|yes|on|enabled?|required?|1)\"?\s*\)*$", re.IGNORECASE)
_OFF = re.compile(r"(?:^|[(,]\s*)\"?(?:false|no|off|disabled?|none|nil|null|0)\"?\s*\)*$", re.IGNORECASE)
PROTECTS_WHEN_ON = re.compile(
    r"(?i)verif|validat|check|secure|http_?only|autoescape|escape|no_log|csrf|xsrf|require|sandbox|strict|enforce|protect"
    r"|ssl_?redirect|auth(?!or)|usedforsecurity|reject_?unauthorized|hsts|noopener|mask|redact|sanit|clean|block|deny"
    r"|restrict|limit|signed|encrypt|force_?https|safe"
)
"""Names of flags that protect when they are on."""
PROTECTS_WHEN_OFF = re.compile(
    r"(?i)^shell$|^un(?=limit|restrict|verif|safe)|debug|insecure|allow|resolve_?entities|trust|bypass|unsafe|permit|expose|public"
    r"|rewriting|redirects?$|exempt|anonymous|no_?verify|follow"
    r"|(?:skip|disable|ignore|without|optional)\w*?(?:verif|valid|check|ssl|tls|cert|host|auth|csrf|xsrf|secur|sandbox|escap"
    r"|sanit|sign|password|token|origin|cors|csp|polic|perm|limit|throttl|protect|guard|mask|encrypt)"
)
"""Names of flags that protect when they are off."""
STRICT_VALUE = re.compile(
    r"(?i)\b(?:deny|sameorigin|strict|lax|error|required?|always|cert_required|verify_peer|verify-full|reject|nosniff"
    r"|no-store|private|isadmin\w*|isauthenticated|admin\w*|owner|fail\w*|sha-?(?:256|384|512)|tls_?v?1[._]?[23]|s?random_bytes"
    r"|secure\w*|bcrypt|argon2\w*)\b"
)
LAX_VALUE = re.compile(
    r"(?i)\b(?:allow\w*|none|ignore|optional|never|cert_none|verify_none|unsafe\w*|any|public|all|everyone|anonymous"
    r"|permitall|disabled?|md5|sha-?1|tls_?v?1[._]?[01]|ssl_?v?3|rand|mt_rand|random|no-cache)\b|[\"']\*[\"']"
)
"""Values of settings: those that are careful, and those that are not."""


PREDICATE = re.compile(
    r"(?i)^_*(?:is|has|can|may|should|are|was|needs?|requires?|must)(?:_|(?=[A-Z]))|valid|allow|match|safe|trust|permit|authori[sz]"
    r"|authenti|verif|check(?!_?(?:out|sum|point|box))|access|equal|compare|visible|editable|deletable|readable|writable|\?$|protect|escape|forbid|deni|den(?:y|ied)"
    r"|insecure|hidden|blocked|banned|expired|locked|private|secret|admin|owner"
)
"""Names of definitions and variables that say yes or no about something that matters."""
REFUSING_PREDICATE = re.compile(
    r"(?i)insecure|hidden|block|banned|bad_?|expired|locked|private|forbid|deny|denied|unsafe|invalid|malicious|contains|reject"
    r"|restrict|needs|requires?|must|disabled|suspicious|too_|exceed|escape|enforce|protect"
)
"""Those whose yes refuses."""
DENIAL = re.compile(r"(?i)denied|forbidden|unauthor|not.?allowed|mismatch|\b40[13]\b|permission")


SECURITY_DECORATOR = re.compile(
    r"(?i)login|auth|permission|\brole|secured|csrf|xsrf|access_?(?:control|required|check)|admin|owner|\brequires?[_A-Z]"
    r"|restrict|throttle|rate_?limit|limit(?:er|s)?\b|sensitive|never_cache|fresh_|preauthorize|postauthorize|protected|allow_?anonymous"
    r"|is_?granted|deny_?all"
)
NOT_SECURITY_DECORATOR = re.compile(
    r"(?i)^(override|deprecated|property|requires?_?(?:version|pip|python|config|minversion|backend)\w*|suppress\w*"
    r"|author|since|see|requires|\w*_?exempt|allow_?any\w*|permit_?all|anonymous\w*|public\w*)$"
)

MIDDLEWARE = re.compile(
    r"(?i)require|ensure|check|verif|validat|must|authori[sz]|authenticat|protect|guard|throttle|rate_?limit|limiter|csrf|xsrf"
    r"|sanit|restrict|helmet|(?:login|auth|sign_?in|permission|role|admin|owner)_?(?:required|only|middleware|filter)"
    r"|is_?(?:logged|admin|owner)"
)
"""Names of functions that are handed on to stand in front of others."""

PROTECTIVE_NAME = re.compile(
    r"(?i)(check|valid|verif|sanit|escap|permission|authori[sz]|authenticat|protect|security_policy|is_safe|_safe"
    r"|is_hidden|filter_?sensitive|redact|clean_|_clean|whitelist|blacklist|denylist|allowlist|csrf|xsrf|forbid|restrict)"
)
"""Definitions whose name says that they protect."""


REFUSING_ERROR = re.compile(
    r"(?i)forbidden|denied|security|suspicious|permission|unauthor|traversal|invalid|bad|illegal|malformed|40[0134]"
    r"|not.?allowed|refus|prohibit|too.?(?:large|long|many|big)|exceed|limit|unsafe|outside|valueerror|validation|tampered"
    r"|mismatch|untrusted|overflow|truncated|symbolic"
)

CHECK_NAMES = frozenset(
    "safe valid validate validates validated validator allow allows allowed permit permits permitted trusted trust "
    "whitelist whitelisted allowlist allowlisted check checks checked verify verifies verified secure ensure assert "
    "guard require same".split()
)
"""Words of a helper\'s name that sounds like a check, e.g. ``is_safe_url``."""
CLEANER_NAMES = frozenset(
    "sanitize sanitizes sanitized sanitizer sanitise sanitised clean cleaned cleans escape escaped escapes quote "
    "quoted encode encoded normalize normalized normalise normalised strip stripped filter filtered purify purified "
    "scrub scrubbed neutralize neutralise".split()
)
"""Words of a helper\'s name that sounds like a cleaner, e.g. ``sanitize``."""
CHECKING_VERB = re.compile(r"(?i)^_*(validate|check|verify|ensure|assert|guard|require)")
"""Names of helpers that may answer with an error as well as with a yes, e.g. ``verify_host``."""
REFUSING_ANSWER = re.compile(
    r"(?i)(un(safe|trusted|permitted)|invalid|disallow|not_?(safe|valid|allow)|forbid|deny|denied|block)\w*$"
)
"""Names of helpers whose yes refuses, e.g. ``is_forbidden``."""


def is_on(value: str) -> bool:
    """Whether a setting's value switches it on, by itself or as the default of what the environment says."""
    return len(value) <= 100 and bool(_ON.search(value))


def is_off(value: str) -> bool:
    """The opposite; a value may be neither."""
    return len(value) <= 100 and bool(_OFF.search(value))


def parts(text: str) -> frozenset[str]:
    """The words of identifiers and prose: ``isHiddenFile`` has is, hidden and file."""
    return frozenset(word.lower() for word in _PART.findall(text))
