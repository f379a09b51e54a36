"""How two protections compare, row by row, and the same rows turned round."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.checks.guards.differences import KINDS
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.strength import Strength, compare, kind

SAME, STRONGER, WEAKER = Strength.SAME, Strength.STRONGER, Strength.WEAKER
UNCLEAR, UNRELATED = Strength.UNCLEAR, Strength.UNRELATED
MIRRORED = {SAME: SAME, STRONGER: WEAKER, WEAKER: STRONGER, UNCLEAR: UNCLEAR, UNRELATED: UNRELATED}

REFUSALS = [
    # one condition in other words
    ("not user.is_admin", "!user.isAdmin()", SAME, ""),
    ("not (a and b)", "!a || !b", SAME, ""),
    ("not a == b", "a != b", SAME, ""),
    ("a == b", "b == a", SAME, ""),
    ("'admin' == role", 'role == "admin"', SAME, ""),
    ("!!ok", "ok", SAME, ""),
    ("((a)) or (b)", "b or a", SAME, ""),
    ("len(x) > 0", "x", SAME, ""),
    ("x.length === 0", "!x", SAME, ""),
    ("x.isEmpty()", 'x == ""', SAME, ""),
    ("x == nil", "x.nil?", SAME, ""),
    ("null === x", "is_null($x)", SAME, ""),
    ("!isset($x)", "x == null", SAME, ""),
    ("self.locked", "$this->locked", SAME, ""),
    ("this.maxSize < size", "size > self.max_size", SAME, ""),
    ("i >= n", "!(i < n)", SAME, ""),
    ("x >= 1", "x > 0", SAME, ""),
    ("size > 10 * 1024", "size > 10240", SAME, ""),
    ("age > 5 * time.Minute", "age > 300", SAME, ""),
    ("strpos($s, 'x') === 0", "s.startswith('x')", SAME, ""),
    ("s.indexOf('x') !== -1", "'x' in s", SAME, ""),
    ("!strings.HasPrefix(p, root)", "not p.startswith(root)", SAME, ""),
    ("0 < x <= 5", "x > 0 and x <= 5", SAME, ""),
    ("ok == false", "!ok", SAME, ""),
    ("err := check(x); err != nil", "err := check(x); err != nil", SAME, ""),
    ("strcmp(a, b) !== 0", "a != b", SAME, ""),
    ("a ? b : c", "(a and b) or (not a and c)", SAME, ""),
    ("b if a else c", "a ? b : c", SAME, ""),
    ("not user or not user.is_admin", "not user.is_admin", SAME, ""),
    ("s.start_with?('a', 'b')", "s.start_with?('b') || s.start_with?('a')", SAME, ""),
    ("s.endswith(('a', 'b'))", "s.endswith('a') or s.endswith('b')", SAME, ""),
    ("user.is_anonymous", "not user.is_authenticated", SAME, ""),
    ("$form->fails()", "!$form->passes()", SAME, ""),
    ("result && result.then", "result?.then", SAME, ""),
    ("(found = find(x)) != null", "found != null", SAME, ""),
    # clauses
    ("a or b", "a", WEAKER, "clause-dropped"),
    ("a || b || c", "a || c", WEAKER, "clause-dropped"),
    ("parsed.scheme or parsed.netloc", "parsed.netloc", WEAKER, "clause-dropped"),
    ("!$valid || $expired", "!$valid", WEAKER, "clause-dropped"),
    ("not admin", "not admin and not debug", WEAKER, "exemption-added"),
    ("!isOwner(user)", "!isOwner(user) && !settings.open", WEAKER, "exemption-added"),
    ("unsafe", "unsafe and strict", WEAKER, "exemption-added"),
    ("not a or not b", "not a and not b", WEAKER, "clause-dropped"),
    ("$a || not $b", "not $b", WEAKER, "clause-dropped"),
    ("x == null || size(x) > 9", "size(x) > 9", WEAKER, "null-check-dropped"),
    ("!canRead(user, page)", "!canRead(page)", WEAKER, "argument-dropped"),
    ("!s.startsWith('a')", "!(s.startsWith('a') || s.startsWith('b'))", WEAKER, "exemption-added"),
    # constants
    ("not user.is_admin", "not (user.is_admin or True)", WEAKER, "constant"),
    ("not user.is_admin", "False and not user.is_admin", WEAKER, "constant"),
    ("!ok", "false && !ok", WEAKER, "constant"),
    ("!ok", "1 == 2 && !ok", WEAKER, "exemption-added"),
    # numbers
    ("len(x) > 100", "len(x) > 1000", WEAKER, "bound-raised"),
    ("count($x) >= 10", "count($x) >= 50", WEAKER, "bound-raised"),
    ("x.length < 12", "x.length < 6", WEAKER, "bound-raised"),
    ("i >= len(items)", "i > len(items)", WEAKER, "comparison-widened"),
    ("i + 4 > n", "i > n", WEAKER, "bound-raised"),
    ("n < 0 or n > 10", "n > 10", WEAKER, "clause-dropped"),
    ("attempts > 5", "attempts > 5.5", WEAKER, "comparison-widened"),
    ("size > 2.megabytes", "size > 20.megabytes", WEAKER, "bound-raised"),
    ("x <= 0", "x < 0", WEAKER, "comparison-widened"),
    # what is asked about a text
    ("not x", "x is None", WEAKER, "comparison-widened"),
    ("!token", "token === undefined", WEAKER, "comparison-widened"),
    ("empty($x)", "$x === null", WEAKER, "comparison-widened"),
    ("host != allowed", "!host.startsWith(allowed)", WEAKER, "comparison-widened"),
    ("host != allowed", "not host.endswith(allowed)", WEAKER, "comparison-widened"),
    ("!url.startsWith(base)", "!url.includes(base)", WEAKER, "comparison-widened"),
    ("not p.startswith(root + os.sep)", "not p.startswith(root)", WEAKER, "comparison-widened"),
    (
        '!strings.HasSuffix(host, ".example.com")',
        '!strings.HasSuffix(host, "example.com")',
        WEAKER,
        "comparison-widened",
    ),
    ("origin !== allowed", "origin != allowed", WEAKER, "equality-loosened"),
    ("!in_array($x, $list, true)", "!in_array($x, $list)", WEAKER, "equality-loosened"),
    ("'..' in path", "path.startswith('..')", WEAKER, "comparison-widened"),
    ("name.lower() == 'script'", "name == 'script'", WEAKER, "case"),
    ("!name.equals(expected)", "!name.equalsIgnoreCase(expected)", WEAKER, "case"),
    # lists
    ("ext not in ('png', 'gif')", "ext not in ('png', 'gif', 'svg')", WEAKER, "list-grown"),
    ("scheme in ['javascript', 'data']", "scheme in ['javascript']", WEAKER, "list-shrunk"),
    ("x != 'a'", "x not in ('a', 'b')", WEAKER, "list-grown"),
    ("!['a', 'b'].includes(x)", "!['a', 'b', 'c'].includes(x)", WEAKER, "list-grown"),
    # secrets
    ("not hmac.compare_digest(a, b)", "a != b", WEAKER, "timing"),
    ("!crypto.timingSafeEqual(a, b)", "a !== b", WEAKER, "timing"),
    ("!hash_equals($a, $b)", "$a !== $b", WEAKER, "timing"),
    ("!MessageDigest.isEqual(a, b)", "!Arrays.equals(a, b)", WEAKER, "timing"),
    ("subtle.ConstantTimeCompare(a, b) != 1", "!bytes.Equal(a, b)", WEAKER, "timing"),
    ("!secure_compare(a, b)", "a != b", WEAKER, "timing"),
    ("!MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8))", "!a.equals(b)", WEAKER, "timing"),
    # roles
    ("not user.is_superuser", "not user.is_authenticated", WEAKER, "role-lowered"),
    ("!req.user.isAdmin", "!req.user", WEAKER, "role-lowered"),
    ("!current_user.admin?", "!current_user", WEAKER, "role-lowered"),
    ("!$user->isAdmin()", "!$user->isLoggedIn()", WEAKER, "role-lowered"),
    ("user.role != 'admin'", "user.role != 'user'", WEAKER, "role-lowered"),
    ("!can(:manage, server)", "!can(:read, server)", WEAKER, "role-lowered"),
    ("not user.has_perm('app.delete_server')", "not user.has_perm('app.view_server')", WEAKER, "role-lowered"),
    ("!user.hasRole('ADMIN')", "!user.hasRole('MEMBER')", WEAKER, "role-lowered"),
    # paths
    ("not os.path.realpath(p).startswith(root)", "not p.startswith(root)", WEAKER, "unresolved"),
    ("!filepath.Clean(p).startsWith(root)", "!p.startsWith(root)", WEAKER, "unresolved"),
    # regular expressions
    (r"not re.fullmatch(r'\w+', s)", r"not re.match(r'\w+', s)", WEAKER, "comparison-widened"),
    (r"not re.match(r'^\w+$', s)", r"not re.match(r'^\w+', s)", WEAKER, "pattern-loosened"),
    (r"!/^[a-z]+$/.test(s)", r"!/^[a-z.]+$/.test(s)", WEAKER, "pattern-loosened"),
    (r"s !~ /\A\w+\z/", r"s !~ /^\w+$/", WEAKER, "pattern-loosened"),
    (r"!preg_match('/^\d{1,9}$/', $s)", r"!preg_match('/^\d+$/', $s)", WEAKER, "pattern-loosened"),
    (r"/[<>&]/.test(s)", r"/[<>]/.test(s)", WEAKER, "pattern-loosened"),
    # others
    ("x > limit", "x > other_limit", UNCLEAR, "bound-changed"),
    ("not user.can_read(page)", "not user.can_read(book)", UNCLEAR, "permission-changed"),
    ("!canManage(project)", "!canWriteCode(project)", UNCLEAR, "permission-changed"),
    ("!isOwner(user) && x", "!found && x", UNCLEAR, "permission-replaced"),
    ("a or b", "a or c", UNCLEAR, ""),
    ("(at = find(x)) == null", "(at = seek(x)) == null", UNCLEAR, ""),
    ("foo(a)", "bar(b)", UNRELATED, ""),
    ("not user.is_admin", "len(items) > 3", UNRELATED, ""),
]

ENCLOSING = [
    ("a and b", "a", WEAKER, "clause-dropped"),
    ("a", "a or b", WEAKER, "exemption-added"),
    ("request.method == 'POST'", "true", WEAKER, "constant"),
    ("user.is_superuser", "user.is_authenticated", WEAKER, "role-lowered"),
    ("len(x) < 100", "len(x) < 1000", WEAKER, "bound-raised"),
    ("name in ('a', 'b')", "name in ('a', 'b', 'c')", WEAKER, "list-grown"),
    ("name == allowed", "name.startswith(allowed)", WEAKER, "comparison-widened"),
    ("hash_equals($a, $b)", "$a == $b", WEAKER, "timing"),
    ("!$hidden && $x", "$x && !$hidden", SAME, ""),
    ("a", "a and b", STRONGER, ""),
]


def refusal(text: str, ending: str = "raise Forbidden()") -> Protection:
    return Protection(Way.REFUSES, text, 1, 1, ending=ending)


def made(way: Way, text: str, name: str = "", value: str = "", owner: str = "") -> Protection:
    return Protection(way, text, 1, 1, name=name, value=value, owner=owner)


@pytest.mark.parametrize(("base", "head", "expected", "word"), REFUSALS)
def test_refusals_compare_by_what_they_let_through(base: str, head: str, expected: Strength, word: str) -> None:
    assert (compare(refusal(base), refusal(head)), kind(refusal(base), refusal(head))) == (expected, word)
    assert compare(refusal(head), refusal(base)) is MIRRORED[expected]


@pytest.mark.parametrize(("base", "head", "expected", "word"), ENCLOSING)
def test_conditions_around_an_operation_let_in(base: str, head: str, expected: Strength, word: str) -> None:
    mine, theirs = made(Way.ENCLOSES, base), made(Way.ENCLOSES, head)
    assert (compare(mine, theirs), kind(mine, theirs)) == (expected, word)
    assert compare(theirs, mine) is MIRRORED[expected]


@pytest.mark.parametrize(
    ("way", "base", "other", "head", "expected"),
    [
        (Way.REFUSES, "not a", Way.ENCLOSES, "a", SAME),
        (Way.REFUSES, "not a", Way.ENCLOSES, "a or b", WEAKER),
        (Way.SKIPS, "hidden(x)", Way.ENCLOSES, "!hidden(x)", SAME),
        (Way.RESETS, "parsed.netloc", Way.REFUSES, "parsed.netloc", SAME),
        (Way.CHECKS, "verify(x)", Way.REFUSES, "not verify(x)", SAME),
        (Way.REFUSES, "!verify(x) || !y", Way.CHECKS, "verify(x)", WEAKER),
        (Way.CHECKS, "verify(x)", Way.CHECKS, "if strict: verify(x)", WEAKER),
        (Way.CHECKS, "if a: verify(x)", Way.REFUSES, "a and not verify(x)", SAME),
        (Way.WRAPS, "login_required", Way.REFUSES, "not user", UNRELATED),
    ],
)
def test_ways_of_one_condition_compare(way: Way, base: str, other: Way, head: str, expected: Strength) -> None:
    assert compare(made(way, base), made(other, head)) is expected
    assert compare(made(other, head), made(way, base)) is MIRRORED[expected]


@pytest.mark.parametrize(
    ("name", "base", "head", "expected"),
    [
        ("can_read", "a and b", "a", WEAKER),
        ("can_read", "return a && b;", "return b;", WEAKER),
        ("canRead", "user.isAdmin()", "user.isAuthenticated()", WEAKER),
        ("is_blocked", "a or b", "a", WEAKER),
        ("is_blocked", "a and b", "a", STRONGER),
        ("valid?", "a == b", "b == a", SAME),
        ("verify", "hmac.compare_digest(a, b)", "a == b", WEAKER),
    ],
)
def test_answers_of_predicates_let_in_or_refuse_by_their_name(
    name: str, base: str, head: str, expected: Strength
) -> None:
    mine, theirs = made(Way.ANSWERS, base, name), made(Way.ANSWERS, head, name)
    assert compare(mine, theirs) is expected
    assert compare(theirs, mine) is MIRRORED[expected]


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ("raise Forbidden()", "raise Denied()", SAME),
        ("raise ValueError()", "assert ok", SAME),
        ("raise Forbidden()", "return None", WEAKER),
        ("throw new Error('no')", "return;", WEAKER),
        ("raise Forbidden()", "logger.warning('no')", WEAKER),
        ("return false", "return true", WEAKER),
        ("return res.status(403).end()", "console.log('no')", WEAKER),
        ("throw new Error('no')", "return res.status(403).end()", SAME),
        ("return err", "return errors.New('no')", SAME),
        ("return None", "raise Forbidden()", SAME),
        ("panic(err)", "fmt.Println(err)", WEAKER),
        ("abort(403)", "pass", WEAKER),
    ],
)
def test_a_refusal_that_ends_softer_is_weaker(base: str, head: str, expected: Strength) -> None:
    mine, theirs = refusal("not ok", base), refusal("not ok", head)
    assert compare(mine, theirs) is expected
    assert kind(mine, theirs) == ("softer-ending" if expected is WEAKER else "")


WRAPPERS = [
    ("permission_required('x')", "login_required", WEAKER, "role-lowered"),
    ("admin_required", "login_required", WEAKER, "role-lowered"),
    ("login_required", "login_required()", SAME, ""),
    ("PreAuthorize(\"hasRole('ADMIN')\")", "PreAuthorize(\"hasRole('USER')\")", WEAKER, "role-lowered"),
    ("PreAuthorize(\"hasRole('ADMIN')\")", 'PreAuthorize("isAuthenticated()")', WEAKER, "role-lowered"),
    ('PreAuthorize("isAuthenticated()")', "PermitAll", WEAKER, "role-lowered"),
    ('PreAuthorize("isAuthenticated()")', 'PreAuthorize("permitAll()")', WEAKER, "role-lowered"),
    ("PreAuthorize(\"hasRole('ADMIN') and isOwner(#id)\")", 'PreAuthorize("isOwner(#id)")', WEAKER, "clause-dropped"),
    ("before_action :require_admin", "before_action :require_login", WEAKER, "role-lowered"),
    ("roles_required('admin')", "roles_required('admin', 'member')", WEAKER, "list-grown"),
    ("require_http_methods(['POST'])", "require_http_methods(['POST', 'GET'])", UNCLEAR, ""),
    ("ratelimit(5)", "ratelimit(500)", WEAKER, "bound-raised"),
    ("csrf_protect", "csrf_exempt", UNCLEAR, ""),
    ("cache_page(5)", "login_required", UNRELATED, ""),
]


def wrapper(text: str) -> Protection:
    name, _, rest = text.partition("(")
    name, _, argument = name.partition(" :")
    return made(Way.WRAPS, text, argument or name, rest.rstrip(")") if rest and not rest.endswith('")') else rest[:-1])


@pytest.mark.parametrize(("base", "head", "expected", "word"), WRAPPERS)
def test_wrappers_compare_by_who_may_pass(base: str, head: str, expected: Strength, word: str) -> None:
    assert (compare(wrapper(base), wrapper(head)), kind(wrapper(base), wrapper(head))) == (expected, word)
    assert compare(wrapper(head), wrapper(base)) is MIRRORED[expected]


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        (":login", ":login, only: [:show]", WEAKER),
        (":login, only: [:show, :edit]", ":login, only: [:show]", WEAKER),
        (":login, except: [:show]", ":login, except: [:show, :edit]", WEAKER),
        (":login", ":login, except: :index", WEAKER),
        (":login", ":login, if: :html?", WEAKER),
        (":login, only: %i[show edit]", ":login, only: %i[show]", WEAKER),
    ],
)
def test_filters_compare_by_what_they_stand_in_front_of(base: str, head: str, expected: Strength) -> None:
    mine, theirs = (made(Way.WRAPS, f"before_action {value}", "login", value) for value in (base, head))
    assert compare(mine, theirs) is expected
    assert compare(theirs, mine) is MIRRORED[expected]


SETTINGS = [
    ("verify", "True", "False", WEAKER, "switched-off"),
    ("secure", "true", "false", WEAKER, "switched-off"),
    ("HttpOnly", "true", "false", WEAKER, "switched-off"),
    ("InsecureSkipVerify", "false", "true", WEAKER, "switched-off"),
    ("shell", "False", "True", WEAKER, "switched-off"),
    ("debug", "False", "True", WEAKER, "switched-off"),
    ("max_length", "100", "1000", WEAKER, "bound-raised"),
    ("timeout", "10", "None", WEAKER, "bound-dropped"),
    ("limit", "100", "-1", WEAKER, "bound-dropped"),
    ("expires_in", "2.hours", "30.days", WEAKER, "bound-raised"),
    ("min_length", "12", "6", WEAKER, "bound-raised"),
    ("iterations", "100_000", "1000", WEAKER, "bound-raised"),
    ("samesite", "'Strict'", "'Lax'", WEAKER, "value-weakened"),
    ("X-Frame-Options", "DENY", "SAMEORIGIN", WEAKER, "value-weakened"),
    ("algorithm", "'sha256'", "'md5'", WEAKER, "value-weakened"),
    ("algorithms", "['RS256']", "['RS256', 'none']", WEAKER, "value-weakened"),
    ("MinVersion", "tls.VersionTLS12", "tls.VersionTLS10", WEAKER, "value-weakened"),
    ("token", "secrets.token_hex(16)", "random.random()", WEAKER, "value-weakened"),
    ("Loader", "yaml.SafeLoader", "yaml.Loader", WEAKER, "value-weakened"),
    ("cert_reqs", "ssl.CERT_REQUIRED", "ssl.CERT_NONE", WEAKER, "value-weakened"),
    ("mode", "0o600", "0o644", WEAKER, "value-weakened"),
    ("perm", "0600", "0777", WEAKER, "value-weakened"),
    ("umask", "0o077", "0o022", WEAKER, "value-weakened"),
    ("permission_classes", "[IsAuthenticated, IsAdminUser]", "[IsAuthenticated]", WEAKER, "list-shrunk"),
    ("permission_classes", "[IsAdminUser]", "[AllowAny]", WEAKER, "role-lowered"),
    ("BLOCKED_SCHEMES", "['javascript', 'data']", "['javascript']", WEAKER, "list-shrunk"),
    ("ALLOWED_EXTENSIONS", "{'png'}", "{'png', 'svg'}", WEAKER, "list-grown"),
    ("ALLOWED_HOSTS", "['example.com']", "['*']", WEAKER, "value-weakened"),
    ("origin", "'https://example.com'", "'*'", WEAKER, "value-weakened"),
    ("NAME_PATTERN", "re.compile(r'^[a-z]+$')", "re.compile(r'^[a-z]+')", WEAKER, "pattern-loosened"),
    ("URL_REGEX", "/^(\\w+\\.)+$/", "/^(\\w+\\.?)+$/", WEAKER, "pattern-loosened"),
    ("TAG_REGEX", "/<(\\w+)>/", "/<(\\w+\\s*)+>/", WEAKER, "pattern-loosened"),
    ("flags", "ENT_QUOTES", "ENT_NOQUOTES", WEAKER, "value-weakened"),
    ("verify", "True", "True", SAME, ""),
    ("title", "'a'", "'b'", UNCLEAR, ""),
]


@pytest.mark.parametrize(("name", "base", "head", "expected", "word"), SETTINGS)
def test_settings_compare_by_their_values(name: str, base: str, head: str, expected: Strength, word: str) -> None:
    mine, theirs = (made(Way.DECLARES, f"{name}={value}", name, value) for value in (base, head))
    assert (compare(mine, theirs), kind(mine, theirs)) == (expected, word)
    assert compare(theirs, mine) is MIRRORED[expected]


CALLS = [
    ("check(x, y)", "check(x)", WEAKER, "argument-dropped"),
    ("authorize!(:manage, server)", "authorize!(:read, server)", WEAKER, "role-lowered"),
    ("require_admin(user)", "require_login(user)", WEAKER, "role-lowered"),
    ("assert(a && b)", "assert(a)", WEAKER, "clause-dropped"),
    ("Preconditions.checkArgument(x < 100)", "Preconditions.checkArgument(x < 1000)", WEAKER, "bound-raised"),
    ("validate(form)", "validate(form)", SAME, ""),
    ("validate(form)", "validate(form, strict)", STRONGER, ""),
    ("validate_strict(form)", "validate(form)", UNCLEAR, ""),
    ("validate(form)", "send(mail)", UNRELATED, ""),
    ("limitReader(body, 100)", "limitReader(body, 1000)", WEAKER, "bound-raised"),
]


@pytest.mark.parametrize(("base", "head", "expected", "word"), CALLS)
def test_calls_that_refuse_by_themselves_compare(base: str, head: str, expected: Strength, word: str) -> None:
    mine, theirs = (
        made(Way.CHECKS, text, text.partition("(")[0].rpartition(".")[2], text.partition("(")[2][:-1])
        for text in (base, head)
    )
    assert (compare(mine, theirs), kind(mine, theirs)) == (expected, word)
    assert compare(theirs, mine) is MIRRORED[expected]


CLEANERS = [
    ("escape(strip(name))", "strip(name)", WEAKER, "cleaner-dropped"),
    ("htmlspecialchars($x, ENT_QUOTES)", "htmlspecialchars($x)", WEAKER, "argument-dropped"),
    ("escape(name)", "name.replace('<', '')", WEAKER, "cleaner-dropped"),
    ("x.replace(/[<>&]/g, '')", "x.replace(/[<>]/g, '')", WEAKER, "pattern-loosened"),
    ("hashlib.sha256(x)", "hashlib.md5(x)", WEAKER, "value-weakened"),
    ("os.path.realpath(p)", "os.path.join(p)", WEAKER, "value-weakened"),
    ("escape(name)", "escape(name)", SAME, ""),
]


@pytest.mark.parametrize(("base", "head", "expected", "word"), CLEANERS)
def test_cleaning_compares_by_what_is_called(base: str, head: str, expected: Strength, word: str) -> None:
    mine, theirs = made(Way.CLEANS, base, "x"), made(Way.CLEANS, head, "x")
    assert (compare(mine, theirs), kind(mine, theirs)) == (expected, word)
    assert compare(theirs, mine) is MIRRORED[expected]


def test_every_kind_is_explained() -> None:
    rows = [word for table in (REFUSALS, ENCLOSING, WRAPPERS, SETTINGS, CALLS, CLEANERS) for *_, word in table]
    assert set(rows) - {""} <= set(KINDS)


TREES = st.recursive(
    st.sampled_from("abcd"),
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=6,
)


def rows_that_refuse(text: str) -> set[int]:
    """Of the sixteen answers of four names, those for which Python's own reading of the text holds."""
    names = [{name: bool(row >> index & 1) for index, name in enumerate("abcd")} for row in range(16)]
    return {row for row, answers in enumerate(names) if eval(text, {}, answers)}  # noqa: S307 - own trees


def with_signs(text: str) -> str:
    return text.replace(" and ", " && ").replace(" or ", " || ").replace("not ", "!")


@settings(max_examples=300, deadline=None)
@given(TREES, TREES, st.booleans())
def test_conditions_compare_as_their_truth_tables(base: str, head: str, has_signs: bool) -> None:
    mine, theirs = rows_that_refuse(base), rows_that_refuse(head)
    one, other = (with_signs(text) if has_signs else text for text in (base, head))
    found = compare(refusal(one), refusal(other))
    if mine == theirs:
        assert found is SAME
    elif theirs < mine:
        assert found is WEAKER
    elif mine < theirs:
        assert found is STRONGER
    else:
        assert found in (UNCLEAR, UNRELATED)
    assert compare(refusal(other), refusal(one)) is MIRRORED[found]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(alphabet="ab()[]!&|<>='\"/\\ +.,?:not", max_size=60))
def test_no_text_makes_a_comparison_fail(base: str, head: str) -> None:
    for way in Way:
        found = compare(made(way, base, "name", head), made(way, head, "name", base))
        assert found in Strength
        assert compare(made(way, base), made(way, base)) is SAME
