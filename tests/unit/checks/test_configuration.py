"""Configuration: settings that were safe and are not."""

from __future__ import annotations

import pytest

from bot.model import ChangedFile, Confidence, Finding, Side
from bot.review import newness
from tests.builders import changed_file, snapshot
from workers.checks.configuration import Configuration
from workers.checks.configuration.reading import kinds_of
from workers.cli import check_samples
from workers.engine.samples import Sample, all_samples


def new(*files: ChangedFile) -> list[Finding]:
    result = Configuration().run(snapshot(*files))
    return list(newness.new_findings(result.head, result.base, {file.path: file for file in files}))


def told(path: str, base: str | None, head: str | None) -> list[tuple[str, int]]:
    return [(f.rule.removeprefix("configuration."), f.span.start_line) for f in new(changed_file(path, base, head))]


SAMPLES = [item for item in all_samples() if item.rule.startswith("configuration.") and item.base is None]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.name)
def test_what_stood_in_the_base_is_old_wherever_it_moved(sample: Sample) -> None:
    file = check_samples.file_of(sample)
    head = file.head_text or ""
    name = sample.rule.removeprefix("configuration.")
    assert [rule for rule, _ in told(file.path, None, head) if rule == name]
    assert told(file.path, head, head + "\n") == []
    assert told(file.path, head, "\n" + head) == []


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("k8s/pod.yaml", "securityContext:\n  privileged: false\n"),
        ("k8s/pod.yaml", "# privileged: true\n"),
        ("k8s/pod.yaml", "volumes:\n- name: x\n  hostPath:\n    path: /data\n"),
        ("k8s/ingress.yaml", "rules:\n- http:\n    paths:\n    - path: /\n"),
        ("docker-compose.yml", "services:\n  a:\n    cap_drop:\n      - ALL\n"),
        ("Dockerfile", "FROM a:1\nADD --checksum=sha256:1 http://x.example/a /a\nUSER app\n"),
        ("deploy.sh", "curl -fsS https://x.example/a\ncurl -k https://localhost/health\n"),
        ("nginx/site.conf", "server {\n  ssl_protocols TLSv1.2 TLSv1.3;\n}\n"),
        ("main.tf", 'resource "x" "y" {\n  egress {\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n'),
        ("main.tf", 'resource "x" "y" {\n  storage_encrypted = true\n}\n'),
        ("iam.json", '{\n  "Action": "*"\n}\n'),
        ("etc/sshd_config", "PermitRootLogin no\n#PermitRootLogin yes\n"),
        ("src/app.py", "privileged: true\n"),
        ("Dockerfile", "RUN apt-get install -y a\nRUN pip install --index-url https://x.example/simple a\n"),
        ("install.sh", "curl -fsS http://localhost:8080/health | sh\ncurl -fsS https://x.example/a.tgz | tar xz\n"),
        ("install.sh", "curl -fsSo a.sh https://x.example/a.sh\nsha256sum -c a.sum\nsh a.sh\n"),
        ("ci/build.sh", 'git checkout "$CI_COMMIT_REF_NAME"\neval "$(ssh-agent -s)"\n'),
        ("Makefile", "install:\n\tchmod 755 a\n\tchmod 1777 /tmp\n\tchmod u+w b\n\tchmod -R g+w c\n"),
        ("deploy.sh", 'echo "$DEPLOY_TOKEN"\necho "$DEPLOY_TOKEN" | docker login --password-stdin\n'),
        ("deploy.sh", 'echo "token is in $TOKEN_FILE"\necho "password=$PASSWORD" > /etc/app.conf\n'),
        ("clean.sh", 'rm -rf "${BUILD:?}"/*\nrm -rf "$BUILD/out"\nrm -f $BUILD/*\n'),
        (
            "Dockerfile",
            "ENV DB_PASSWORD_FILE=/run/secrets/db\nENV API_TOKEN=$TOKEN\nARG VERSION\nENV TOKEN_TTL=3600000\n",
        ),
        ("k8s/rbac.yaml", "metadata:\n  name: cluster-admin\n"),
        ("k8s/pod.yaml", "env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      key: value\n"),
        ("k8s/pod.yaml", "env:\n- name: DB_PASSWORD\n  value: $(OTHER)\n- name: MODE\n  value: production\n"),
        ("k8s/pod.yaml", "seccompProfile:\n  type: RuntimeDefault\n"),
        ("main.tf", 'metadata_options {\n  http_tokens = "required"\n}\n'),
        ("main.tf", 'resource "aws_api_gateway_method" "a" {\n  authorization_type = "NONE"\n}\n'),
        ("package.json", '{"a": "*"}\n'),
    ],
)
def test_it_says_nothing(path: str, head: str) -> None:
    assert told(path, "x\n", head) == []


