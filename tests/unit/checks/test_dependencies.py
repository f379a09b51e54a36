"""Dependencies: where code newly comes from and what no longer fixes it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import review
from bot.model import ChangedFile, Confidence, Finding, Severity
from bot.policy import Policy
from bot.render import terminal, wording
from tests.builders import MemoryTree, change, changed_file, snapshot
from workers.checks.dependencies import Dependencies
from workers.checks.dependencies.manifests import reader_of
from workers.checks.dependencies.names import one_edit_apart

COMMIT = "a" * 40
DIGEST = "sha256:" + "b" * 64


def found(*files: ChangedFile, tree: MemoryTree | None = None) -> list[Finding]:
    return list(Dependencies().run(snapshot(*files, tree=tree)).head)


def told(*files: ChangedFile) -> list[tuple[str, int, Confidence]]:
    return [(f.rule.removeprefix("dependencies."), f.span.start_line, f.confidence) for f in found(*files)]


def package(**sections: object) -> str:
    return json.dumps({"name": "app", **sections}, indent=2) + "\n"


def npm_lock(**packages: tuple[str, str, bool]) -> str:
    entries = {
        f"node_modules/{name}": {"version": version, "resolved": resolved}
        | ({"integrity": "sha512-x"} if hashed else {})
        for name, (version, resolved, hashed) in packages.items()
    }
    return json.dumps({"packages": {"": {}} | entries}, indent=2) + "\n"


REGISTRY, ELSEWHERE = "https://registry.example.org/a.tgz", "https://cdn.example.com/a.tgz"
HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW

TOLD: dict[str, tuple[str, str | None, str, list[tuple[str, int, Confidence]]]] = {
    "a second index": (
        "requirements.txt",
        "flask==3.0\n",
        "--extra-index-url https://pkgs.example.com/simple\nflask==3.0\n",
        [("new-index", 1, HIGH)],
    ),
    "a trusted host": ("requirements/dev.txt", "a==1\n", "a==1\n--trusted-host x.example\n", [("new-index", 2, HIGH)]),
    "an npm registry": (".npmrc", "", "registry=https://npm.example.com/\n", [("new-index", 1, HIGH)]),
    "npm without TLS": (".npmrc", "", "strict-ssl=false\n", [("new-index", 1, HIGH)]),
    "a Maven repository": (
        "pom.xml",
        "<project></project>\n",
        "<project>\n<repository><id>x</id>\n<url>http://repo.example.com</url></repository></project>\n",
        [("new-index", 3, HIGH)],
    ),
    "an index of uv": (
        "pyproject.toml",
        "[project]\nname = 'a'\n",
        "[project]\nname = 'a'\n[[tool.uv.index]]\nurl = 'https://x.example/simple'\n",
        [("new-index", 4, HIGH)],
    ),
    "a git source": (
        "requirements.txt",
        "",
        "tool @ git+https://example.org/x/tool\n",
        [("direct-source", 1, MEDIUM)],
    ),
    "a git source at a commit": (
        "pyproject.toml",
        "[project]\ndependencies = []\n",
        f"[project]\ndependencies = ['tool @ git+https://example.org/x/tool@{COMMIT}']\n",
        [("direct-source", 2, LOW)],
    ),
    "a tarball for npm": (
        "package.json",
        package(dependencies={"left": "^1.0.0"}),
        package(dependencies={"left": "https://example.com/left.tgz"}),
        [("direct-source", 4, MEDIUM)],
    ),
    "a GitHub source for npm": (
        "package.json",
        package(dependencies={}),
        package(dependencies={"left": "someone/left"}),
        [("direct-source", 4, MEDIUM)],
    ),
    "a replaced Go module": (
        "go.mod",
        "module a\n\nrequire example.org/x/y v1.2.0\n",
        "module a\n\nrequire example.org/x/y v1.2.0\nreplace example.org/x/y => example.com/z/y v1.2.1\n",
        [("direct-source", 4, LOW)],
    ),
    "a Cargo git source": (
        "Cargo.toml",
        "[dependencies]\nserde = '1'\n",
        "[dependencies]\nserde = { git = 'https://example.com/serde' }\n",
        [("direct-source", 2, MEDIUM)],
    ),
    "a hash that is gone": (
        "requirements.txt",
        f"a==1.0 --hash={DIGEST}\nb==1.0 --hash={DIGEST}\n",
        f"a==1.1\nb==1.0 --hash={DIGEST}\n",
        [("hash-removed", 1, HIGH)],
    ),
    "a digest that is gone": (
        "Dockerfile",
        f"FROM python:3.12@{DIGEST}\n",
        "FROM python:3.12\n",
        [("hash-removed", 1, HIGH)],
    ),
    "an integrity that is gone": (
        "package-lock.json",
        npm_lock(a=("1.0.0", REGISTRY, True)),
        npm_lock(a=("1.0.0", REGISTRY, False)),
        [("hash-removed", 6, HIGH)],
    ),
    "another content under the same version": (
        "requirements.txt",
        f"a==1.0 --hash={DIGEST}\n",
        f"a==1.0 --hash=sha256:{'c' * 64}\n",
        [("hash-changed", 1, MEDIUM)],
    ),
    "another content of a module": (
        "go.sum",
        "example.org/x v1.0.0 h1:aaaa=\nexample.org/x v1.0.0/go.mod h1:bbbb=\n",
        "example.org/x v1.0.0 h1:cccc=\nexample.org/x v1.0.0/go.mod h1:bbbb=\n",
        [("hash-changed", 1, MEDIUM)],
    ),
    "an entry of yarn that has another version than its key": (
        "yarn.lock",
        'a@1.0.0:\n  version "1.0.0"\n  integrity sha512-x\n',
        'a@1.0.0:\n  version "1.0.9"\n  integrity sha512-y\n',
        [("lock-mismatch", 2, MEDIUM)],
    ),
    "a pin that is gone": ("requirements.txt", "flask==3.0\n", "flask>=3.0\n", [("pin-loosened", 1, LOW)]),
    "the latest image": ("Dockerfile", "FROM python:3.12\n", "FROM python\n", [("pin-loosened", 1, LOW)]),
    "a script at installation": (
        "package.json",
        package(scripts={"test": "jest"}),
        package(scripts={"test": "jest", "postinstall": "node setup.js"}),
        [("install-script", 5, MEDIUM)],
    ),
    "another command at installation": (
        "package.json",
        package(scripts={"postinstall": "yarn build"}),
        package(scripts={"postinstall": "pnpm build"}),
        [("install-script", 4, LOW)],
    ),
    "a lock file that points elsewhere": (
        "package-lock.json",
        npm_lock(a=("1.0.0", REGISTRY, True)),
        npm_lock(a=("1.0.0", REGISTRY, True), b=("1.0.0", ELSEWHERE, True)),
        [("lock-source", 9, MEDIUM)],
    ),
    "a lock file of yarn that points elsewhere": (
        "yarn.lock",
        f'a@^1:\n  version "1.0.0"\n  resolved "{REGISTRY}"\n  integrity sha512-x\n',
        f'a@^1:\n  version "1.0.0"\n  resolved "{ELSEWHERE}"\n  integrity sha512-x\n',
        [("lock-source", 3, MEDIUM)],
    ),
    "a look-alike of a well-known name": (
        "requirements.txt",
        "flask\n",
        "flask\nreqeusts\n",
        [("look-alike", 2, MEDIUM)],
    ),
    "a look-alike of a name in the file": (
        "package.json",
        package(dependencies={"@acme/widgets": "1.0.0"}),
        package(dependencies={"@acme/widgets": "1.0.0", "@acme/widgetz": "1.0.0"}),
        [("look-alike", 5, MEDIUM)],
    ),
    "an older version": ("requirements.txt", "flask==3.0.2\n", "flask==2.9\n", [("downgrade", 1, LOW)]),
    "an older version in a lock file": (
        "uv.lock",
        "[[package]]\nname = 'flask'\nversion = '3.1'\n",
        "[[package]]\nname = 'flask'\nversion = '3.0'\n",
        [("downgrade", 3, LOW)],
    ),
}


@pytest.mark.parametrize(("path", "base", "head", "expected"), TOLD.values(), ids=TOLD)
def test_it_tells(path: str, base: str | None, head: str, expected: list[tuple[str, int, Confidence]]) -> None:
    assert told(changed_file(path, base, head)) == expected


@pytest.mark.parametrize(
    ("path", "base", "head"),
    [
        ("requirements.txt", "flask==3.0\n", "flask==3.1\nclick>=8  # a comment\n"),
        ("requirements.txt", "flask==3.0\n", "flask==3.0\n-r other.txt\n-c constraints.txt\n"),
        ("requirements.txt", "Foo_Bar==1\n", "foo-bar==1\n"),
        ("requirements.txt", "numpy\n", "numpy\nnumpy2\n"),
        ("package.json", package(dependencies={"react": "^1"}), package(dependencies={"react": "^2", "preact": "^1"})),
        ("package.json", package(), package(dependencies={"a": "workspace:*", "b": "npm:c@1", "d": "file:../d"})),
        ("package.json", package(), package(scripts={"test": "jest", "build": "tsc"})),
        (
            "package.json",
            package(resolutions={"a@1.0.0": "patch:a@npm%3A1.0.0#./.yarn/patches/a.patch"}),
            package(
                resolutions={"a@1.0.1": "patch:a@npm%3A1.0.1#./.yarn/patches/a.patch", "@b/c": "patch:@b/c@npm:2#x"}
            ),
        ),
        ("package-lock.json", npm_lock(a=("1.0.0", REGISTRY, True)), npm_lock(a=("1.0.1", REGISTRY, True))),
        ("go.mod", "module a\n", "module a\nreplace example.org/x/y => ../y\n"),
        ("go.mod", "module a\n", "module a\nrequire (\n\texample.org/x/y v1.2.0 // indirect\n)\n"),
        ("requirements.txt", "x @ git+https://example.org/x@v1\n", "x @ git+https://example.org/x@v2\n"),
        ("Dockerfile", "FROM a:1 AS build\n", "FROM a:2 AS build\nFROM build\nFROM scratch\nFROM $BASE\n"),
        ("requirements.txt", f"a==1 --hash={DIGEST}\n", f"a==1 --hash={DIGEST} --hash=sha256:{'c' * 64}\n"),
        ("requirements.txt", f"a==1 --hash={DIGEST}\n", f"a==2 --hash=sha256:{'c' * 64}\n"),
        (
            "package-lock.json",
            '{"packages": {"node_modules/a": {"version": "1", "integrity": "sha1-a"}}}',
            '{"packages": {"node_modules/a": {"version": "1", "integrity": "sha512-b"}}}',
        ),
        ("Dockerfile", f"FROM a:1@{DIGEST}\n", f"FROM a:1@sha256:{'c' * 64}\n"),
        ("yarn.lock", "", 'b@^1.0.0, b@^1.2.0:\n  version "1.3.0"\n"c@npm:2.0.0":\n  version: 2.0.0\n'),
        ("Gemfile", None, "source 'https://gems.example.org'\ngem 'rack', '3.0'\n"),
        ("uv.lock", None, "[[package]]\nname = 'me'\nversion = '0'\nsource = { editable = '.' }\n"),
        ("notes.txt", "a\n", "--extra-index-url x\n"),
    ],
)
def test_it_says_nothing(path: str, base: str | None, head: str) -> None:
    assert told(changed_file(path, base, head)) == []


@pytest.mark.parametrize(
    ("head", "title", "names"),
    [
        ("{}==0.9\n", "7 packages go back to older versions", "`a` (1.0 → 0.9), `b` (1.0 → 0.9)"),
        ("{}>=1.0\n", "7 packages are no longer pinned", "`a` (1.0 → >=1.0), `b` (1.0 → >=1.0)"),
    ],
)
def test_a_whole_list_is_told_at_once(head: str, title: str, names: str) -> None:
    base = "".join(f"{name}==1.0\n" for name in "abcdefg")
    file = changed_file("requirements.txt", base, "".join(head.format(name) for name in "abcdefg"))
    (item,) = review.assemble(change(), [file], [Dependencies().run(snapshot(file))], Policy()).observations
    line = wording.remark(item, terminal.TEXT)
    assert (item.is_defect, line.partition(": `a`")[0]) == (False, f"requirements.txt:1: {title}")
    assert names in line
    assert "`e` (1.0 → " in line


def test_one_of_a_list_is_told_by_its_name() -> None:
    (one,) = found(changed_file("requirements.txt", "a==2\nb==2\nc==2\n", "a==1\nb==2\nc==2\n"))
    assert one.title == "`a` goes back from 2 to 1"


@pytest.mark.parametrize(
    ("manifest", "before", "after", "beside", "expected"),
    [
        ("package.json", package(dependencies={"a": "1.0.0"}), package(dependencies={"a": "^1.0.0"}), "", [LOW]),
        ("package.json", package(dependencies={"a": "1.0.0"}), package(dependencies={"a": "^1.0.0"}), "yarn.lock", []),
        ("ui/Gemfile", "gem 'a', '1.0'\n", "gem 'a', '>= 1.0'\n", "Gemfile.lock", []),
        ("requirements.in", "a==1\n", "a>=1\n", "requirements.txt", []),
        ("requirements.txt", "a==1\n", "a>=1\n", "requirements.in", [LOW]),
    ],
)
def test_a_lock_file_is_a_pin(manifest: str, before: str, after: str, beside: str, expected: list[Confidence]) -> None:
    file = changed_file(manifest, before, after)
    tree = MemoryTree(head={manifest: after, beside: ""})
    pins = [f for f in found(file, tree=tree) if f.rule == "dependencies.pin-loosened"]
    assert [finding.confidence for finding in pins] == expected


def test_a_patched_package_from_elsewhere_is_told() -> None:
    head = package(resolutions={"a": "patch:a@https%3A%2F%2Fcdn.example.com%2Fa.tgz#./a.patch", "b": "1.0.0"})
    assert told(changed_file("package.json", package(), head)) == [("direct-source", 4, MEDIUM)]
    remote = package(resolutions={"a": "patch:a@npm%3A1.0.0#https://cdn.example.com/a.patch"})
    assert told(changed_file("package.json", package(), remote)) == [("direct-source", 4, MEDIUM)]


LOCK = npm_lock(a=("1.0.0", REGISTRY, True))
PINNED = package(dependencies={"a": "1.0.0"})


def mismatches(*files: ChangedFile, tree: MemoryTree | None = None) -> list[tuple[str, str, Confidence]]:
    return [
        (f.span.path, f.message.partition(": ")[0], f.confidence)
        for f in found(*files, tree=tree)
        if f.rule == "dependencies.lock-mismatch"
    ]


def test_a_lock_that_was_left_as_it_was() -> None:
    manifest = changed_file("package.json", PINNED, package(dependencies={"a": "1.1.0", "b": "^2.0.0", "c": "file:c"}))
    tree = MemoryTree(head={"package.json": manifest.head_text or "", "package-lock.json": LOCK})
    assert mismatches(manifest, tree=tree) == [
        ("package.json", "`a` is asked for as `1.1.0`, and the lock file has 1.0.0", LOW),
        ("package.json", "`b` is asked for as `^2.0.0`, and the lock file does not know it", LOW),
    ]


def test_a_lock_that_has_another_version_than_the_manifest_pins() -> None:
    lock = changed_file("package-lock.json", LOCK, npm_lock(a=("1.0.9", REGISTRY, True)))
    tree = MemoryTree(head={"package.json": PINNED, "package-lock.json": lock.head_text or ""})
    expected = [("package-lock.json", "`a` is asked for as `1.0.0`, and the lock file has 1.0.9", MEDIUM)]
    assert mismatches(lock, tree=tree) == expected
    manifest = changed_file("package.json", PINNED, package(dependencies={"a": "1.0.1"}))
    expected = [("package.json", "`a` is asked for as `1.0.1`, and the lock file has 1.0.9", MEDIUM)]
    assert mismatches(manifest, lock) == expected


@pytest.mark.parametrize(
    ("manifest", "lock"),
    [
        (changed_file("package.json", PINNED, PINNED + "\n"), changed_file("package-lock.json", LOCK, LOCK)),
        (
            changed_file("package.json", PINNED, package(dependencies={"a": "1.0.1"})),
            changed_file("package-lock.json", LOCK, npm_lock(a=("1.0.1", REGISTRY, True))),
        ),
        (  # A package of the workspace itself, or a lock that is new.
            changed_file("ui/package.json", "{}", package(dependencies={"mine": "1.0.0"})),
            changed_file("package-lock.json", LOCK, LOCK + " "),
        ),
        (changed_file("package.json", PINNED, PINNED + " "), changed_file("package-lock.json", None, LOCK)),
        (changed_file("package.json", "{}", "{}\n"), changed_file("package-lock.json", "{", "{\n")),
    ],
)
def test_a_lock_that_fits(manifest: ChangedFile, lock: ChangedFile) -> None:
    assert mismatches(manifest, lock) == []


def test_what_a_package_is_built_with_is_in_no_lock() -> None:
    manifest = changed_file("pyproject.toml", "[project]\nname = 'x'\n", "[build-system]\nrequires = ['flit_core<4']\n")
    tree = MemoryTree(head={"pyproject.toml": manifest.head_text or "", "uv.lock": "[[package]]\nname = 'x'\n"})
    assert mismatches(manifest, tree=tree) == []


def test_a_lock_that_differed_before_is_not_news() -> None:
    manifest = changed_file("Cargo.toml", '[dependencies]\na = "=1.0.0"\n', '[dependencies]\na = "=1.0.0"\nb = "1"\n')
    lock = "[[package]]\nname = 'a'\nversion = '2.0.0'\nsource = 'registry'\n"
    tree = MemoryTree(head={"Cargo.toml": manifest.head_text or "", "Cargo.lock": lock})
    assert [text for _, text, _ in mismatches(manifest, tree=tree)] == [
        "`b` is asked for as `1`, and the lock file does not know it"
    ]


def test_a_lock_that_is_gone() -> None:
    gone = changed_file("web/yarn.lock", 'a@^1:\n  version "1.0.0"\n', None)
    manifest = {"web/package.json": PINNED}
    (finding,) = found(gone, tree=MemoryTree(head=manifest))
    assert (finding.rule, finding.confidence) == ("dependencies.lock-removed", LOW)
    other = changed_file("web/package-lock.json", None, LOCK)
    assert found(gone, other, tree=MemoryTree(head={**manifest, "web/package-lock.json": LOCK})) == []


def test_credentials_of_an_index_are_not_shown() -> None:
    head = "--index-url https://user:" + "hunter22" + "@pkgs.example.com/simple\n"
    (finding,) = found(changed_file("requirements.txt", "", head))
    assert "hunter22" not in repr(finding)


def test_a_source_without_encryption_is_worse() -> None:
    (finding,) = found(changed_file("requirements.txt", "", f"x @ http://example.com/x.zip#sha256={'a' * 64}\n"))
    assert (finding.severity, finding.confidence) == (Severity.HIGH, Confidence.MEDIUM)


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("pyproject.toml", "[project\n", "does not parse as TOML"),
        ("package.json", "{", "does not parse as JSON"),
        ("composer.json", "[]", "is no JSON object"),
    ],
)
def test_what_cannot_be_read_is_a_gap(path: str, text: str, reason: str) -> None:
    run = Dependencies().run(snapshot(changed_file(path, None, text))).run
    assert [(gap.path, gap.reason) for gap in run.gaps] == [(path, reason)]
    assert run.files == frozenset()


@given(st.text("abcde-1", min_size=1, max_size=8), st.text("abcde-1", min_size=1, max_size=8))
def test_one_edit_is_the_same_both_ways(one: str, other: str) -> None:
    assert one_edit_apart(one, other) == one_edit_apart(other, one)
    assert not one_edit_apart(one, one)


@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    for path in ("requirements.txt", "pyproject.toml", "package.json", "yarn.lock", "go.mod", "pom.xml", "Gemfile"):
        assert reader_of(path) is not None
        found(changed_file(path, "", text))


def _gaps_of(path: str, text: str) -> str:
    return str(Dependencies().run(snapshot(changed_file(path, None, text))).run.entries)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pnpm-lock.yaml", "packages:\n\n  /left-pad/1.3.0:\n    resolution: {integrity: sha512-x}\n"),
        ("yarn.lock", "left-pad 1.3.0\n  resolved https://x.example/left-pad.tgz\n"),
        ("package-lock.json", "[]"),
        ("Cargo.lock", "[[package"),
    ],
)
def test_a_form_that_is_not_known_is_a_gap(path: str, text: str) -> None:
    said = _gaps_of(path, text)
    assert "not known" in said or "no JSON object" in said or "does not parse" in said


def test_the_first_form_of_a_lock_of_npm_is_read() -> None:
    text = (
        '{"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0", "resolved": "https://r.example/a.tgz",'
        ' "dependencies": {"b": {"version": "2.0.0", "integrity": "sha512-x"}}}}}'
    )
    read = reader_of("package-lock.json")
    assert read is not None
    assert {(entry.name, entry.version) for entry in read(text).entries} == {("a", "1.0.0"), ("b", "2.0.0")}


def test_a_long_element_of_a_pom_is_read() -> None:
    part = "<groupId>g</groupId><artifactId>a</artifactId><version>1.0</version>"
    text = f"<project><dependency>{part}<!-- {'x' * 9_000} --></dependency><plugin></project>"
    read = reader_of("POM.xml")
    assert read is not None
    assert [(entry.name, entry.version) for entry in read(text).entries] == [("g:a", "1.0")]
