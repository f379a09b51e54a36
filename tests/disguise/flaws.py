"""The flaws that are planted: one for each language and check, short, and found where nothing disguises them.

Each is written as a small diff (see :mod:`tests.diffs`), in which ``!`` marks the flaw's line.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from tests import diffs

AWS = "AKIA" + "Q7ZX4JWM2KTPRD5V"
STRIPE = "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dcQ8"
GITHUB = "ghp_" + "kR7vQx2LmT9bWc4Jd8Zn1Ys6Pf3Hg0AuVe5N"
RANDOM = "q8Zr2LmT5vB9" + "xKc4Jd7Wn1Ys6Pf3Hg0A"
PASSWORD = "hT7kLq9vX2" + "w4mNr8"
SECRET_VALUES = (AWS, STRIPE, GITHUB, RANDOM, PASSWORD)
"""What no review may show."""
_PEM = "-----BEGIN RSA " + "PRIVATE KEY-----"
_BODY = "MIIEowIBAAKCAQEAr4PZmKBG9W0T2fjL5uHn6yGx3sQkVdC8bEoJz1tYpRwMqNXi"
_KEY_IN_BASE64 = base64.b64encode(f"{_PEM}\n{_BODY}\n{_BODY[::-1]}\n-----END RSA PRIVATE KEY-----\n".encode()).decode()


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw in one file of a small change."""

    name: str
    check: str
    """The check that is to find it, or to say that it could not look."""
    rules: tuple[str, ...]
    """Ids or beginnings of ids; one of them is to be told at the flaw's file."""
    path: str
    format: str
    """What reads the file: a language, or the name of a configuration format."""
    diff: str
    tainted: str = ""
    """The variable that holds the outsider's value, alone on its line with its assignment."""
    sink: str = ""
    """The name that is called in the flaw's line."""
    rooted: bool = False
    """Whether the file counts at its very path only."""

    @property
    def base(self) -> str | None:
        """The file before the change; ``None`` where the change adds it."""
        return diffs.base(self.diff)

    @property
    def head(self) -> str:
        return diffs.head(self.diff)

    @property
    def line(self) -> str:
        """The flaw's line in the head; ``""`` where the flaw is what the change removed."""
        return next((line[1:] for line in diffs.lines(self.diff) if line[0] == "!"), "")


def _rule(name: str, path: str, format_: str, diff: str, tainted: str, sink: str) -> Flaw:
    return Flaw(
        name,
        "semgrep",
        (f"{'javascript' if format_ == 'typescript' else format_}.",),
        path,
        format_,
        diff,
        tainted,
        sink,
    )


def _secret(name: str, path: str, format_: str, diff: str) -> Flaw:
    return Flaw(name, "secrets", ("secrets.",), path, format_, diff)


def _setting(name: str, rule: str, path: str, format_: str, diff: str) -> Flaw:
    return Flaw(name, "configuration", (f"configuration.{rule}",), path, format_, diff)


def _workflow(name: str, rule: str, diff: str) -> Flaw:
    return Flaw(name, "workflows", (f"workflows.{rule}",), ".github/workflows/ci.yml", "workflow", diff, rooted=True)


def _dependency(name: str, rule: str, path: str, format_: str, diff: str) -> Flaw:
    return Flaw(name, "dependencies", (f"dependencies.{rule}",), path, format_, diff)


def _guard(name: str, path: str, format_: str, diff: str) -> Flaw:
    return Flaw(name, "guards", ("guards.",), path, format_, diff)


