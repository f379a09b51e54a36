"""Everything that reads JSON, YAML or TOML: input that is made to break it or to cost is refused, at once."""

from __future__ import annotations

import ast
import base64
import re
import time
import tomllib
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import bounded_yaml, records
from bot.credentials import issued
from bot.decoding import Misread, decode_json
from bot.hosts.base import BadPayload, Delivery
from bot.policy import PolicyError, parse
from bot.reports import sarif
from workers.checks.dependencies.manifests import reader_of
from workers.checks.dependencies.manifests.model import Unreadable, toml
from workers.cli import decision_files
from workers.engine import own_rules
from workers.reading import dockerfiles, notebooks, yaml_nodes

ROOT = Path(__file__).parents[2]
READERS = {
    *("json.load", "json.loads", "json.JSONDecoder", "msgspec.json.decode", "msgspec.json.Decoder"),
    *("msgspec.yaml.decode", "msgspec.toml.decode", "tomllib.load", "tomllib.loads", "ast.literal_eval"),
    *("yaml.load", "yaml.load_all", "yaml.safe_load", "yaml.safe_load_all", "yaml.parse", "yaml.compose", "yaml.scan"),
    *("yaml.SafeLoader", "yaml.CSafeLoader", "plistlib.loads", "pickle.loads", "marshal.loads"),
}
"""Calls that read a document. Of XML there is none: see :data:`FORBIDDEN`."""
FORBIDDEN = {"xml", "lxml", "pickle", "marshal", "shelve", "plistlib"}

Reader = Callable[[str], object]
_N = 20_000


def _record(text: str) -> str:
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=")


def _manifest(path: str) -> Reader:
    reader = reader_of(path)
    assert reader, path
    return reader


JSON: Mapping[str, tuple[str, Reader, tuple[type[Exception], ...]]] = {
    "decoded": ("bot/decoding.py", lambda text: decode_json(dict[str, object], text), (Misread,)),
    "delivery": ("bot/hosts/base.py", lambda text: Delivery({}, text.encode()).read(dict[str, object]), (BadPayload,)),
    "token": (
        "bot/credentials/issued.py",
        lambda text: issued.is_signed_token(base64.urlsafe_b64encode(text.encode()).decode() + ".x.y"),
        (),
    ),
    "summary": ("bot/records.py", lambda text: records.read_summary(_record(text)), ()),
    "answer": ("bot/records.py", lambda text: records.read_answer(_record(text)), ()),
    "notebook": ("workers/reading/notebooks.py", notebooks.sources, (notebooks.NoNotebook,)),
    "words": ("workers/reading/dockerfiles.py", dockerfiles._json_words, ()),
    "npm": ("workers/checks/dependencies/manifests/model.py", _manifest("package.json"), (Unreadable,)),
    "npm lock": ("workers/checks/dependencies/manifests/model.py", _manifest("package-lock.json"), (Unreadable,)),
    "composer": ("workers/checks/dependencies/manifests/model.py", _manifest("composer.json"), (Unreadable,)),
    "report": (
        "bot/decoding.py",
        lambda text: sarif.read(text.encode("utf-8", "surrogatepass")),
        (sarif.BadReport,),
    ),
    "decisions": ("workers/cli/decision_files.py", lambda text: list(decision_files._json_rows(text)), ()),
}
TOML: Mapping[str, tuple[str, Reader, tuple[type[Exception], ...]]] = {
    name: ("workers/checks/dependencies/manifests/model.py", _manifest(name), (Unreadable,))
    for name in ("pyproject.toml", "Cargo.lock", "Pipfile")
}
YAML: Mapping[str, tuple[str, Reader, tuple[type[Exception], ...]]] = {
    "policy": ("bot/bounded_yaml.py", parse, (PolicyError,)),
    "plain": ("bot/bounded_yaml.py", lambda text: bounded_yaml.load(text, own_rules.BOUNDS), (bounded_yaml.Refused,)),
    "own rules": ("workers/engine/own_rules.py", lambda text: own_rules.read({"a.yml": text}), ()),
    "nodes": ("workers/reading/yaml_nodes.py", yaml_nodes.load, ()),
}
OURS: Mapping[str, str] = {
    "bot/hosts/ci.py": "a table of ours",
    "bot/parking.py": "written by a worker",
    "bot/settings_reader.py": "the operator's",
    "bot/shown_heads.py": "written by a worker",
    "bot/store/lookup.py": "written by a worker",
    "bot/turnstile.py": "written by the receiver or a worker",
    "workers/announcing.py": "written by a worker",
    "workers/checks/dependencies/advisories.py": "the operator's",
    "workers/checks/templates/languages.py": "a table of ours",
    "workers/embedded.py": "the answer of our web server",
    "workers/engine/invoke.py": "what the engine prints, bounded by its row of limits",
    "workers/mutation/languages/python_texts.py": "one literal that a parser has found",
    "workers/mutation/texts.py": "one literal that a parser has found",
    "workers/reading/rule_files.py": "our rules",
    "workers/setup/storing.py": "the operator's",
    "workers/taint/expressions.py": "one number that a parser has found",
}
"""Files that read no document of strangers', and what they read."""

