"""Rust's formatting macros as calls: the engine reads a macro's arguments as loose words, and a call's as expressions.

``format!("a {name}", b.get())`` becomes ``format ("a ",name,"", b.get())`` of the same length, so that what the engine
finds stands at the same place of the real text. Rules are written for the call: ``format($TEXT, ..., $PART, ...)``.
``vec![…]`` becomes an array, and ``async move { … }`` a block, whose statements the engine does not follow otherwise
(measured with 1.182).
"""

from __future__ import annotations

import re

from tree_sitter import Node, Tree

from workers.reading import syntax

LANGUAGE = "rust"
_LOGGING = frozenset("trace debug info warn error log".split())
"""Macros of ``log`` and ``tracing``. The arguments of the latter are not always expressions."""
_FORMATTING = _LOGGING.union(
    "format format_args print println eprint eprintln write writeln panic concat todo anyhow bail ensure eyre".split()
)
"""Also those of the standard library, ``anyhow`` and ``eyre``."""
_CALL = re.compile(rb"\b([a-z_]{1,20})(!\s?)$")
_NAMED = re.compile(rb"(?<!\{)\{([a-z_]\w{0,60})(:[^{}\"\\]{0,20})?\}")
_FIELD_MARK = re.compile(rb"(?<=[=(,])(\s{0,80})[%?](?=\w)")
_ASYNC = re.compile(rb"async(\s+move)?")


def as_calls(text: str) -> str:
    """The text with its formatting macros as calls; equal where it has none, or where that would read worse."""
    tree = syntax.parse(LANGUAGE, text)
    if tree is None:
        return text
    for names in (_FORMATTING, _FORMATTING - _LOGGING):
        made = _rewritten(text, tree, names)
        again = syntax.parse(LANGUAGE, made)
        if again is not None and (tree.root_node.has_error or not again.root_node.has_error):
            return made
    return text


def _rewritten(text: str, tree: Tree, names: frozenset[str]) -> str:
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for node in _nodes(tree):
        if node.type == "token_tree":
            _rewrite_macro(data, node, names)
        elif node.type == "async_block" and (word := _ASYNC.match(data, node.start_byte)):
            data[word.start() : word.end()] = _blank(word[0])
    return data.decode("utf-8", "surrogatepass")


def _nodes(tree: Tree) -> list[Node]:
    """Every node, those outside first."""
    found = [tree.root_node]
    for node in found:
        found += node.children
    return found


def _rewrite_macro(data: bytearray, tokens: Node, names: frozenset[str]) -> None:
    start = tokens.start_byte
    call = _CALL.search(data[max(0, start - 24) : start])
    if call is None:
        return
    name, bang = call[1].decode(), start - len(call[2])
    if name == "vec" and data[start : start + 1] == b"[":
        data[bang - 3 : start] = b" " * (start - bang + 3)
    elif name in names and data[start : start + 1] == b"(":
        data[bang : bang + 1] = b" "
        _rewrite_arguments(data, tokens)


def _rewrite_arguments(data: bytearray, tokens: Node) -> None:
    """The names within the first text become arguments, and ``tracing``'s marks of fields go."""
    data[tokens.start_byte : tokens.end_byte] = _FIELD_MARK.sub(
        rb"\1 ", bytes(data[tokens.start_byte : tokens.end_byte])
    )
    literal = next((each for each in tokens.children if each.type == "string_literal"), None)
    if literal is not None:
        data[literal.start_byte : literal.end_byte] = _split(bytes(data[literal.start_byte : literal.end_byte]))


def _split(literal: bytes) -> bytes:
    """``"a {b} c"`` as ``"a",b,"c"``: a letter on each side of a name gives its place to a quotation mark."""
    names = list(_NAMED.finditer(literal))
    if not names:
        return literal
    ends = [name.end() for name in names]
    starts = [name.start() for name in names[1:]] + [len(literal) - 1]
    made = _between(literal[1 : names[0].start()], is_first=True)
    has_argument = b'"' in made
    for name, end, start in zip(names, ends, starts, strict=True):
        text = _between(literal[end:start], is_last=start == len(literal) - 1)
        is_argument = b'"' in text
        blanks = b" " * (len(name[0]) - len(name[1]) - 2)
        made += (b"," if has_argument else b" ") + name[1] + blanks + (b"," if is_argument else b" ") + text
        has_argument = True
    return made


def _between(text: bytes, *, is_first: bool = False, is_last: bool = False) -> bytes:
    """What stands between two names as a text of its own, with the quotation mark that it has at the literal's ends;
    blanks where there is no place for marks."""
    if is_first:
        opening, text = (b'"', text) if text else (b" ", text)
    else:
        cut = 2 if text.startswith(b"\\") else 1
        if len(text) < cut + (not is_last):
            return b" " * (len(text) + is_last)
        opening, text = b" " * (cut - 1) + b'"', text[cut:]
    if is_last:
        return opening + text + b'"'
    if not text:
        return opening
    escaped = re.search(rb"(?<!\\)(?:\\\\)*\\.$", text, re.DOTALL)
    return opening + (text[:-2] + b'" ' if escaped else text[:-1] + b'"')


def _blank(text: bytes) -> bytes:
    return re.sub(rb"[^\r\n]", b" ", text)