RULES = (
    _rule(
        "python: a shell command",
        "app/views.py",
        "python",
        """
 import os

 from flask import Flask, request

 app = Flask(__name__)


+@app.route("/ping")
 def ping():
+    host = request.args["host"]
!    os.system("ping " + host)
     return "pong"
""",
        "host",
        "system",
    ),
    _rule(
        "python: a path from the request",
        "app/files.py",
        "python",
        """
+from flask import Flask, request
+
+app = Flask(__name__)
+
+
+@app.get("/file")
+def show() -> str:
+    name = request.args["name"]
!    return open("/srv/data/" + name).read()
""",
        "name",
        "open",
    ),
    _rule(
        "python: a pickle from the request",
        "app/load.py",
        "python",
        """
+import pickle
+
+from flask import Flask, request
+
+app = Flask(__name__)
+
+
+@app.post("/load")
+def load():
+    data = request.data
!    state = pickle.loads(data)
+    return state.name
""",
        "data",
        "loads",
    ),
    _rule(
        "javascript: a shell command",
        "src/server.js",
        "javascript",
        """
 const express = require("express");
 const child_process = require("child_process");
 const app = express();
+
+app.get("/ping", (req, res) => {
+  const host = req.query.host;
!  child_process.exec("ping " + host);
+  res.end();
+});
""",
        "host",
        "exec",
    ),
    _rule(
        "javascript: HTML from the address",
        "src/page.js",
        "javascript",
        """
+function show() {
+  const text = decodeURIComponent(location.hash.slice(1));
!  document.body.innerHTML = text;
+}
+show();
""",
        "text",
        "innerHTML",
    ),
    _rule(
        "typescript: a shell command",
        "src/api.ts",
        "typescript",
        """
 import express, { Request, Response } from "express";
 import * as child_process from "child_process";
 const app = express();
+
+app.get("/ping", (req: Request, res: Response): void => {
+  const host = req.query.host as string;
!  child_process.exec("ping " + host);
+  res.end();
+});
""",
        "host",
        "exec",
    ),
    _rule(
        "java: a shell command",
        "src/main/java/app/Ping.java",
        "java",
        """
 package app;

 import javax.servlet.http.HttpServlet;
 import javax.servlet.http.HttpServletRequest;
 import javax.servlet.http.HttpServletResponse;

 public class Ping extends HttpServlet {
   @Override
   protected void doGet(HttpServletRequest request, HttpServletResponse response) throws java.io.IOException {
+    String host = request.getParameter("host");
!    Runtime.getRuntime().exec("sh -c ping " + host);
   }
 }
""",
        "host",
        "exec",
    ),
    _rule(
        "go: a shell command",
        "cmd/ping.go",
        "go",
        """
 package main

 import (
 	"net/http"
 	"os/exec"
 )

 func ping(w http.ResponseWriter, r *http.Request) {
+	host := r.FormValue("host")
!	exec.Command("sh", "-c", "ping "+host).Run()
 	w.WriteHeader(204)
 }
""",
        "host",
        "Command",
    ),
    Flaw(
        "terraform: a port open to all",
        "semgrep",
        ("terraform.", "configuration."),
        "infra/network.tf",
        "terraform",
        """
 resource "aws_security_group" "ssh" {
   name = "ssh"
+
+  ingress {
+    from_port   = 22
+    to_port     = 22
+    protocol    = "tcp"
!    cidr_blocks = ["0.0.0.0/0"]
+  }
 }
""",
    ),
)

