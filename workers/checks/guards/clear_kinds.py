"""Sorts of loss that are clear by their kind and by one word of their text, as rows.

Each row was counted on ordinary commits: at most one in a thousand has a loss that it holds for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workers.checks.guards.context import hunk_of, lines_of
from workers.checks.guards.model import How, Loss


@dataclass(frozen=True, slots=True)
class Plain:
    """A sort of loss that is clear by its kind and by a word of its text."""

    name: str
    example: str
    how: frozenset[How]
    kinds: frozenset[str]
    text: re.Pattern[str]
    """Found in the text or the name of the protection."""
    unless: re.Pattern[str] | None = None
    """Of the new lines where it stood: what answers for it."""
    now: re.Pattern[str] | None = None
    """Of the new lines where something weaker took its place: what makes it weaker."""

    def holds(self, loss: Loss) -> bool:
        if loss.how not in self.how or loss.kind not in self.kinds:
            return False
        if not self.text.search(f"{loss.protection.name} {loss.protection.text}"):
            return False
        if self.unless is not None and self.unless.search(came_in_hunk(loss)):
            return False
        if self.now is not None and loss.how is How.WEAKER and not self.now.search(came_in_hunk(loss)):
            return False
        return loss.how is not How.GONE or not _stands_again(loss)


def came(loss: Loss) -> str:
    """The new lines of the file where the operations stand."""
    lines = lines_of(loss.head.head_text or "")
    return "\n".join(lines[number - 1] for number in loss.head.added_lines if number <= len(lines))


def came_in_hunk(loss: Loss) -> str:
    """The new lines where the protection stood."""
    hunk = hunk_of(loss)
    if hunk is None:
        return ""
    lines = lines_of(loss.base.head_text or "")
    return "\n".join(lines[number - 1] for number in hunk.added if number <= len(lines))


def _stands_again(loss: Loss) -> bool:
    """Whether new lines of the file have all that the protection names: rather, it moved."""
    names, name = set(_NAME.findall(loss.protection.text)), loss.protection.name
    if name and name not in came(loss):
        return False
    return bool(names) and names <= set(_NAME.findall(came(loss)))


_NAME = re.compile(r"[A-Za-z_]\w{3,}")


def _plain(
    name: str, example: str, how: str, kinds: str, text: str, *, unless: str | None = None, now: str | None = None
) -> Plain:
    ways = frozenset(How(item) for item in how.split())
    named = frozenset(kinds.replace("-none-", "").split(" "))
    without = re.compile(unless) if unless is not None else None
    return Plain(name, example, ways, named, re.compile(text), without, re.compile(now) if now is not None else None)


PLAIN = (
    _plain(
        "permissions",
        "`permission_classes = [IsAdminUser]` → `[]`",
        "weaker gone",
        "list-shrunk role-lowered text-sure",
        r"(?i)permission|authentication_classes|guards|^\"?(?:can:|auth\b|role:|admin)|ROLE_",
    ),
    _plain(
        "class of access",
        "`class Report(LoginRequiredMixin, View)` → `class Report(View)`",
        "gone",
        "base",
        r"(?i)login|perm|auth|access|superuser|staff|secure|protected",
    ),
    _plain(
        "page",
        "`{% autoescape true %}` → `{% autoescape false %}`; an `iframe` without its `sandbox`",
        "gone weaker",
        "autoescape sandbox jsx-html",
        "",
    ),
    _plain(
        "scheme",
        "`javascript` in a list of allowed schemes",
        "bypassed",
        "allow-list",
        r"(?i)\b(?:javascript|vbscript)\b",
    ),
    _plain(
        "loader",
        "`SandboxedEnvironment` → `Environment`; `yaml.safe_load` → `yaml.load`",
        "weaker gone",
        "loader load wrap-gone",
        r"(?i)sandbox|safe_?load|allowed_?classes|objectinputfilter|permitted_classes",
        unless=r"(?i)(?<!un)safe_?load|sandbox",
    ),
    _plain(
        "exempted",
        "`@csrf_exempt` above a view",
        "bypassed",
        "exempted disabled",
        r"(?i)csrf|forgery|auth|login|permit|public|anonymous",
    ),
    _plain(
        "flag",
        "`verify=False`; `autoescape=True` left out",
        "bypassed weaker gone",
        "flag-added flag-gone flag-switched switched-off tls claims argument-sure setting-sure",
        r"(?i)\bverify\W|verify_signature|insecure|check_hostname|reject_?unauthori|auto_?escape|force_ssl|ssl_redirect"
        r"|cookie_secure|cookie_httponly|secure_hsts|algorithms",
        now=r"(?i)\b(?:false|none|off|0|nil|null)\b|insecure|_none\b",
    ),
    _plain(
        "cookie",
        "`cookie: {httpOnly: true}` → `{httpOnly: false}`",
        "weaker gone",
        "cookie",
        r"(?i)secure|http_?only",
        now=r"(?i)\b(?:false|none|off|0|nil|null)\b",
    ),
    _plain(
        "expiry",
        "`'exp': now + ttl` left out of a token",
        "gone",
        "expiry claims",
        r"(?i)\bexp(?:ires?(?:_?(?:at|in))?)?\b(?!\()",
    ),
    _plain(
        "revoked",
        "`RefreshToken.objects.filter(user=user).delete()` left out",
        "gone",
        "deletion call call-strong",
        r"(?i)\b(?=\w*?(?:token|session))\w++\W.{0,60}\b(?:delete|destroy|revoke|invalidate)|\bsession\.(?:clear|flush|regenerate)\("
        r"|\b(?=(?P<verb>\w*?(?:delete|destroy|revoke|invalidate)))(?P=verb)\w*?(?:token|session)",
    ),
    _plain(
        "limit",
        "`execute(…, prlimit=limits)`; `http.MaxBytesReader`",
        "gone",
        "limit-argument bound-in-place",
        r"(?i)^prlimit|limit=|maxbytes",
    ),
    _plain(
        "shell",
        "`shlex.quote(folder)` left out",
        "weaker gone",
        "command shell masked cleaner",
        r"(?i)shlex|escapeshell|shell_?(?:escape|quote)|execfile|\bsystem\(|popen|open3|exec\.command|spawn|subprocess",
        unless=r"\(\s*\[|execFile|spawn|ProcessBuilder",
    ),
    _plain(
        "file name",
        "`secure_filename(name)` left out",
        "weaker gone",
        "path",
        r"(?i)secure_?filename|safe_?join|basename|getcanonical|realpath|filepath\.clean",
    ),
    _plain("template package", "`html/template` → `text/template`", "weaker gone", "markup-import", ""),
    _plain(
        "constant time",
        "`hmac.Equal(a, b)` → `a == b`",
        "weaker gone",
        "timing swapped compare",
        r"(?i)hmac\.equal|compare_digest|constanttimecompare|secure_?compare|timingsafeequal|hash_equals|messagedigest\.isequal",
    ),
    _plain(
        "validator",
        "`@Valid` left out before a body",
        "gone",
        "-none- subject middleware standing",
        r"(?i)^valid(?:ate|ated)?\b|limiter|rate_?limit|throttle",
        unless=r"(?i)valid|celebrate|schema|joi|zod|limiter|throttle",
    ),
    _plain(
        "hidden field",
        "`password` no longer in the hidden fields",
        "gone weaker bypassed",
        "hidden-field field-shown deny-list",
        r"(?i)admin|role|superuser|staff|passw|token|secret",
    ),
    _plain(
        "hook narrowed",
        "`before_action :authenticate_user!, except: [:destroy]`",
        "weaker",
        "list-grown",
        r"(?i)authenticate|authori[sz]e|require_?(?:login|admin|user)|login_required",
    ),
    _plain("document type", "`disallow-doctype-decl` no longer set", "gone", "xml", ""),
    _plain(
        "wrapped",
        "`requireAuth(handler)` → `handler`",
        "gone",
        "call-inner-strong unwrapped",
        r"(?i)^jwt|^(?:with|require|ensure|check|need|must)_?(?:auth|login|admin|user|role|perm|session)|get_current_(?:\w{1,60}_)?(?:admin|superuser|user)",
    ),
    _plain(
        "origin",
        "`cors({origin: 'https://shop.example'})` → `origin: true`",
        "weaker",
        "cors",
        r"(?i)origin|\bcors\(",
        now=r"(?i)\*|origin\W{1,4}true|cors\(\)|allow_?(?:all|any)|any_?origin",
    ),
    _plain(
        "template condition",
        "`{% if user.is_staff %}` left out",
        "gone",
        "template-condition",
        r"(?i)is_?(?:staff|admin|superuser)|has_?(?:perm|role)|can\?|@can|is_granted",
    ),
    _plain(
        "check gone",
        "`context.can(policies.DELETE)` left out",
        "gone",
        "-none- subject alone call call-strong checked checked-strong",
        r"(?i)^_?(?:can|authorize!?|deny_?access\w*|enforce(?:_?\w*policy)?|verify_?(?:csrf|nonce|access)\w*"
        r"|check_?(?:perm|access|auth|admin|owner)\w*|require_?(?:login|admin|perm|auth|role)\w*"
        r"|ensure_?(?:perm|admin|auth|login|owner)\w*|assert_?(?:can|admin|perm|owner)\w*) ",
        unless=r"\b(?!Request\b)[A-Z]\w* \$request",
    ),
    _plain(
        "secret header",
        "`del headers['Authorization']` left out where a redirect leads to another host",
        "gone",
        "header-removed call call-strong",
        r"(?i)(?:delete\b|\.del\(|\.pop\(|\b(?=\w*?remove)\w++\().{0,60}(?:authorization|cookie)",
    ),
    _plain(
        "form token",
        "`@csrf` left out of a form",
        "gone",
        "csrf-field csrf",
        r"(?i)@csrf|csrf_token|protect_from_forgery",
    ),
    _plain("template escape", "`{{ bio|e }}` → `{{ bio }}`", "weaker", "template-escape", ""),
    _plain(
        "cleaned path",
        "`filepath.Clean('/' + name)` → `name`",
        "weaker gone",
        "normal-gone normal",
        r"(?i)filepath\.clean\(\"/\"|os\.path\.(?:normpath|abspath|realpath)",
    ),
    _plain(
        "number", "`(int) $_GET['id']` → `$_GET['id']`", "gone", "number", r"(?:\((?:int|float)\) ?|intval\()\$_[A-Z]"
    ),
    _plain(
        "fields",
        "`_.pick(req.body, ['name'])` → `req.body`; `select('-password')` left out",
        "gone weaker",
        "filter unwrapped",
        r"(?i)\b(?:pick|only|except|omit)\W.{0,10}\breq(?:uest)?\b|(?:select|omit|except|exclude)\W.{0,40}passw",
    ),
    _plain(
        "hook",
        "`@admin.before_request` with its function left out",
        "gone",
        "hook",
        r"(?i)auth|login|admin|perm|csrf|access|check",
    ),
    _plain(
        "route middleware",
        "`->middleware('auth')` left out of a route",
        "gone",
        "standing",
        r"(?i)(?:middleware|\.use)\(.{0,40}(?:auth|can:|admin|role|verified|login|helmet|csrf|csurf)",
    ),
)
