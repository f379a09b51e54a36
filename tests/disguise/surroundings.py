"""Disguises by names, attributes and what lies beside the flaw's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from tests.disguise.planted import Planted
from tests.disguise.table import Change, Disguise, Test, always, header
from tests.fakes.repository import EXECUTABLE, SUBMODULE, SYMLINK

_FEW = 4
"""Flaws that the fixed set tries with what has nothing to do with the single flaw."""
_FOLDERS = (
    "vendor",
    "node_modules",
    "dist",
    "build",
    "docs",
    "examples",
    "scripts",
    "generated",
    "tests",
    "migrations",
    ".hidden",
)
_NOTHING_RUNS = frozenset({"docs", "examples", "tests"})
_NAMES = {
    "docker": (
        "build/prod.Dockerfile",
        "build/Dockerfile.prod",
        "build/api.dockerfile",
        "build/Containerfile",
        "build/dockerfile",
        "build/DOCKERFILE",
        "build/Dockerfile-prod.j2",
    ),
    "compose": ("deploy/docker-compose.prod.yml", "deploy/COMPOSE.YML", "deploy/prod.compose.yaml"),
    "kubernetes": ("deploy/pod.yml", "deploy/POD.YAML", "charts/web/templates/pod.yaml"),
    "nginx": (
        "nginx/site.conf.template",
        "nginx/SITE.CONF",
        "sites-enabled/default",
        "etc/site.nginx",
        "deploy/nginx.conf.j2",
    ),
    "sshd": ("files/sshd_config.j2", "files/sshd_config.d/99-root.conf", "files/SSHD_CONFIG"),
    "requirements": ("requirements-dev.txt", "requirements/prod.txt", "constraints.txt", "requirements.in"),
    "env": ("deploy/.env", "deploy/.env.production", "deploy/PROD.ENV", ".envrc"),
    "javascript": ("src/a.mjs", "src/a.cjs", "src/a.jsx", "src/a.JS"),
    "typescript": ("src/a.mts", "src/a.TS"),
    "python": ("app/a.pyw", "app/A.PY"),
    "terraform": ("infra/NETWORK.TF",),
    "pem": ("deploy/id_ed25519", "deploy/server.PEM", "deploy/key.txt"),
}
_ODD_NAMES = (
    ("a name with blanks", "a b c"),
    ("a name with quotes", 'it\'s "it"'),
    ("a name with a line end", "one\ntwo"),
    ("a name that is no UTF-8", "caf\udce9"),
    ("a name in Cyrillic letters", "арр"),
    ("a name like an option", "--help"),
    ("a name with signs of globs", "[a]*?"),
    ("a name of 200 letters", "a" * 200),
)
_ATTRIBUTES = (
    "-diff",
    "binary",
    "diff=hidden",
    "linguist-generated",
    "linguist-vendored",
    "export-ignore",
    "eol=crlf",
    "-text",
    "working-tree-encoding=UTF-16",
    "filter=lfs diff=lfs merge=lfs -text",
)
_IGNORING = (
    (".semgrepignore", "*\n"),
    (".gitleaksignore", "*\n"),
    (".gitleaks.toml", "[allowlist]\npaths = ['''.*''']\n"),
    (".bandit", "[bandit]\nexclude: /\nskips: B602,B605,B301\n"),
    (".eslintignore", "*\n"),
    (".secrets.baseline", '{"exclude": {"files": ".*"}, "results": {}}\n'),
    (
        ".github/zizmor.yml",
        "rules:\n  template-injection:\n    disable: true\n  dangerous-triggers:\n    disable: true\n",
    ),
    ("zizmor.yml", "rules:\n  template-injection:\n    disable: true\n"),
    (".patchwarden.yml", "exclude: ['**']\ndisable-rules: ['*']\n"),
    (".gitignore", "*\n"),
)
_NEIGHBOURS: Mapping[str, Mapping[str, bytes]] = {
    "minified files": {
        "beside/app.min.js": b"var a=function(b){return b+1};" * 2_000,
        "beside/app.min.css": b"a{color:red}" * 4_000,
    },
    "empty files": {f"beside/empty{n}.py": b"" for n in range(20)},
    "a binary": {"beside/logo.png": bytes(range(256)) * 8},
    "what does not parse": {
        f"beside/broken.{end}": b"(]}{[)\xff\n" * 30 for end in ("py", "js", "ts", "go", "java", "tf", "yml", "json")
    },
}
_SHEBANGS = {"python": "#!/usr/bin/env python3", "javascript": "#!/usr/bin/env node"}


def surroundings() -> Iterator[Disguise]:
    yield from _names()
    yield from _attributes()
    yield from _around()


def _anywhere(planted: Planted) -> bool:
    return not planted.flaw.rooted


def _names() -> Iterator[Disguise]:
    for folder in (*_FOLDERS, "/".join("abcdefghij" * 6)):
        applies = _counts_where_nothing_runs if folder in _NOTHING_RUNS else _anywhere
        yield Disguise(f"in {folder}/", "folder", applies, _renamed(_into(folder)))
    for format_, names in _NAMES.items():
        for name in names:
            yield Disguise(f"named {name}", "name", _as_written(format_), _renamed(_called(name)))
    for title, stem in _ODD_NAMES:
        yield Disguise(title, "name", _is_known_by_its_suffix, _renamed(_with_stem(stem)), most=_FEW)
    yield Disguise(
        "a program without a suffix", "name", lambda p: not header(p) and _as_written(*_SHEBANGS)(p), _as_program
    )
    yield Disguise(
        "moved by the same change",
        "move",
        lambda p: _anywhere(p) and p.base is not None,
        lambda p: replace(p, old_path=f"former/place/{p.old_path}"),
    )


def _counts_where_nothing_runs(planted: Planted) -> bool:
    """Whether it is a flaw in documentation and tests, too.

    There a password may well be an example, and no check of who asks protects anything.
    """
    guessed = planted.flaw.check == "secrets" and "provider's token" not in planted.flaw.name
    return _anywhere(planted) and planted.flaw.check != "guards" and not guessed


def _is_known_by_its_suffix(planted: Planted) -> bool:
    return not planted.flaw.rooted and planted.flaw.check != "dependencies" and bool(PurePosixPath(planted.path).suffix)


def _as_written(*formats: str) -> Test:
    """Whether the file is of this format and has the flaw's own name yet."""
    return lambda planted: planted.format in formats and planted.path == planted.flaw.path