SECRETS = (
    _secret("a provider's token in Python", "app/settings.py", "python", f' DEBUG = False\n!AWS_KEY = "{AWS}"\n'),
    _secret(
        "a provider's token in JavaScript", "src/keys.js", "javascript", f'+const a = 1;\n!const key = "{STRIPE}";\n'
    ),
    _secret("a provider's token in an environment file", "deploy/prod.env", "env", f" MODE=live\n!STRIPE={STRIPE}\n"),
    _secret("a provider's token in properties", "conf/app.properties", "properties", f" mode=live\n!token={GITHUB}\n"),
    _secret("a provider's token in YAML", "conf/app.yaml", "yaml", f"+app:\n!  token: {GITHUB}\n"),
    _secret("a provider's token in JSON", "conf/app.json", "json", f'+{{\n!  "token": "{GITHUB}"\n+}}\n'),
    _secret("a provider's token in a document", "docs/deploy.md", "markdown", f" # Deploy\n+\n!Use {GITHUB} for it.\n"),
    _secret("a provider's token in SQL", "db/seed.sql", "sql", f" -- seed\n!INSERT INTO t VALUES ('{STRIPE}');\n"),
    _secret("a provider's token in PowerShell", "ops/deploy.ps1", "powershell", f" # Deploy\n!$key = '{STRIPE}'\n"),
    _secret("a provider's token in nginx", "nginx/api.conf", "nginx", f" # API\n!proxy_set_header X-Key {STRIPE};\n"),
    _secret(
        "a private key", "deploy/id_rsa", "pem", f"!{_PEM}\n+{_BODY}\n+{_BODY[::-1]}\n+-----END RSA PRIVATE KEY-----\n"
    ),
    _secret("an assigned password", "app/db.py", "python", f' HOST = "db"\n!password = "{RANDOM}"\n'),
    _secret("an assigned password in INI", "conf/app.ini", "ini", f" [db]\n!password = {RANDOM}\n"),
    _secret("an assigned password in TOML", "conf/app.toml", "toml", f' [db]\n!password = "{RANDOM}"\n'),
    _secret("a URL's password", "app/urls.py", "python", f'!DB = "postgres://app:{PASSWORD}@pg.prod.corp.net/x"\n'),
    _secret(
        "a URL's password in YAML", "conf/db.yaml", "yaml", f"!url: postgres://app:{PASSWORD}@pg.prod.corp.net/x\n"
    ),
    _secret(
        "a key in a Kubernetes Secret",
        "deploy/secret.yaml",
        "yaml",
        f"+apiVersion: v1\n+kind: Secret\n+metadata:\n+  name: tls\n+data:\n!  tls.key: {_KEY_IN_BASE64}\n",
    ),
)

SETTINGS = (
    _setting(
        "a script from the network in a Dockerfile",
        "",
        "build/Dockerfile",
        "docker",
        """
 FROM alpine:3.20
!RUN curl http://get.example.com/install.sh | sh
+USER app
""",
    ),
    _setting(
        "a privileged service of Compose",
        "container-privileged",
        "deploy/docker-compose.yml",
        "compose",
        """
 services:
   web:
     image: app:1
!    privileged: true
""",
    ),
    _setting(
        "a capability of Compose",
        "capabilities",
        "deploy/compose.yaml",
        "compose",
        """
 services:
   web:
     image: app:1
+    cap_add:
!      - SYS_ADMIN
""",
    ),
    _setting(
        "a privileged container of Kubernetes",
        "container-privileged",
        "deploy/pod.yaml",
        "kubernetes",
        """
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   containers:
     - name: web
       image: app:1
+      securityContext:
!        privileged: true
""",
    ),
    _setting(
        "an old protocol in nginx",
        "",
        "nginx/site.conf",
        "nginx",
        """
 server {
   listen 443 ssl;
!  ssl_protocols SSLv3 TLSv1;
 }
""",
    ),
    _setting(
        "root by password over SSH",
        "",
        "files/sshd_config",
        "sshd",
        """
 Port 22
!PermitRootLogin yes
""",
    ),
)

WORKFLOWS = (
    _workflow(
        "a workflow's script with an outsider's text",
        "template-injection",
        """
 name: ci
 on:
+  issues:
+    types: [opened]
   push: {}
 jobs:
   greet:
     runs-on: ubuntu-latest
     steps:
!      - run: echo "${{ github.event.issue.title }}"
       - run: make test
""",
    ),
    _workflow(
        "a workflow with an outsider's checkout",
        "",
        """
+name: ci
+on:
!  pull_request_target: {}
+jobs:
+  test:
+    runs-on: ubuntu-latest
+    steps:
+      - uses: actions/checkout@v4
+        with:
+          ref: ${{ github.event.pull_request.head.sha }}
+      - run: make test
""",
    ),
)

