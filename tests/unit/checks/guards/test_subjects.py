"""Guards: what a loss is about, so that the question fits."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Side
from tests.builders import changed_file
from workers.checks.guards import subjects
from workers.checks.guards.model import How, Loss, Operation, Protection, Way
from workers.checks.guards.subject_table import LAST_RESORT, SUBJECTS, Subject


def about(
    text: str,
    way: Way = Way.REFUSES,
    ending: str = "",
    reached: str = "",
    scope: str = "",
    path: str = "src/code.txt",
    kind: str = "",
    now: str = "",
) -> str:
    """The name of the subject of a lost protection."""
    file = changed_file(path, "a\n", "b\n")
    name = text.partition("(")[0].rpartition(".")[2]
    lost = Protection(way, text, 1, 1, name if way in (Way.CLEANS, Way.CHECKS, Way.WRAPS) else "", "", ending)
    operations = (Operation(reached, 1, 1),) if reached else ()
    became = Protection(way, now, 1, 1) if now else None
    return subjects.of(Loss(How.GONE, lost, file, scope, file, scope, Side.BASE, 1, became, operations, (), kind)).name


@pytest.mark.parametrize(
    ("owner", "subject"), [("fillable", "attributes"), ("permit", "attributes"), ("fields", "secrecy")]
)
def test_a_field_that_is_let_in_is_not_one_that_is_shown(owner: str, subject: str) -> None:
    file = changed_file("src/code.txt", "a\n", "b\n")
    new = Protection(Way.DECLARES, "'is_admin'", 1, 1, owner=owner)
    lost = Loss(How.BYPASSED, new, file, "User", file, "User", Side.HEAD, 1, kind="field-shown")
    assert subjects.of(lost).name == subject


R, C, W, D, A, E = Way.REFUSES, Way.CHECKS, Way.WRAPS, Way.DECLARES, Way.ACTS, Way.CLEANS
ROWS: list[tuple[str, str, Way, str, str]] = [
    # subject, text, way, ending, what it stood in front of
    ("authorization", "not user.is_superuser", R, "raise PermissionDenied()", "server.delete()"),
    ("authorization", "!isAdmin(r)", R, 'http.Error(w, "no", http.StatusForbidden)', "store.Delete(id)"),
    ("authorization", "authorize! :destroy, post", C, "", "post.destroy"),
    ("authorization", "@PreAuthorize(\"hasRole('ADMIN')\")", W, "", "repository.deleteById(id);"),
    ("authorization", "len(name) > 64", R, "raise Forbidden('access denied')", "save(name)"),
    ("authentication", "@login_required", W, "", "order.save()"),
    ("authentication", "before_action :authenticate_user!", W, "", "@post.update(post_params)"),
    ("authentication", "!req.isAuthenticated()", R, "return res.sendStatus(401)", "next()"),
    ("ownership", "$post->user_id !== $user->id", R, "abort(404)", "$post->delete()"),
    ("ownership", "where(owner_id: current_user.id)", D, "", "Order.find(params[:id])"),
    ("ownership", "this.query = {$and: [this.query, {user: {objectId: this.auth.user.id}}]}", A, "", "handleSession()"),
    ("ownership", "Post.where(user_id: current_user.id)", A, "", "render json: post"),
    ("authorization", "permission_classes = [IsAuthenticated, IsSuperUser]", D, "", ""),
    ("csrf", "protect_from_forgery with: :exception", D, "", ""),
    ("csrf", "!hash_equals($_SESSION['csrf'], $token)", R, "die('bad token')", "$db->delete($id)"),
    ("csrf", "request.method == 'POST'", Way.ENCLOSES, "", "item.delete()"),
    ("session", "session_regenerate_id(true)", A, "", "$_SESSION['user'] = $id"),
    ("session", "reset_session", A, "", "session[:user] = user.id"),
    ("expiry", "data['expires_at'] = token.expires_at", A, "", "return data"),
    ("expiry", "claims.ExpiresAt.Before(time.Now())", R, "return nil, ErrExpired", "return user, nil"),
    ("secrecy", "redact(headers)", E, "", "logger.info('sent %s', headers)"),
    ("secrecy", "unset($row['password'], $row['secret'])", A, "", "echo json_encode($row)"),
    ("escaping", "htmlspecialchars($name)", E, "", "echo $name"),
    ("escaping", "escapeHtml(comment.body)", E, "", "node.innerHTML = comment.body"),
    ("query", "$db->quote($order)", E, "", "$db->query('SELECT * FROM t ORDER BY ' . $order)"),
    ("query", "sanitize_sql(order)", E, "", "Post.order(order)"),
    ("query", "statement.setString(1, name)", C, "", 'statement.executeQuery("SELECT * FROM t")'),
    ("command", "shlex.quote(name)", E, "", "os.system('ls ' + name)"),
    ("command", "escapeshellarg($file)", E, "", "exec('convert ' . $file)"),
    ("path-check", "!target.startsWith(root)", R, 'throw new IOException("outside of the folder")', "unzip(target)"),
    ("path-check", "filepath.Base(name)", E, "", "os.Open(filepath.Join(dir, name))"),
    ("path-check", "'..' in name.split('/')", R, "raise NotFound()", "open(name)"),
    ("symlink", "os.path.islink(path)", R, "raise BadEntry('symbolic link')", "open(path)"),
    ("upload", "!ALLOWED_EXTENSIONS.includes(ext)", R, "throw new Error('bad file type')", "file.mv(target)"),
    ("redirect-check", "urlparse(target).netloc", Way.RESETS, "", "redirect(target)"),
    ("redirect-check", "url_from(params[:return_to])", C, "", "redirect_to(params[:return_to])"),
    (
        "outgoing-request",
        "ip.isLoopbackAddress()",
        R,
        "throw new IllegalArgumentException(host)",
        "client.send(request)",
    ),
    ("outgoing-request", "is_private_ip(host)", R, "raise ValueError(host)", "requests.get(url)"),
    ("header-injection", 'strings.ContainsAny(value, "\\r\\n")', R, "return errNewline", "w.Header().Set(key, value)"),
    ("request-smuggling", "headers.contains(TRANSFER_ENCODING)", R, "throw new BadRequest()", "parseBody(in);"),
    ("origin", "!allowedOrigins.includes(event.origin)", R, "return", "handle(event.data)"),
    ("deserialization", "unserialize($data, ['allowed_classes' => false])", D, "", "return $object"),
    ("code", "SandboxedEnvironment()", C, "", "env.from_string(text).render()"),
    ("xml", 'factory.setFeature("disallow-doctype-decl", true)', D, "", "factory.newDocumentBuilder().parse(in);"),
    ("attributes", "key === '__proto__'", Way.SKIPS, "continue", "target[key] = source[key]"),
    ("verification", "!verify_signature(body, header)", R, "raise InvalidSignature", "process(body)"),
    ("verification", "hmac.Equal(mac, expected)", R, "return errBadSignature", "handle(body)"),
    ("certificate", "verify=True", D, "", "requests.get(url)"),
    ("certificate", "InsecureSkipVerify: false", D, "", ""),
    ("algorithm", "MinVersion: tls.VersionTLS12", D, "", ""),
    ("algorithm", "password_hash($password, PASSWORD_BCRYPT)", C, "", "save($hash)"),
    ("randomness", "SecureRandom.hex(32)", C, "", "user.token = token"),
    ("attempts", "throttle_classes = [LoginThrottle]", D, "", ""),
    ("attempts", "attempts >= 5", R, "raise TooManyAttempts()", "check(password)"),
    ("recursion", "depth > MAX_DEPTH", R, 'throw new ParseException("nesting too deep")', "parse(child, depth + 1);"),
    ("limit", "body.length > MAX_BODY", R, "throw new Error('body too large')", "parse(body)"),
    ("limit", "io.LimitReader(r.Body, limit)", C, "", "io.ReadAll(r.Body)"),
    ("memory-bounds", "offset + size > len(data)", R, "return io.ErrUnexpectedEOF", "data[offset:offset+size]"),
    ("cookie", "httpOnly: true", D, "", "res.cookie('sid', id)"),
    ("framing", "response['X-Frame-Options'] = 'DENY'", D, "", ""),
    ("header", "response['X-Content-Type-Options'] = 'nosniff'", D, "", ""),
    ("file-mode", "os.chmod(path, 0o600)", A, "", "write(path)"),
    ("race", "with_lock", Way.ENCLOSES, "", "account.withdraw(amount)"),
    ("error-handling", "except Broken", Way.HANDLES, "raise BadGateway()", "ask(peer)"),
    ("log-injection", "sanitize_log(name)", E, "", "log.info(name)"),
    ("audit-log", "audit.record(user, 'deleted')", A, "", "item.delete()"),
    ("validation", "not thing.ready", R, "return None", "go(thing)"),
]


@pytest.mark.parametrize(("subject", "text", "way", "ending", "reached"), ROWS, ids=[row[1] for row in ROWS])
def test_what_it_is_about(subject: str, text: str, way: Way, ending: str, reached: str) -> None:
    assert about(text, way, ending, reached) == subject


def test_every_row_is_reached() -> None:
    told = {row[0] for row in ROWS} | {about("x", kind=kind) for kind in ("timing", "slow-pattern")}
    assert told == {subject.name for subject in (*SUBJECTS, LAST_RESORT)}


def test_what_the_finder_knows_goes_before_the_words() -> None:
    assert about("hmac(body) == signature", kind="timing") == "constant-time"
    assert about("password", kind="owner-filter") == "ownership"
    assert about("render(x)", kind="of no kind that is known") == about("render(x)")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("hmac.compare_digest(mac, expected)", "mac == expected"),
        ("!hash_equals($mac, $given)", "$mac !== $given"),
        ("!timingSafeEqual(mac, given)", "mac !== given"),
        ("!MessageDigest.isEqual(mac, given)", "!Arrays.equals(mac, given)"),
        ("subtle.ConstantTimeCompare(mac, given) != 1", "!bytes.Equal(mac, given)"),
        ("!secure_compare(mac, given)", "mac != given"),
    ],
)
def test_a_comparison_whose_time_tells(before: str, after: str) -> None:
    assert about(before, ending="raise BadSignature(signature)", now=after) == "constant-time"


def test_the_place_tells_where_nothing_else_does() -> None:
    assert about("not ok", scope="csrf_token") == "csrf"
    assert about("not ok", path="app/permissions.py") == "authorization"
    assert about("not ok", path="app/thing.py") == "validation"


@pytest.mark.parametrize("sign", ["#", "//", " *", "--"])
def test_the_comment_above_tells(sign: str) -> None:
    file = changed_file(
        "src/thing.txt", f"{sign} no symbolic links\nif thing.odd: raise Odd()\ngo(thing)\n", "go(thing)\n"
    )
    lost = Protection(Way.REFUSES, "thing.odd", 2, 2, ending="raise Odd()")
    assert subjects.of(Loss(How.GONE, lost, file, "", file, "", Side.BASE, 2)).name == "symlink"


def test_an_ending_that_is_only_an_answer_says_little() -> None:
    assert about("!item.hasPermission(CONFIGURE)", ending='return "<secret>"') == "authorization"
    assert about("!ok", ending="return nil, ErrForbidden") == "authorization"


@pytest.mark.parametrize("subject", SUBJECTS, ids=[subject.name for subject in SUBJECTS])
def test_no_word_of_the_table_is_dead(subject: Subject) -> None:
    """Each word that tells is found in a name that is made of it."""
    for word in subject.telling:
        if not word.startswith("@"):
            assert subject.name in dict(subjects._rows_of(word)), word


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(Way), st.text(max_size=40))
def test_any_text_is_about_something(text: str, ending: str, way: Way, scope: str) -> None:
    names = {subject.name for subject in (*SUBJECTS, LAST_RESORT)}
    assert about(text, way, ending, text, scope) in names
    assert about(text, way, ending, text, scope) == about(text, way, ending, text, scope)


@pytest.mark.parametrize("part", ["len(", "method ", "a.", "<= ", "return ", "X", "1.", "owner "])
def test_a_hostile_text_takes_no_time(part: str) -> None:
    begun = time.process_time()
    about(part * 20_000, ending=part * 20_000, reached=part * 20_000, scope=part * 200)
    assert time.process_time() - begun < 0.5