def test_what_nobody_deploys_goes_to_the_summary() -> None:
    head = "services:\n  a:\n    privileged: true\n"
    assert [f.confidence for f in new(changed_file("docker-compose.yml", None, head))] == [Confidence.HIGH]
    assert [f.confidence for f in new(changed_file("docker-compose.dev.yml", None, head))] == [Confidence.LOW]


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ("FROM a:1\nUSER app\nRUN x\n", "FROM a:1\nRUN x\n", [("docker-user-removed", 2)]),
        ("FROM a:1\nUSER app\n", "FROM a:1\nUSER app2\n", []),
        ("FROM a:1\nRUN x\n", "FROM a:1\nRUN y\n", []),
        ("FROM a:1\nUSER app\n", "FROM a:1\nUSER root\nRUN x\nUSER app\n", [("docker-user-root", 2)]),
    ],
)
def test_the_user_of_an_image(base: str, head: str, expected: list[tuple[str, int]]) -> None:
    assert told("Dockerfile", base, head) == expected


def test_a_security_header_that_is_gone() -> None:
    base = "server {\n  add_header X-Frame-Options DENY;\n  listen 1;\n}\n"
    (finding,) = new(changed_file("nginx/site.conf", base, base.replace("  add_header X-Frame-Options DENY;\n", "")))
    assert (finding.rule, finding.span.side) == ("configuration.security-header-removed", Side.BASE)
    assert told("nginx/site.conf", base, base.replace("DENY", "SAMEORIGIN")) == []


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ("*.pyc\n.env\n", "*.pyc\n", [("no-longer-ignored", 2)]),
        ("*.pyc\n.env\n", ".env\n*.pyc\n", []),
        ("*.pyc\n.env\n", "*.pyc\n**/.env\n", []),
        ("*.pyc\nbuild/\n", "*.pyc\n", []),
    ],
)
def test_what_is_no_longer_ignored(base: str, head: str, expected: list[tuple[str, int]]) -> None:
    assert told(".gitignore", base, head) == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('{"packages": {"node_modules/kind-of": {"version": "1", "services_kind": "?"}}}\n', set[str]()),
        ('{"packages": {"a": {"Effect" : "Allow"}}}\n', {"cloud-policy"}),
        ('{"packages": {"a": {"Effect2": "Allow", "myEffect": "Allow"}}}\n', set()),
        ('{"packages": {"a": {"\\u0045ffect": "Allow"}}}\n', {"cloud-policy"}),
        ('{"packages": {"a": {"url": "https://a.example/?a=b"}}}\n', set()),
        ('? "a"\n: {}\n', {"cloud-policy"}),
    ],
)
def test_a_lock_file_has_settings_where_a_key_of_one_stands(text: str, kinds: set[str]) -> None:
    assert kinds_of(changed_file("package-lock.json", None, text)) & kinds == kinds
    assert bool(kinds_of(changed_file("package-lock.json", None, text))) == bool(kinds)


def test_an_environment_file() -> None:
    assert told(".env", None, "A=1\n") == [("environment-file", 1)]
    assert told(".env.example", None, "A=1\n") == []
    assert told(".env", "A=1\n", "A=2\n") == []
