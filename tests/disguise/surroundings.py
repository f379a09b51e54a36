"""Disguises by names, attributes and what lies beside the flaw's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from tests.disguise import texts
from tests.disguise.planted import Planted
from tests.disguise.table import Disguise
from tests.fakes.repository import EXECUTABLE, SUBMODULE, SYMLINK

_FOLDERS = (
    "vendor",
    "node_modules",
    "dist",
    "build",
    "docs",
    "examples",
    "scripts",
    "generated",
    "migrations",
    ".hidden",
)
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
_SHEBANGS = {"python": "#!/usr/bin/env python3", "javascript": "#!/usr/bin/env node"}


def _anywhere(planted: Planted) -> bool:
    return not planted.flaw.rooted


def _named(planted: Planted) -> bool:
    """Whether the file is what it is by its suffix, so that its stem may be anything."""
    return not planted.flaw.rooted and planted.flaw.check != "dependencies" and bool(PurePosixPath(planted.path).suffix)


def _renamed(planted: Planted, change: Callable[[str], str]) -> Planted:
    return replace(planted, path=change(planted.path), old_path=change(planted.old_path))


def _names() -> Iterator[Disguise]:
    for folder in _FOLDERS:
        yield Disguise(
            f"in {folder}/", "folder", _anywhere, lambda p, folder=folder: _renamed(p, lambda path: f"{folder}/{path}")
        )
    deep = "/".join("abcdefghij" * 6)
    yield Disguise("60 folders deep", "folder", _anywhere, lambda p: _renamed(p, lambda path: f"{deep}/{path}"))
    for format_, names in _NAMES.items():
        for name in names:
            yield Disguise(
                f"named {name}",
                "name",
                lambda p, format_=format_: p.format == format_ and p.path == p.flaw.path,
                lambda p, name=name: replace(p, path=name, old_path=name),
            )

    for title, stem in _ODD_NAMES:

        def odd(planted: Planted, stem: str = stem) -> Planted:
            def change(path: str) -> str:
                parent, _, name = path.rpartition("/")
                return f"{parent}/{stem}{PurePosixPath(name).suffix}".lstrip("/")

            return _renamed(planted, change)

        yield Disguise(title, "name", _named, odd)

    def program(planted: Planted) -> Planted:
        path, shebang = "bin/tool", _SHEBANGS[planted.format]
        base = None if planted.base is None else f"{shebang}\n{planted.base}"
        head = f"{shebang}\n{planted.head}"
        return replace(planted, path=path, old_path=path, base=base, head=head, modes={path: EXECUTABLE})

    runs = lambda p: p.format in _SHEBANGS and p.path == p.flaw.path and p.flaw.check != "licensing"  # noqa: E731
    yield Disguise("a program without a suffix", "name", runs, program)

    def moved(planted: Planted) -> Planted:
        return replace(planted, old_path=f"former/place/{planted.old_path}")

    yield Disguise("moved by the same change", "move", lambda p: _anywhere(p) and p.base is not None, moved)


def _attributes() -> Iterator[Disguise]:
    for words in _ATTRIBUTES:
        line = {".gitattributes": f"* {words}\n".encode()}
        yield Disguise(f"`{words}` in the change", "attributes", lambda p: True, lambda p, line=line: _beside(p, line))
        yield Disguise(
            f"`{words}` in the base",
            "attributes",
            lambda p: True,
            lambda p, line=line: replace(p, before={**p.before, **line}),
        )
        yield Disguise(
            f"`{words}` in info/attributes",
            "attributes",
            lambda p: True,
            lambda p, words=words: replace(p, attributes=f"* {words}\n"),
        )


def _beside(planted: Planted, files: dict[str, bytes]) -> Planted:
    return replace(planted, beside={**planted.beside, **files})


def _around() -> Iterator[Disguise]:
    for name, text in _IGNORING:
        yield Disguise(
            f"beside {name}",
            "ignoring",
            lambda p: True,
            lambda p, name=name, text=text: _beside(p, {f"/{name}": text.encode()}),
        )
    minified = ("var a=function(b){return b+1};" * 2_000).encode()
    files = {"beside/app.min.js": minified, "beside/app.min.css": b"a{color:red}" * 4_000}
    yield Disguise("beside minified files", "beside", lambda p: True, lambda p: _beside(p, files))
    empty = {f"beside/empty{n}.py": b"" for n in range(20)}
    yield Disguise("beside empty files", "beside", lambda p: True, lambda p: _beside(p, empty))
    binary = {"beside/logo.png": bytes(range(256)) * 8}
    yield Disguise("beside a binary", "beside", lambda p: True, lambda p: _beside(p, binary))
    broken = {
        f"beside/broken.{end}": b"(]}{[)\xff\n" * 30 for end in ("py", "js", "ts", "go", "java", "tf", "yml", "json")
    }
    yield Disguise("beside what does not parse", "beside", lambda p: True, lambda p: _beside(p, broken))
    for kind, mode, target in (("link", SYMLINK, b"../README.md"), ("submodule", SUBMODULE, b"c" * 40)):

        def linked(planted: Planted, mode: str = mode, target: bytes = target) -> Planted:
            return replace(_beside(planted, {"beside/other": target}), modes={**planted.modes, "beside/other": mode})

        yield Disguise(f"beside a {kind}", "beside", lambda p: True, linked)

    def executable(planted: Planted) -> Planted:
        return replace(planted, modes={**planted.modes, planted.path: EXECUTABLE})

    yield Disguise("made executable", "mode", lambda p: not p.modes, executable)

    def attic(planted: Planted) -> Planted:
        assert planted.base is not None
        path = PurePosixPath(planted.path)
        return _beside(planted, {f"attic/{path.stem}_old{path.suffix}": planted.write_base(planted.base)})

    yield Disguise(
        "the old text is kept in another file", "attic", lambda p: p.base is not None and not p.flaw.rooted, attic
    )
    commits = ("Change",) * 120
    yield Disguise("after 120 other commits", "messages", lambda p: True, lambda p: replace(p, messages=commits))
    yield Disguise("beside three excluded losses", "policy", lambda p: p.flaw.check == "guards", _excluded)


def _excluded(planted: Planted) -> Planted:
    """Three more losses of the kind in a folder that the policy leaves out."""
    flaw = planted.flaw
    assert flaw.base is not None
    suffix = PurePosixPath(flaw.path).suffix
    # Words of their own, so that they are no copies of each other.
    names = [("Server", "Box"), ("server", "crate"), ("not allowed", "stop")]
    base, head = {}, {}
    for n, (old, new) in enumerate(names):
        path = f"/legacy/old{n}{suffix}"
        base[path] = flaw.base.replace(old, new).encode()
        head[path] = flaw.head.replace(old, new).encode()
    policy = {"/.patchwarden.yml": b'exclude: ["legacy/"]\n'}
    return replace(
        planted, before={**planted.before, **policy}, gone={**planted.gone, **base}, beside={**planted.beside, **head}
    )


SURROUNDINGS = (*_names(), *_attributes(), *_around())
del texts