HOSTILE_JSON = {
    "open arrays": "[" * _N,
    "deep arrays": "[" * _N + "]" * _N,
    "open objects": '{"a":' * _N,
    "deep objects": '{"a":' * _N + "1" + "}" * _N,
    "deep below": '{"dependencies":' + "[" * _N + "]" * _N + "}",
    "deep but readable": '{"dependencies":' + '{"a":' * 300 + "1" + "}" * 300 + "}",
    "digits": "9" * 100_000,
    "digits below": '{"version":' + "9" * 100_000 + "}",
    "digits that can be read": '{"dependencies":{"a":' + "9" * 4_000 + "}}",
    "exponent": '{"a":1e999999}',
    "no number": "-" * _N,
    "half a character": '{"dependencies":{"a":"\\ud800"}}',
    "names of numbers": '{"dependencies":NaN,"b":-Infinity}',
    "wide": "[" + "1," * _N + "1]",
    "names": "{" + ",".join(f'"a{number}":1' for number in range(_N)) + "}",
    "escapes": '{"a":"' + "\\u0041" * _N + '"}',
    "cells": '{"cells":' + "[" * 300 + '"a",' * _N + "1" + "]" * 300 + "}",
    "nothing": "",
}
HOSTILE_TOML = {
    "open arrays": "a=" + "[" * _N,
    "open tables": "a=" + "{a=" * _N,
    "deep but readable": "a=" + "[" * 100 + "]" * 100,
    "dotted": ".".join("a" * _N) + "=1",
    "dotted with spaces": " . ".join("a" * _N) + "=1",
    "dotted and quoted": ".".join(["a", '"b"', "'c'"] * (_N // 3)) + "=1",
    "dotted table": "[" + ".".join("a" * _N) + "]",
    "dotted tables": "[[" + ".".join("a" * _N) + "]]",
    "dotted below": "a={" + ".".join("a" * _N) + "=1}",
    "dotted behind quotes": 'x = """a"""" # \\\n' + ".".join("a" * _N) + "=1",
    "dotted behind more quotes": "x = '''a''''' # '\n" + ".".join("a" * _N) + "=1",
    "digits": "a=" + "9" * 100_000,
    "hexadecimal": "[dependencies]\na=0x" + "9" * 100_000,
    "no date": "a=9999-99-99",
    "open text": 'a="""' + '\\"""' * _N + "\\",
    "open quotes": 'a="' + '\\"' * _N + "\\",
    "nothing": "",
}
HOSTILE_YAML = {
    "open lists": "[" * _N,
    "deep lists": "[" * _N + "]" * _N,
    "open mappings": "{a: " * _N,
    "dashes": "- " * _N,
    "questions": "? " * _N,
    "indents": "\n".join(" " * number + "a:" for number in range(300)),
    "laughs": "a0: &a0 [x]\n" + "\n".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]" for n in range(40)),
    "merges": "a: &a {x: 1}\nb:\n  <<: [" + ", ".join(["*a"] * 3_000) + "]",
    "of itself": "a: &a [*a]",
    "digits": "a: " + "9" * 60_000,
    "base sixty": "a: " + "1:" * 10_000 + "1",
    "hexadecimal": "a: 0x" + "9" * 60_000,
    "no date": "a: 2001-99-99",
    "object": "!!python/object/apply:os.system [x]",
    "no bytes": "- !!binary '='",
    "no set": "- !!set [a]\n- !!omap [a]\n- !!pairs [a]",
    "keys": "{[a]: 1, {b: c}: 2}",
    "documents": "---\n" * 3_000,
    "broken documents": "--- [\n" * 3_000,
    "directives": "%YAML 1.1\n" * 1_000,
    "nothing": "",
    **{
        f"no {tag} of {value}": f"rules:\n  - !!{tag} {value}\n  - {{!!{tag} {value}: x}}\n"
        for tag in ("int", "float", "bool", "null", "timestamp", "binary", "str", "seq", "map", "merge", "set")
        for value in ("x", "''", "'='", "[x]", "{x: 1}", "2001-99-99 99:99:99")
    },
}


def _calls() -> Iterator[tuple[str, str]]:
    last = {reader.rpartition(".")[2] for reader in READERS}
    modules = re.compile(rf"\b(?:{'|'.join({reader.split('.')[0] for reader in READERS} | FORBIDDEN)})\b")
    for top in ("bot", "workers"):
        for path in sorted((ROOT / top).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if not modules.search(text):
                continue
            place = path.relative_to(ROOT).as_posix()
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Attribute) and node.attr in last:
                    yield place, ast.unparse(node)
                elif isinstance(node, ast.Import):
                    yield from ((place, f"import {alias.name}") for alias in node.names)
                elif isinstance(node, ast.ImportFrom):
                    yield place, f"import {node.module}"
                    yield from ((place, f"{node.module}.{alias.name}") for alias in node.names)


def test_everything_that_reads_a_document_is_tried_here() -> None:
    """A new reader of strangers' texts is a line of a table above."""
    tried = {place for table in (JSON, TOML, YAML) for place, _, _ in table.values()}
    calls = set(_calls())
    assert {place for place, name in calls if name in READERS} == tried | OURS.keys()
    forbidden = {f"import {name}" for name in FORBIDDEN}
    assert not {call for call in calls if call[1].split(".")[0] in forbidden}
    assert not tried & OURS.keys()


def _cases() -> Iterator[object]:
    for readers, inputs in ((JSON, HOSTILE_JSON), (TOML, HOSTILE_TOML), (YAML, HOSTILE_YAML)):
        for name in readers:
            yield pytest.param(readers[name], inputs, id=name)


@pytest.mark.parametrize(("reader", "inputs"), list(_cases()))
def test_what_is_made_to_break_a_reader_is_refused_at_once(
    reader: tuple[str, Reader, tuple[type[Exception], ...]], inputs: Mapping[str, str]
) -> None:
    _, read, refusals = reader
    slow = {}
    for name, text in inputs.items():
        start = time.process_time()
        try:
            read(text)
        except refusals:
            pass
        except Exception as error:
            raise AssertionError(f"{name}: {type(error).__name__}") from error
        seconds = time.process_time() - start
        if seconds > 1:
            slow[name] = seconds
    assert not slow


@given(st.text("abc.\"'\\#=[]{},\n 1", max_size=60))
def test_a_toml_that_python_reads_is_read(text: str) -> None:
    """A long dotted key is refused, and nothing else that is TOML."""
    try:
        document = tomllib.loads(text)
    except ValueError:
        with pytest.raises(Unreadable):
            toml(text)
        return
    assert toml(text) == document
    deep = ".".join("z" * 100) + " = 1\n"
    with pytest.raises(Unreadable, match="a key of more than"):
        toml(f"{text}\n[zz]\n{deep}")
