"""One setting is one finding, however its document is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import ChangedFile
from bot.review import newness
from tests.builders import changed_file, snapshot
from workers.checks.configuration import Configuration

K8S, COMPOSE = "k8s/pod.yaml", "compose.yaml"
DOCUMENTS: Mapping[str, tuple[str, Any]] = {
    "container-privileged": (COMPOSE, {"services": {"web": {"image": "app", "privileged": True}}}),
    "host-namespace": (COMPOSE, {"services": {"web": {"network_mode": "host"}}}),
    "docker-socket": (COMPOSE, {"services": {"web": {"volumes": ["/var/run/docker.sock:/var/run/docker.sock"]}}}),
    "host-root-mounted": (COMPOSE, {"services": {"web": {"volumes": ["/:/host:ro"]}}}),
    "capabilities": (COMPOSE, {"services": {"web": {"cap_add": ["SYS_ADMIN"]}}}),
    "container-unconfined": (COMPOSE, {"services": {"web": {"security_opt": ["apparmor=unconfined"]}}}),
    "privilege-escalation": (K8S, {"spec": {"securityContext": {"runAsNonRoot": False}}}),
    "rbac-anonymous": (K8S, {"subjects": [{"kind": "User", "name": "system:anonymous"}]}),
    "rbac-wildcard": (K8S, {"rules": [{"verbs": ["*"]}]}),
    "cluster-admin": (K8S, {"roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}}),
    "cluster-open": (K8S, {"spec": {"command": ["kube-apiserver", "--anonymous-auth=true"]}}),
    "secret-in-environment": (K8S, {"env": [{"name": "DB_PASSWORD", "value": "hunter2prod"}]}),
    "iam-everything": ("stack.yaml", {"Statement": [{"Effect": "Allow", "Action": "*"}]}),
    "iam-everybody": ("stack.yaml", {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}}]}),
    "tls-verification-off": (K8S, {"env": {"NODE_TLS_REJECT_UNAUTHORIZED": "0"}}),
    "spring-exposed": (
        "src/application.yml",
        {"management": {"endpoints": {"web": {"exposure": {"include": "*"}}}}},
    ),
    "database-open": ("mongod.yml", {"security": {"authorization": "disabled"}}),
    "openstack-open": ("etc/policy.yaml", {"os_compute_api:servers:delete": "@"}),
}
"""By rule: a path, and a document with the one unsafe setting."""


def block(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, width=10_000)


def _quoted(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, default_style='"', width=10_000).replace("!!bool ", "")


def _anchored(value: Any) -> str:
    (key, inner), *rest = value.items()
    assert not rest
    return f"x-base: &base\n{_indented(block(inner))}{json.dumps(key)}: *base\n"


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


STYLES: Mapping[str, Callable[[Any], str]] = {
    "block": block,
    "flow": lambda value: yaml.safe_dump(value, sort_keys=False, default_flow_style=True, width=10_000),
    "wrapped flow": lambda value: yaml.safe_dump(value, sort_keys=False, default_flow_style=True, width=20),
    "JSON": json.dumps,
    "indented JSON": lambda value: json.dumps(value, indent=2),
    "quoted keys": _quoted,
    "CRLF": lambda value: block(value).replace("\n", "\r\n"),
    "blanks behind": lambda value: "".join(f"{line}{' ' * 1_000}\t\n" for line in block(value).splitlines()),
    "a comment behind": lambda value: "".join(f"{line} # why\n" for line in block(value).splitlines()),
    "upper-case booleans": lambda value: block(value).replace(": true", ": True").replace(": false", ": FALSE"),
    "YAML 1.1 booleans": lambda value: block(value).replace(": true", ": on").replace(": false", ": no"),
    "a byte order mark": lambda value: "\ufeff" + block(value),
    "a second document": lambda value: f"---\na: b\n---\n{block(value)}",
    "behind a broken document": lambda value: f"a: [b\n---\n{block(value)}",
    "a template around": lambda value: f"{{{{- if .Values.on }}}}\n{block(value)}{{{{- end }}}}\n",
    "a template inside": lambda value: 'x: {{ .Values.x | default "a: b" }}\n' + block(value),
}


def new(*files: ChangedFile) -> list[tuple[str, int]]:
    result = Configuration().run(snapshot(*files))
    found = newness.new_findings(result.head, result.base, {file.path: file for file in files})
    return [(f.rule.removeprefix("configuration."), f.span.start_line) for f in found]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("rule", DOCUMENTS)
def test_every_style_tells_the_same(rule: str, style: str) -> None:
    path, document = DOCUMENTS[rule]
    text = STYLES[style](document)
    told = new(changed_file(path, None, text))
    assert [name for name, _ in told] == [rule]
    lines = text.split("\n")
    assert any(word.lower() in lines[told[0][1] - 1].lower() for word in _words(document)), lines[told[0][1] - 1]
    assert new(changed_file(path.upper(), None, text)) == told


def _words(document: Any) -> set[str]:
    """What stands on the line of the unsafe setting in any style."""
    unsafe = {"privileged", "network_mode", "docker.sock", "/:/host", "SYS_ADMIN", "unconfined", "runAsNonRoot"}
    unsafe |= {"system:anonymous", "*", "cluster-admin", "anonymous-auth", "hunter2prod", "REJECT", "disabled", "@"}
    return {word for word in unsafe if word in json.dumps(document)}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("rule", DOCUMENTS)
def test_another_style_of_an_old_setting_is_old(rule: str, style: str) -> None:
    path, document = DOCUMENTS[rule]
    assert new(changed_file(path, block(document), STYLES[style](document))) == []
    assert new(changed_file(path, STYLES["flow"](document), block(document))) == []


@pytest.mark.parametrize("rule", sorted(DOCUMENTS.keys() - {"openstack-open"}))
def test_what_an_anchor_holds_is_told_once_at_the_anchor(rule: str) -> None:
    path, document = DOCUMENTS[rule]
    told = new(changed_file(path, None, _anchored(document)))
    assert [name for name, _ in told] == [rule]


def test_an_alias_that_brings_an_old_setting_to_a_new_place_is_new() -> None:
    base = "x-base: &base\n  privileged: true\nservices:\n  a:\n    <<: *base\n"
    assert new(changed_file(COMPOSE, base, base + "  b:\n    <<: *base\n")) == [("container-privileged", 7)]
    assert new(changed_file(COMPOSE, base, base.replace("  a:", "  z:"))) == []


def test_a_second_copy_on_the_same_line_is_new() -> None:
    base = "services: {a: {privileged: true}}\n"
    head = "services: {a: {privileged: true}, b: {privileged: true}}\n"
    assert new(changed_file(COMPOSE, base, head)) == [("container-privileged", 1)]


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (COMPOSE, "services:\n  a:\n    volumes:\n      - type: bind\n        source: /\n        target: /x\n", [5]),
        (COMPOSE, "services:\n  a:\n    privileged: false\n    # privileged: true\n", []),
        (COMPOSE, "services: {a: {cap_drop: [ALL]}}\n", []),
        (COMPOSE, "services: {a: {labels: {note: 'privileged: true'}}}\n", []),
        ("k8s/map.yaml", "data:\n  pod.yaml: |\n    spec:\n      privileged: true\n", [4]),
        ("k8s/pod.json", '{"apiVersion": "v1", "kind": "Pod",\n "spec": {"hostNetwork": true}}\n', [2]),
        ("manifests/pod.txt2", "apiVersion: v1\nkind: Pod\nspec: {hostPID: yes}\n", [3]),
        ("charts/a/pod.yaml.tpl", "spec:\n  {{- with .x }}\n  hostIPC: {{ .y }}\n  hostPID: true\n  {{- end }}\n", [4]),
        ("k8s/pod.yaml", "a: \x0b b\nspec: {hostPID: true}\n", [2]),
        ("k8s/pod.yaml", "spec: {a: 'b\u2028c'}\nx: {hostPID: true}\n", [2]),
    ],
)
def test_what_else_is_read(path: str, text: str, told: list[int]) -> None:
    assert [line for _, line in new(changed_file(path, None, text))] == told


DEEP = "[" * 200_000
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
MERGES = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n  k{n}: v\n" for n in range(1, 400)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (DEEP, "is nested more than 100 levels deep at line 1"),
        (BOMB, "its aliases repeat more than"),
        (MERGES, "has merge keys that bring more than"),
        ("a: [b\ncap_add: [SYS_ADMIN]\n", "does not parse as YAML at line 2, and line 2"),
        ("a: b\n" * 3 + "a: *none\nvolumes: {a: b}\n", "does not parse as YAML at line 4, and line 5"),
    ],
    ids=["deep", "aliases", "merge keys", "broken", "no such anchor"],
)
def test_what_is_made_to_cost_or_cannot_be_read_is_a_gap(text: str, reason: str) -> None:
    result = Configuration().run(snapshot(changed_file(COMPOSE, None, text)))
    (entry,) = result.run.entries
    assert reason in str(entry)


def test_a_broken_document_is_read_by_lines_and_is_no_gap_where_lines_show_everything() -> None:
    file = changed_file(COMPOSE, None, "a: b: c\nservices:\n  web:\n    privileged: true\n")
    assert new(file) == [("container-privileged", 4)]
    assert "does not parse" not in str(Configuration().run(snapshot(file)).run.entries)


_keys = st.sampled_from(["web", "x-y", "on", "a b", "1", "é", "#", "null", "services"])
_leaves = st.sampled_from(["app", "1", "no", "", "a: b", "- x", "{{ x }}", "é", "# n", 3, None, False, 1.5])
_shapes = st.recursive(
    _leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3), max_leaves=8
)


@settings(max_examples=150, deadline=None)
@given(
    rule=st.sampled_from(sorted(DOCUMENTS)),
    beside=st.dictionaries(_keys, _shapes, max_size=3),
    style=st.sampled_from([None, True, False]),
    scalars=st.sampled_from([None, '"', "'"]),
    width=st.sampled_from([10, 40, 200]),
    indent=st.sampled_from([2, 4, 8]),
)
def test_any_serialisation_of_any_document_tells_it(
    rule: str, beside: dict[str, Any], style: bool | None, scalars: str | None, width: int, indent: int
) -> None:
    path, document = DOCUMENTS[rule]
    whole = {**{f"x-{key}": value for key, value in beside.items()}, **document}
    text = yaml.dump(
        whole, default_flow_style=style, default_style=scalars, width=width, indent=indent, allow_unicode=True
    )
    assert [name for name, _ in new(changed_file(path, None, text))] == [rule]


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("nginx/a.conf", "server { listen 443 ssl; ssl_protocols TLSv1 TLSv1.2; }\n", [("tls-version", 1)]),
        ("nginx/a.conf", "server {\n  ssl_protocols\n    TLSv1\n    TLSv1.2;\n}\n", [("tls-version", 2)]),
        ("nginx/a.conf", f'server {{ set $x "{"x" * 3_000}"; autoindex on; }}\n', [("directory-listing", 1)]),
        (
            "apache2/a.conf",
            "<Directory /x>\nOptions +FollowSymLinks \\\n  Indexes\n</Directory>\n",
            [("directory-listing", 2)],
        ),
        ("main.tf", 'resource "x" "y" { ingress { cidr_blocks = ["0.0.0.0/0"] } }\n', [("open-to-the-world", 1)]),
        (
            "main.tf",
            'ingress {\ncidr_blocks = [\n  "10.0.0.0/8", # ours\n  "0.0.0.0/0",\n]\n}\n',
            [("open-to-the-world", 2)],
        ),
        ("main.tf", 'egress {\ncidr_blocks = ["0.0.0.0/0"]\n}\n', []),
        ("main.tf", '/* acl = "public-read" */\nx = "acl = \\"public-read\\""\n', []),
        (
            "main.tf",
            'policy = jsonencode({ Statement = [{ Action = "*", Effect = "Allow" }] })\n',
            [("iam-everything", 1)],
        ),
        ("etc/SSHD_CONFIG", 'PermitRootLogin="yes"\n', [("ssh-login", 1)]),
        ("a/application.properties", "management.endpoints.web.\\\n  exposure.include=*\n", [("spring-exposed", 2)]),
        ("deploy.sh", "curl -fsS \\\n  -k https://x.example/a\n", [("tls-verification-off", 1)]),
        ("deploy.sh", f"echo {'x' * 5_000}; chmod 777 /srv; chmod 777 /etc\n", [("world-writable", 1)] * 2),
    ],
)
def test_statements_however_they_stand(path: str, text: str, told: list[tuple[str, int]]) -> None:
    assert new(changed_file(path, None, text)) == told
