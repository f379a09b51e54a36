"""Dangerous constructs that come in place of safe ones, where the edit itself shows it and no data flow is needed.

``el.textContent = name`` that becomes ``el.innerHTML = name``, a query with placeholders that becomes a concatenation,
a list of arguments that becomes a line for a shell. Each sort is a row of :data:`SWAPS`: it counts where the base has
the safe form more often than the head, and the head the dangerous one more often than the base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from bot.model import ChangedFile, Side, split_lines
from workers.checks.guards import grammar
from workers.checks.guards.model import Compared, How, Loss, Operation, Protection, Way
from workers.checks.guards.statements import Edited, Statement, edited
from workers.reading.syntax import text_of


@dataclass(frozen=True, slots=True)
class Swap:
    """A safe way to do something, and a dangerous one."""

    kind: str
    cwe: int
    safe: re.Pattern[str]
    unsafe: re.Pattern[str]
    languages: frozenset[str] = frozenset()
    """Empty for all."""
    is_near: bool = False
    """Whether both must stand in one statement and its counterpart; else in one definition."""


def _row(kind: str, cwe: int, safe: str, unsafe: str, languages: str = "", *, near: bool = False) -> Swap:
    return Swap(kind, cwe, re.compile(safe), re.compile(unsafe), frozenset(languages.split()), near)


_JS = "javascript typescript"
SWAPS = (
    _row(
        "markup",
        79,
        r"\.(?:textContent|innerText|nodeValue)\b|createTextNode\(|\.text\(|createElement\(|\.value\b|DOMParser",
        r"\.(?:innerHTML|outerHTML)\b|insertAdjacentHTML|document\.write|\.html\(|\.append\(|dangerouslySetInnerHTML",
        _JS + " php",
    ),
    _row(
        "trusted-markup",
        79,
        r"(?i)escap|sanit|strip_?tags|format_html|conditional_escape|safe_join|content_tag|htmlspecialchars|\bh\(|\bh ",
        r"mark_safe|\.html_safe|\braw[ (]|Markup\(|SafeString\(|template\.HTML\(|bypassSecurityTrust"
        r"|Html\.Raw|\|safe\b",
    ),
    _row(
        "code",
        95,
        r"JSON\.parse|json\.loads|literal_eval|json_decode|Integer\(|public_send|getattr|allowed|safe_constantize"
        r"|switch|case",
        r"(?<![\w.])eval\(|(?<![\w.])exec\(|new Function\(|instance_eval|class_eval|create_function|\bconstantize\b"
        r"|vm\.run",
    ),
    _row(
        "load",
        502,
        r"safe_load|SafeLoader|safeLoad|json\.loads?|JSON\.parse|json_decode|allowed_classes|permitted_classes"
        r"|SafeConstructor"
        r"|ObjectInputFilter|setObjectInputFilter|weights_only\s*=\s*True|msgpack|yaml\.safe",
        r"yaml\.(?:load|unsafe_load|full_load)\b|YAML\.(?:load|unsafe_load)\b|pickle\.loads?|marshal\.loads"
        r"|Marshal\.load"
        r"|(?<!\w)unserialize\(|new ObjectInputStream|new Yaml\(\)|dill\.|jsonpickle|readObject\(|torch\.load"
        r"|FullLoader|UnsafeLoader",
    ),
    _row(
        "random",
        330,
        r"\bsecrets\.|SystemRandom|urandom|random_bytes|random_int|openssl_random|randomBytes|randomUUID|randomInt"
        r"|getRandomValues|SecureRandom|securerandom|crypto(?:rand)?\.|crand\.|rand\.(?:Read|Reader|Int)\b",
        r"\brandom\.(?:random|randint|randrange|choices?|sample|getrandbits|shuffle)|(?<![\w.])(?:mt_)?rand\("
        r"|uniqid\(|Math\.random"
        r"|new Random\(|RandomStringUtils|\brand\.(?:Int|Intn|Int63|Int31|Seed|New|Uint32|Float64)|str_shuffle"
        r"|\brand\b|ThreadLocalRandom",
    ),
    _row(
        "hash",
        327,
        r"(?i)sha-?_?(?:256|384|512|3)|bcrypt|scrypt|argon2|pbkdf2|password_(?:hash|verify)|hash_hmac|blake2|\bhmac\b",
        r"(?i)\bmd5|\bsha-?1\b|sha1\(|crc32|\bmd4\b|adler|DigestUtils\.md5",
    ),
    _row(
        "cipher",
        327,
        r"GCM|POLY1305|NewGCM|AESGCM|OAEP|Fernet|aes-256",
        r"\bECB\b|\bDES\b|RC4|\bCBC\b|PKCS1v15|PKCS1Padding|Blowfish",
    ),
    _row(
        "compare",
        208,
        r"compare_digest|constant_time\w*|hash_equals|timingSafeEqual|secure_compare|ConstantTimeCompare"
        r"|MessageDigest\.isEqual"
        r"|safe_equals|timing_?safe\w*|[cC]onstant_?[tT]ime\w*|password_verify|subtle\.",
        r"[!=]==?(?!\s*[01]\b)|\.equals\(|bytes\.Equal|strcmp\(|Arrays\.equals|\.eql\?|reflect\.DeepEqual",
    ),
    _row(
        "shell",
        78,
        r"execFile|spawn|subprocess\.\w+\(\s*\[|shell\s*=\s*False|ProcessBuilder|execve|shlex|escapeshell|proc_open"
        r"|Process\("
        r"|exec\.Command(?:Context)?\((?![^)\n]{0,200}-c\b)|system\([^)\n]{0,200},|Open3|shellescape|shell:\s*false",
        r"shell\s*=\s*True|os\.(?:system|popen)|(?<!\w)(?:shell_exec|passthru|popen)\("
        r"|[\"'](?:/bin/)?(?:ba)?sh[\"'],\s*[\"']-l?c[\"']"
        r"|(?<!\w)execSync\(|child_process\.exec\(|(?<![\w.$>])exec\(|Runtime\.getRuntime\(\)\.exec|shell:\s*true"
        r"|%x|system\(\s*\"(?![\w./-]+\",)",
    ),
    _row("jsx-html", 79, r"(?<!\{)\{[\w.]+\}(?!\})", r"dangerouslySetInnerHTML=", _JS),
    _row(
        "temporary-file",
        377,
        r"mkstemp|NamedTemporaryFile|TemporaryFile|mkdtemp|Files\.createTemp\w+|os\.CreateTemp|MkdirTemp|tmpfile\("
        r"|Tempfile|O_EXCL",
        r"(?<!\w)mktemp\(|File\.createTempFile|tempnam\(|/tmp/|sys_get_temp_dir|os\.TempDir|Dir\.tmpdir|tmpdir\("
        r"|TempDir\(",
    ),
    _row(
        "file-name",
        22,
        r"send_from_directory|safe_join|secure_filename|SecureJoin|os\.OpenRoot|OpenInRoot|FileSystemResource"
        r"|template:|securejoin",
        r"send_file\b|path\.join|filepath\.Join|render file:|new File\(|os\.path\.join|fopen\(|file_get_contents"
        r"|open\(|os\.Open",
        near=True,
    ),
    _row(
        "object-keys",
        1321,
        r"Object\.create\(null\)|new Map\(|hasOwn|hasOwnProperty|Object\.keys",
        r"\{\}|\bin\b|\[\w+\]",
        _JS,
        near=True,
    ),
    _row(
        "dynamic-call",
        470,
        r"public_send|safe_constantize|is_callable|method_exists|respond_to\?|public_method_defined",
        r"\.send[ (]|__send__|constantize|call_user_func|getattr\(|\.invoke\(",
        near=True,
    ),
    _row(
        "transport",
        319,
        r"\bhttps://|wss://|\bTLS\b|ldaps://|ftps|sftp",
        r"\bhttp://|ws://|ldap://|\bftp://|telnet",
        near=True,
    ),
    _row("mode", 732, r"\b0o?[67]00\b", r"\b0o?(?:6[46][46]|7[57][57])\b", near=True),
    _row("strict-comparison", 697, r"[!=]==(?!=)", r"(?<![!=])[!=]=(?!=)", "php javascript typescript", near=True),
    _row(
        "error-detail",
        209,
        r".",
        r"getMessage\(\)|printStackTrace|getTraceAsString|format_exc|traceback\.|err\.Error\(\)|\.backtrace"
        r"|\.stack\b|\bstr\(e(?:x\w*)?\)",
        near=True,
    ),
)
IMPORTS = (
    _row(
        "random",
        330,
        r"crypto/rand|\bsecrets\b|java\.security\.SecureRandom|securerandom",
        r"math/rand|\brandom\b|java\.util\.Random",
    ),
    _row("markup", 79, r"\"html/template\"", r"\"text/template\""),
    _row("xml", 611, r"defusedxml|SecureXML", r"xml\.(?:etree|sax|dom|minidom)|lxml"),
)
"""The same for what a file imports."""
_SURE_SQL = re.compile(
    r"(?is)\b(?:select|insert\s+into|update|delete\s+from|where|order\s+by|replace\s+into|values)\b"
    r"|\b\w+\s+i?like\s+['\"%?$:]"
)
_PLACEHOLDER = re.compile(r"(?<!\?)\?(?![\w?:.])|%\((?:\w+)\)s|%s|(?<![:\w]):[a-zA-Z_]\w*|\$\d+\b|@\w+|\{\d*\}")
_FORMATTED = re.compile(r"%\(\w+\)s|%[sdvq]|\{\w*\}")
_FORMATS = re.compile(r"(?i)(?:sprintf|format)\s*\(?$")
"""What is called to put values into a text."""
_INTERPOLATIONS = frozenset({"interpolation", "template_substitution"})
_STRINGS = frozenset(
    "string template_string interpreted_string_literal raw_string_literal string_literal encapsed_string heredoc "
    "heredoc_body concatenated_string subshell chained_string".split()
)
_ARGUMENTS = frozenset({"argument_list", "arguments"})
_JOINING = frozenset(
    {"binary_operator", "binary_expression", "binary", "augmented_assignment", "augmented_assignment_expression"}
)
_BOUND_CALL = re.compile(
    r"(?i)\b(?:prepare|bind\w*|execute|quote\w*|placeholder\w*|sanitize_sql\w*|params?|setString|setInt|setLong"
    r"|setParameter)\b"
)


def losses(change: Compared) -> Iterable[Loss]:
    """What became dangerous, in order of the definitions; then what the files import."""
    for one in edited(change):
        for row in SWAPS:
            if not row.languages or one.language in row.languages:
                yield from _swapped(one, row)
        yield from _joined(one)
    for sides in change.sides:
        yield from _imported(sides.file)


def _swapped(one: Edited, row: Swap) -> Iterator[Loss]:
    pairs = {after: before for before, after in one.counterparts}
    is_given_up: bool | None = None if not row.is_near else False
    for after in one.after:
        gained = row.unsafe.findall(after.text)
        if not gained:
            continue
        before = pairs.get(after)
        if before is not None and len(gained) <= len(row.unsafe.findall(before.text)):
            continue
        safe = before if before is not None and _loses(row, before, after) else None
        if safe is None and is_given_up is not False:
            is_given_up = _is_given_up(one, row) if is_given_up is None else is_given_up
            near = (each for each in one.before if each.hunk == after.hunk and row.safe.search(each.text))
            safe = next(near, None) if is_given_up else None
        if safe is not None:
            yield _loss(one, row.kind, safe, after, _word(row.safe, safe.text), _word(row.unsafe, after.text))


def _loses(row: Swap, before: Statement, after: Statement) -> bool:
    if row.safe.pattern == ".":
        return True
    return len(row.safe.findall(before.text)) > len(row.safe.findall(after.text))


def _is_given_up(one: Edited, row: Swap) -> bool:
    """Whether the definition has the safe form less often than before, and the dangerous one more often."""
    if len(row.safe.findall(one.head_text)) >= len(row.safe.findall(one.base_text)):
        return False
    return len(row.unsafe.findall(one.head_text)) > len(row.unsafe.findall(one.base_text))


def _word(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found is not None else ""


# Queries that are put together of texts.


def _joined(one: Edited) -> Iterator[Loss]:
    """Queries that the head puts together where the base left places for values."""
    pairs = {after: before for before, after in one.counterparts}
    bound = sum(map(_placeholders, one.before)) - sum(map(_placeholders, one.after))
    calls = sum(len(_BOUND_CALL.findall(each.text)) for each in one.before)
    calls -= sum(len(_BOUND_CALL.findall(each.text)) for each in one.after)
    if bound <= 0 and calls <= 0:
        return
    for after in one.after:
        before = pairs.get(after)
        joins = _joins(after)
        if not joins or joins <= (_joins(before) if before is not None else 0):
            continue
        if before is None or not _SURE_SQL.search(before.text):
            before = next((each for each in one.before if _placeholders(each)), None) or next(
                (each for each in one.before if _BOUND_CALL.search(each.text)), None
            )
        if before is not None:
            yield _loss(one, "placeholder", before, after, "", "")


def _placeholders(statement: Statement) -> int:
    """Places for values in the texts of queries; those of a text that is formatted (``"…%s" % name``) are none."""
    return sum(
        len(_PLACEHOLDER.findall(_FORMATTED.sub("", text) if put_in else text)) for text, put_in in _queries(statement)
    )


def _joins(statement: Statement) -> int:
    """How many values are put into the texts of queries."""
    return sum(count for _, count in _queries(statement))


def _queries(statement: Statement) -> Iterator[tuple[str, int]]:
    """The texts in a statement that read like a query, each with the number of values that are put into it."""
    if not _SURE_SQL.search(statement.text):
        return
    for node in grammar.walk(statement.node):
        if node.type not in _STRINGS or (node.parent is not None and node.parent.type in _STRINGS):
            continue
        text = text_of(node)
        if _SURE_SQL.search(text):
            inside = sum(1 for each in grammar.walk(node) if _is_put_in(each, node))
            yield text, inside + _is_concatenated(node)


def _is_put_in(node: Node, text: Node) -> bool:
    if node.type in _INTERPOLATIONS:
        return True
    is_of_php = text.type in ("encapsed_string", "heredoc", "heredoc_body")
    return is_of_php and node.type == "variable_name" and node.parent is not None and node.id != text.id


def _is_concatenated(node: Node) -> int:
    parent = node.parent
    if parent is None:
        return 0
    around = parent if parent.type in _ARGUMENTS else parent.parent if parent.type == "argument" else None
    if around is not None and around.prev_sibling is not None and _FORMATS.search(text_of(around.prev_sibling)[-40:]):
        return 1
    if parent.type == "attribute" and text_of(parent).endswith(".format"):
        return 1
    if parent.type not in _JOINING:
        return 0
    others = [child for child in parent.named_children if child.id != node.id]
    return int(any(child.type not in _STRINGS and not text_of(child).isupper() for child in others))


# Imports.


def _imported(file: ChangedFile) -> Iterator[Loss]:
    if file.base_text is None or file.head_text is None or not file.hunks:
        return
    old, new = split_lines(file.base_text), split_lines(file.head_text)
    removed = [
        (line, old[line - 1]) for line in sorted(file.removed_lines) if line <= len(old) and _imports(old[line - 1])
    ]
    added = [(line, new[line - 1]) for line in sorted(file.added_lines) if line <= len(new) and _imports(new[line - 1])]
    for row in IMPORTS:
        safe = next(((line, text) for line, text in removed if row.safe.search(text)), None)
        unsafe = next(
            ((line, text) for line, text in added if row.unsafe.search(text) and not row.safe.search(text)), None
        )
        if safe is None or unsafe is None or any(row.safe.search(text) for _, text in added):
            continue
        one = Protection(Way.CLEANS, safe[1].strip(), safe[0], safe[0], name=_word(row.safe, safe[1]))
        other = Protection(Way.CLEANS, unsafe[1].strip(), unsafe[0], unsafe[0], name=_word(row.unsafe, unsafe[1]))
        yield Loss(How.WEAKER, one, file, "", file, "", Side.HEAD, unsafe[0], other, kind=f"{row.kind}-import")


_IMPORT = re.compile(
    r"^\s*(?:import\b|from\b|use\b|require|\"[\w./-]+\"$|\w+ \"[\w./-]+\"$|(?:const|var|let)\b[^\n]*require\()"
)


def _imports(line: str) -> bool:
    return len(line) < 300 and _IMPORT.match(line) is not None


def _loss(one: Edited, kind: str, before: Statement, after: Statement, safe: str, unsafe: str) -> Loss:
    protection = Protection(Way.CLEANS, before.text[:400], before.line, before.end_line, name=safe)
    became = Protection(Way.CLEANS, after.text[:400], after.line, after.end_line, name=unsafe)
    operation = Operation(after.text[:400], after.line, after.end_line)
    return Loss(
        How.WEAKER,
        protection,
        one.base,
        one.scope,
        one.head,
        one.head_scope,
        Side.HEAD,
        after.line,
        became,
        (operation,),
        kind=kind,
    )