DEPENDENCIES = (
    _dependency(
        "a second index of pip",
        "new-index",
        "requirements.txt",
        "requirements",
        "!--extra-index-url http://pkgs.example.com/simple\n flask==3.0\n",
    ),
    _dependency(
        "a name that looks alike", "", "tools/requirements.txt", "requirements", " flask==3.0\n!reqeusts==2.31.0\n"
    ),
    _dependency(
        "a git source of npm",
        "direct-source",
        "web/package.json",
        "json",
        """
 {
   "name": "web",
   "dependencies": {
+    "tool": "git+https://example.org/x/tool.git",
     "react": "18.0.0"
   }
 }
""".replace("+    ", "!    "),
    ),
    _dependency("a registry without TLS", "new-index", "web/.npmrc", "npmrc", "!registry=http://npm.example.com/\n"),
    _dependency(
        "a Maven repository without TLS",
        "new-index",
        "pom.xml",
        "xml",
        """
 <project>
+<repositories><repository><id>x</id>
!<url>http://repo.example.com</url></repository></repositories>
 </project>
""",
    ),
)

GUARDS = (
    _guard(
        "python: a check that goes",
        "app/servers.py",
        "python",
        """
 from django.core.exceptions import PermissionDenied


 def delete_server(request, pk):
-    if not request.user.is_superuser:
-        raise PermissionDenied("not allowed")
     server = Server.objects.get(pk=pk)
     server.delete()
     return server
""",
    ),
    _guard(
        "javascript: a check that goes",
        "src/servers.js",
        "javascript",
        """
 exports.remove = async function remove(req, res) {
-  if (!req.user || !req.user.isAdmin) {
-    return res.status(403).send("not allowed");
-  }
   const server = await Server.findById(req.params.id);
   await server.remove();
   res.sendStatus(204);
 };
""",
    ),
    _guard(
        "go: a check that goes",
        "api/servers.go",
        "go",
        """
 package api

 func DeleteServer(w http.ResponseWriter, r *http.Request) {
-	if !currentUser(r).IsAdmin {
-		http.Error(w, "not allowed", http.StatusForbidden)
-		return
-	}
 	id := r.URL.Query().Get("id")
 	store.Delete(id)
 	w.WriteHeader(http.StatusNoContent)
 }
""",
    ),
    _guard(
        "java: a check that goes",
        "src/main/java/app/Servers.java",
        "java",
        """
 package app;

 public class Servers {
   public void delete(User user, long id) {
-    if (!user.isAdmin()) {
-      throw new AccessDeniedException("not allowed");
-    }
     Server server = repository.findById(id);
     repository.delete(server);
   }
 }
""",
    ),
)

INTEGRITY = (
    Flaw(
        "python: hidden characters",
        "integrity",
        ("integrity.bidirectional-control",),
        "app/roles.py",
        "python",
        ' def is_admin(role):\n!    return role == "admin\u202e\u2066# only\u2069 \u2066"\n',
    ),
    Flaw(
        "javascript: hidden characters",
        "integrity",
        ("integrity.bidirectional-control",),
        "src/roles.js",
        "javascript",
        ' function isAdmin(role) {\n!  return role === "admin\u202e\u2066// only\u2069 \u2066";\n }\n',
    ),
)

TEMPLATES = (
    Flaw(
        "jinja: escaping switched off",
        "templates",
        ("templates.",),
        "app/templates/error.html",
        "jinja",
        " <h1>Error</h1>\n-<p>{{ error_message }}</p>\n!<p>{{ error_message|safe }}</p>\n",
    ),
    Flaw(
        "ejs: escaping switched off",
        "templates",
        ("templates.",),
        "views/error.ejs",
        "ejs",
        " <h1>Error</h1>\n-<p><%= message %></p>\n!<p><%- message %></p>\n",
    ),
)

LICENSING = (
    Flaw(
        "a licence's name that does not exist",
        "licensing",
        ("licensing.",),
        "app/tool.py",
        "python",
        "!# SPDX-License-Identifier: Apache-2.00\n" + "".join(f"+x{n} = {n}\n" for n in range(12)),
    ),
)

FLAWS = (*RULES, *SECRETS, *SETTINGS, *WORKFLOWS, *DEPENDENCIES, *GUARDS, *INTEGRITY, *TEMPLATES, *LICENSING)
