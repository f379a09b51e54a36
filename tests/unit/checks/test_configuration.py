"""Configuration: settings that were safe and are not."""

from __future__ import annotations

import pytest

from bot.model import ChangedFile, Confidence, Finding, Side
from bot.review import newness
from tests.builders import changed_file, snapshot
from workers.checks.configuration import RULES, Configuration
from workers.checks.configuration.settings import every


def new(*files: ChangedFile) -> list[Finding]:
    result = Configuration().run(snapshot(*files))
    return list(newness.new_findings(result.head, result.base, {file.path: file for file in files}))


def told(path: str, base: str | None, head: str | None) -> list[tuple[str, int]]:
    return [(f.rule.removeprefix("configuration."), f.span.start_line) for f in new(changed_file(path, base, head))]


ROWS = {
    "container-privileged": ("k8s/pod.yaml", "securityContext:\n  privileged: true\n", 2),
    "host-namespace": ("charts/app/templates/pod.yaml", "{{- if .x }}\nspec:\n  hostNetwork: true\n", 3),
    "docker-socket": ("compose.yaml", "volumes:\n  - /var/run/docker.sock:/var/run/docker.sock\n", 2),
    "host-root-mounted": ("k8s/pod.yaml", "volumes:\n- name: x\n  hostPath:\n    path: /\n", 4),
    "capabilities": ("docker-compose.yml", "services:\n  a:\n    cap_add:\n      - SYS_ADMIN\n", 4),
    "privilege-escalation": ("k8s/pod.yaml", "securityContext:\n  runAsUser: 0\n", 2),
    "rbac-anonymous": ("k8s/rbac.yaml", "subjects:\n- kind: User\n  name: system:anonymous\n", 3),
    "rbac-wildcard": ("k8s/rbac.yaml", 'rules:\n- verbs: ["*"]\n', 2),
    "docker-user-root": ("Dockerfile", "FROM a:1\nUSER root\n", 2),
    "docker-add-url": ("Dockerfile", "FROM a:1\nADD http://x.example/a.tar /a\n", 2),
    "tls-verification-off": ("deploy.sh", "#!/bin/sh\ncurl -fsSk https://x.example/a\n", 2),
    "tls-version": ("nginx/site.conf", "server {\n  ssl_protocols TLSv1 TLSv1.2;\n}\n", 2),
    "upstream-verification-off": ("nginx/site.conf", "location / {\n  proxy_ssl_verify off;\n}\n", 2),
    "terraform-tls-version": ("main.tf", 'resource "x" "y" {\n  min_tls_version = "TLS1_0"\n}\n', 2),
    "open-to-the-world": ("main.tf", 'resource "x" "y" {\n  ingress {\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n', 3),
    "storage-public": ("main.tf", 'resource "x" "y" {\n  acl = "public-read"\n}\n', 2),
    "encryption-off": ("main.tf", 'resource "x" "y" {\n  storage_encrypted = false\n}\n', 2),
    "iam-everything": ("iam.json", '{\n  "Statement": [\n    {\n      "Action": "*"\n    }\n  ]\n}\n', 4),
    "iam-everybody": ("bucket.json", '{\n  "Statement": {\n    "Principal": "*"\n  }\n}\n', 3),
    "cors-any-origin": ("nginx/site.conf", "server {\n  add_header Access-Control-Allow-Origin *;\n}\n", 2),
    "directory-listing": ("nginx/site.conf", "location / {\n  autoindex on;\n}\n", 2),
    "ssh-login": ("etc/sshd_config", "Port 22\nPermitRootLogin yes\n", 2),
    "sudo-without-password": ("etc/sudoers.d/app", "Defaults x\napp ALL=(ALL) NOPASSWD: ALL\n", 2),
    "database-open": ("redis.conf", "port 1\nprotected-mode no\n", 2),
    "debug-on": (".env.production", "A=1\nAPP_DEBUG=true\n", 2),
    "spring-exposed": ("src/application.properties", "a=1\nmanagement.endpoints.web.exposure.include=*\n", 2),
    "rails-protection-off": ("config/environments/production.rb", "x\n  config.force_ssl = false\n", 2),
    "php-unsafe": ("php.ini", "a=1\ndisplay_errors = On\n", 2),
    "android-unsafe": ("app/AndroidManifest.xml", '<application\n  android:usesCleartextTraffic="true">\n', 2),
    "apple-cleartext": ("ios/Info.plist", "<dict>\n<key>NSAllowsArbitraryLoads</key>\n", 2),
    "dotnet-debug": ("Web.config", '<system.web>\n<compilation debug="true" />\n', 2),
    "packages-unverified": ("Dockerfile", "FROM a:1\nRUN apt-get install -y --allow-unauthenticated a\n", 2),
    "script-in-the-clear": ("install.sh", "#!/bin/sh\ncurl -fsS http://x.example/a | sudo sh\n", 2),
    "remote-script": ("Dockerfile", "FROM a:1\nRUN curl -fsS https://x.example/a | bash -\n", 2),
    "input-evaluated": ("ci/build.sh", '#!/bin/sh\neval "git checkout $CI_COMMIT_REF_NAME"\n', 2),
    "world-writable": ("Makefile", "install:\n\tchmod -R 0777 /srv/app\n", 2),
    "sudo-everything": ("setup.sh", '#!/bin/sh\necho "app ALL=(ALL) NOPASSWD: ALL" >> /etc/sudoers\n', 2),
    "container-run-privileged": ("start.sh", "#!/bin/sh\ndocker run -d --privileged a:1\n", 2),
    "secret-printed": ("deploy.sh", '#!/bin/sh\necho "the token is $DEPLOY_TOKEN"\n', 2),
    "secret-in-process-list": ("deploy.sh", "#!/bin/sh\nsshpass -p $X ssh a.example\n", 2),
    "temporary-name-known": ("dump.sh", "#!/bin/sh\nps > /tmp/dump.$$\n", 2),
    "remove-below-variable": ("clean.sh", '#!/bin/sh\nrm -rf "$BUILD"/*\n', 2),
    "docker-secret": ("Dockerfile", "FROM a:1\nENV A=1 DB_PASSWORD=hunter2prod\n", 2),
    "docker-secret-argument": ("Dockerfile", "FROM a:1\nARG NPM_TOKEN\n", 2),
    "cluster-admin": ("k8s/rbac.yaml", "roleRef:\n  kind: ClusterRole\n  name: cluster-admin\n", 3),
    "container-unconfined": ("compose.yaml", "security_opt:\n  - seccomp:unconfined\n", 2),
    "cluster-open": ("manifests/api.yaml", "command:\n- kube-apiserver\n- --anonymous-auth=true\n", 3),
    "secret-in-environment": ("k8s/pod.yaml", "env:\n- name: DB_PASSWORD\n  value: hunter2prod\n", 3),
    "metadata-without-token": ("main.tf", 'metadata_options {\n  http_tokens = "optional"\n}\n', 2),
    "function-open": ("main.tf", 'resource "aws_lambda_function_url" "a" {\n  authorization_type = "NONE"\n}\n', 2),
    "terraform-tls-verification-off": ("main.tf", 'provider "x" {\n  insecure = true\n}\n', 2),
    "openstack-open": ("etc/policy.yaml", 'a: b\n"os_compute_api:servers:delete": "@"\n', 2),
}


@pytest.mark.parametrize(("name", "row"), ROWS.items(), ids=ROWS)
def test_it_tells(name: str, row: tuple[str, str, int]) -> None:
    path, head, line = row
    assert (name, line) in told(path, "x\n", head)
    assert told(path, head, head + "\n") == []
    assert told(path, head, "\n" + head) == []


def test_every_row_has_a_sample() -> None:
    assert {setting.rule.id.removeprefix("configuration.") for setting in every()} == ROWS.keys()
    assert len({rule.id for rule in RULES}) == len(RULES)


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


def test_an_environment_file() -> None:
    assert told(".env", None, "A=1\n") == [("environment-file", 1)]
    assert told(".env.example", None, "A=1\n") == []
    assert told(".env", "A=1\n", "A=2\n") == []
