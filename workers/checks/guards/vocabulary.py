"""The words by which protection is known: of conditions, errors, calls, comments and places."""

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
    redirect redirects netloc hidden xss injection inject whitelist blacklist allowlist denylist allowed
    disallowed prototype crlf newline newlines sandbox trusted untrusted private protected superuser sudo policy
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
    local localhost member members archive extract
    """.split()
)
"""Words of checking, limits and outside data."""

ACCIDENTAL = frozenset(
    """
    version versions deprecated deprecation deprecate warn warning warnings compat legacy platform hasattr
    feature experimental unsupported notimplemented debug logger verbose import imported installed python
    windows darwin typing cast super
    """.split()
)
"""Words of conditions that come and go with versions, not with threats."""

SURE_CALL = re.compile(
    r"""^_*(?:
      (?:check|validate|verify|ensure|enforce|authori[sz]e|authenticate|sanit\w*|escape|quote|redact|mask|censor|protect
      |forbid|deny|guard|restrict|disallow|prevent|prohibit|secure|safe|throttle|scrub|purify)(?:_\w*|[A-Z]\w*|e?[sd])?
    | (?:require(?!_relative|_once)|limit|reject)(?:_\w+|[A-Z]\w*)
    | is_?(?:safe|valid|allowed|hidden|within|subpath|relative_to|trusted|authenti\w+|authori\w+|permitted|admin|owner
      |private|global|symlink|secure|link|symbolic)\w*
    | (?:has|can|may|user)_?(?:perm\w*|access\w*|read\w*|write\w*|edit|delete|view|role|right\w*)\w*
    | \w*_(?:or_403|check|verify|verified|allowed)
    | \w*(?:csrf|xsrf|permission|sanit|[eE]scape|[vV]alidat|[vV]erif|[nN]ormali[sz]e|[cC]anonical)\w*
    | htmlspecialchars|htmlentities|strip_?tags|bleach|escapeshell\w+|filter_var|shlex_quote
    | normpath|realpath|abspath|basename|commonpath|relative_to|EvalSymlinks|lstat|expand_path|umask
    | compare_digest|constant_?time\w*|timingSafeEqual|hash_equals|isEqual|ConstantTimeCompare
    | fullmatch|isdigit|isdecimal|isalnum|isascii|disable_\w+
    | conditional_escape|format_html|format_html_join
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Calls that protect wherever they stand."""

LIKELY_CALL = re.compile(
    r"^(?:l?strip|rstrip|replace|replaceAll|startswith|endswith|startsWith|endsWith|partition|sub|gsub|clean\w*"
    r"|includes|contains|Trim\w*|HasPrefix|HasSuffix|Clean|Base|Rel|freeze|lock|acquire|chmod|_?safe_read)$"
)
"""Calls that protect in some places: the rest of the text decides."""

REMOVING_CALL = re.compile(r"^(?:pop|remove|delete|del|discard|delete_cookie|removeHeader|unset)$")
"""Calls that protect when what they remove is sensitive."""

PATTERN_CALL = re.compile(r"^(?:compile|match|fullmatch|search|sub|MustCompile|Compile|RegExp|preg_\w+|isMatch|test)$")

_ON, _OFF = r"(?:True|true|TRUE|1|\"?required\"?)", r"(?:False|false|FALSE|0|None|nil|null)"
PROTECTIVE_SETTINGS = (
    (
        re.compile(
            r"(?i)^(?:verify\w*|\w+_verify|validate_certs?|check_hostname|rejectUnauthorized|strictSSL|secure|http_?only"
            r"|autoescape|no_log|csrf\w*|\w*_SECURE|\w*_HTTPONLY|require_\w+|sandbox|\w*SSL_REDIRECT|usedforsecurity"
            r"|login_required|auth_required|isSecure|setSecure)$"
        ),
        re.compile(_ON),
    ),
    (
        re.compile(r"^(?:shell|debug|DEBUG|InsecureSkipVerify|insecure\w*|allow_\w+|allow[A-Z]\w*|resolve_entities)$"),
        re.compile(_OFF),
    ),
    (re.compile(r"^(?:cert_reqs|verify_mode)$"), re.compile(r".*(?:CERT_REQUIRED|VERIFY_PEER)")),
    (re.compile(r"(?i)^(?:\w*_)?samesite$"), re.compile(r"(?i)\"?(?:lax|strict)\"?")),
    (
        re.compile(r"(?i)^(?:timeout|\w+_timeout|max_\w+|max[A-Z]\w+|\w+_limit|\w+Limit)$"),
        re.compile(r"[\d(][\d_*+ .)(]*$"),
    ),
    (re.compile(r"^(?:MinVersion|minimum_version|ssl_version|minVersion)$"), re.compile(r".*(?:TLS|SSL)")),
)
"""Names of settings with the values that protect."""

SECURITY_DECORATOR = re.compile(
    r"(?i)login|auth|permission|\brole|secured|csrf|xsrf|access_?(?:control|required|check)|admin|owner|\brequires?[_A-Z]"
    r"|restrict|throttle|rate_?limit|sensitive|never_cache|fresh_|preauthorize|postauthorize|protected|allow_?anonymous"
)
NOT_SECURITY_DECORATOR = re.compile(
    r"(?i)^(override|deprecated|property|requires?_?(?:version|pip|python|config|minversion|backend)\w*|suppress\w*"
    r"|author|since|see|requires|\w*_?exempt|allow_?any\w*)$"
)

PROTECTIVE_NAME = re.compile(
    r"(?i)(check|valid|verif|sanit|escap|permission|authori[sz]|authenticat|protect|security_policy|is_safe|_safe"
    r"|is_hidden|filter_?sensitive|redact|clean_|_clean|whitelist|blacklist|denylist|allowlist|csrf|xsrf|forbid|restrict)"
)
"""Definitions whose name says that they protect."""

COLLECTION = re.compile(
    r"(?i)(deny|black|block|ban|forbid|unsafe|danger|sensitive|protected|private|secret|redact|scrub|admin_?only|reserved"
    r"|disallow|exclude|restricted|remove_headers|internal|hidden|strip|csrf|required)"
)
"""Names of collections that lose protection when they lose an entry."""

SENSITIVE_FIELD = re.compile(r"(?i)passw|secret|token|auth|session|credential|private|key\b|cookie|header")

REFUSING_ERROR = re.compile(
    r"(?i)forbidden|denied|security|suspicious|permission|unauthor|traversal|invalid|bad|illegal|malformed|40[0134]"
    r"|not.?allowed|refus|prohibit|too.?(?:large|long|many|big)|exceed|limit|unsafe|outside|valueerror|validation|tampered"
    r"|mismatch|untrusted|overflow|truncated|symbolic"
)
PROGRAMMING_ERROR = re.compile(
    r"TypeError|NotImplemented|ImportError|AttributeError|IllegalState|RuntimeError|ImproperlyConfigured|KeyError"
    r"|LogicException|Unsupported|Deprecat|ModuleNotFound|AssertionError|StopIteration"
)


def parts(text: str) -> frozenset[str]:
    """The words of identifiers and prose: ``isHiddenFile`` has is, hidden and file."""
    return frozenset(word.lower() for word in _PART.findall(text))