def _renamed(change: Callable[[str], str]) -> Change:
    return lambda planted: replace(planted, path=change(planted.path), old_path=change(planted.old_path))


def _into(folder: str) -> Callable[[str], str]:
    return lambda path: f"{folder}/{path}"


def _called(name: str) -> Callable[[str], str]:
    return lambda _: name


def _with_stem(stem: str) -> Callable[[str], str]:
    return lambda path: f"{path.rpartition('/')[0]}/{stem}{PurePosixPath(path).suffix}".lstrip("/")


def _as_program(planted: Planted) -> Planted:
    path, shebang = "bin/tool", _SHEBANGS[planted.format]
    base = None if planted.base is None else f"{shebang}\n{planted.base}"
    head = f"{shebang}\n{planted.head}"
    return replace(planted, path=path, old_path=path, base=base, head=head, modes={path: EXECUTABLE})


def _attributes() -> Iterator[Disguise]:
    for words in _ATTRIBUTES:
        line = {".gitattributes": f"* {words}\n".encode()}
        most = 3 * _FEW if words in ("-diff", "binary") else _FEW
        yield Disguise(f"`{words}` in the change", "attributes", always, _beside(line), most=most)
        yield Disguise(f"`{words}` in the base", "attributes", always, _before(line), most=_FEW)
        yield Disguise(f"`{words}` in info/attributes", "attributes", always, _own_attributes(words), most=_FEW)


def _own_attributes(words: str) -> Change:
    return lambda planted: replace(planted, attributes=f"* {words}\n")


def _beside(files: Mapping[str, bytes], modes: Mapping[str, str] | None = None) -> Change:
    return lambda planted: replace(
        planted, beside={**planted.beside, **files}, modes={**planted.modes, **(modes or {})}
    )


def _before(files: Mapping[str, bytes]) -> Change:
    return lambda planted: replace(planted, before={**planted.before, **files})


def _around() -> Iterator[Disguise]:
    for name, text in _IGNORING:
        yield Disguise(f"beside {name}", "ignoring", always, _beside({f"/{name}": text.encode()}), most=_FEW)
    for name, files in _NEIGHBOURS.items():
        yield Disguise(f"beside {name}", "beside", always, _beside(files), most=_FEW)
    link, submodule = {"beside/other": b"../README.md"}, {"beside/other": b"c" * 40}
    yield Disguise("beside a link", "beside", always, _beside(link, {"beside/other": SYMLINK}), most=_FEW)
    yield Disguise("beside a submodule", "beside", always, _beside(submodule, {"beside/other": SUBMODULE}), most=_FEW)
    many = {f"/beside/f{n}.{end}": b"x = 1\n" for n in range(650) for end in ("py", "js", "yml", "txt")}
    yield Disguise("beside 2,600 files", "beside", always, _beside(many), most=0)
    yield Disguise(
        "made executable",
        "mode",
        lambda p: not p.modes,
        lambda p: replace(p, modes={p.path: EXECUTABLE}),
        most=_FEW,
    )
    yield Disguise(
        "the old text is kept in another file", "attic", lambda p: _anywhere(p) and p.base is not None, _in_the_attic
    )
    yield Disguise(
        "after 120 other commits", "messages", always, lambda p: replace(p, messages=("Change",) * 120), most=_FEW
    )
    yield Disguise("beside three excluded losses", "policy", lambda p: p.flaw.check == "guards", _excluded)


def _in_the_attic(planted: Planted) -> Planted:
    """Nothing uses the copy."""
    path = PurePosixPath(planted.path)
    text = planted.write_base(planted.base or "")
    return _beside({f"attic/{path.stem}_old{path.suffix}": text})(planted)


def _excluded(planted: Planted) -> Planted:
    """Three more losses of the kind in a folder that the policy leaves out, with words of their own."""
    flaw = planted.flaw
    suffix = PurePosixPath(flaw.path).suffix
    base, head = {}, {}
    for old, new in (("Server", "Box"), ("server", "crate"), ("not allowed", "stop")):
        path = f"/legacy/{new}{suffix}"
        base[path] = (flaw.base or "").replace(old, new).encode()
        head[path] = flaw.head.replace(old, new).encode()
    policy = {"/.patchwarden.yml": b'exclude: ["legacy/"]\n'}
    return replace(_beside(head)(_before(policy)(planted)), gone={**planted.gone, **base})
