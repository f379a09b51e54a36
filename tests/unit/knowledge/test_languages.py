"""One table of file names for all checks: endings, whole names and first lines, without case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.languages import LANGUAGES, display_name, is_code, is_template, language_of

BY_PATH = {
    "a.py": "python", "Main.PY": "python", "src/x.pyw": "python", "nb.ipynb": "jupyter",
    "prod.Dockerfile": "dockerfile", "api.dockerfile": "dockerfile", "Dockerfile.prod": "dockerfile",
    "DOCKERFILE": "dockerfile", "Containerfile": "dockerfile", "Dockerfile-alpine": "dockerfile",
    "Dockerfile.go": "dockerfile", "dockerfiles/readme.md": "", "Dockerfiles": "",
    "Jenkinsfile": "groovy", "ci/Jenkinsfile.release": "groovy", "build.gradle": "groovy", "build.gradle.kts": "kotlin",
    "Rakefile": "ruby", "Gemfile": "ruby", "Gemfile.lock": "", "Rakefile.py": "python", "config.ru": "ruby",
    ".envrc": "bash", "run.zsh": "bash", ".bashrc": "bash", "setup.fish": "fish", "x.ps1": "powershell",
    "a.php": "php", "A.PHTML": "php", "page.blade.php": "blade", "show.html.erb": "erb", "mail.txt.j2": "jinja",
    "app/templates/page.html": "jinja", "docs/page.html": "html", "a.b.c.ts": "typescript", "types.d.ts": "typescript",
    "x.cs": "csharp", "x.RS": "rust", "x.kt": "kotlin", "x.swift": "swift", "x.scala": "scala", "x.c": "c",
    "x.hpp": "cpp", "x.mm": "objectivec", "x.pl": "perl", "x.lua": "lua", "x.R": "r", "x.dart": "dart",
    "x.exs": "elixir", "x.sql": "sql", "x.sol": "solidity", "x.clj": "clojure", "x.hs": "haskell", "x.erl": "erlang",
    "x.ml": "ocaml", "x.jl": "julia", "x.cls": "apex", "x.twig": "twig", "x.ejs": "ejs", "x.svelte": "svelte",
    "x.hbs": "handlebars", "x.mustache": "mustache", "x.cshtml": "razor", "x.jsp": "jsp", "x.haml": "haml",
    "x.slim": "slim", "x.pug": "pug", "x.vue": "vue", "main.tf": "terraform", "x.YML": "yaml", "x.json": "json",
    "README.md": "", "notes.txt": "", ".py": "", "py": "", "Makefile": "make", "CMakeLists.txt": "cmake",
}  # fmt: skip


@pytest.mark.parametrize(("path", "language"), BY_PATH.items())
def test_the_path_tells_the_language(path: str, language: str) -> None:
    assert language_of(path) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("#!/usr/bin/env python3\nx\n", "python"),
        ("#! /usr/bin/python\n", "python"),
        ("#!/usr/bin/env -S python3.11 -u\n", "python"),
        ("#!/usr/bin/env LANG=C perl\n", "perl"),
        ("#!/bin/sh -e\n", "bash"),
        ("#!/usr/local/bin/node\n", "javascript"),
        ("\ufeff#!/usr/bin/ruby\n", "ruby"),
        ("#!/opt/own/thing\n", ""),
        ("\n<?php echo 1;\n", "php"),
        ("# -*- mode: python; coding: utf-8 -*-\n", "python"),
        ("# -*- python -*-\n", "python"),
        ("# vim: set ft=sh sw=2:\n", "bash"),
        ("# -*- coding: utf-8 -*-\n", ""),
        ("hello\n#!/bin/sh\n", ""),
        ("", ""),
    ],
)
def test_the_first_lines_tell_it_where_the_path_does_not(text: str, language: str) -> None:
    assert language_of("bin/tool", text) == language
    assert language_of("notes.md.py", text) == "python"


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("Dockerfile.py", "import os\n", "python"),
        ("Dockerfile.py", "# syntax=docker/dockerfile:1\nfrom python:3\n", "dockerfile"),
        ("Dockerfile.prod", "RUN id\n", "dockerfile"),
        ("pages/a.html", "<p>{{ name|safe }}</p>", "jinja"),
        ("src/a.h", "#include <stdio.h>\nint f(struct a *b);\n", "c"),
        ("src/a.h", '#ifdef __cplusplus\nextern "C" {\n#endif\nint class_of(const char *name);\n', "c"),
        ("src/a.h", "// a class of users\nint f(void);\n", "c"),
        ("src/a.h", "namespace shop {\nint f();\n}\n", "cpp"),
        ("src/a.h", "class Box {\npublic:\n  int f();\n};\n", "cpp"),
        ("src/a.h", "template <typename T> T least(T a, T b);\n", "cpp"),
        ("src/a.h", "void f(std::string const& name);\n", "cpp"),
        ("pages/a.html", "<p>name</p>", "html"),
    ],
)
def test_the_text_decides_between_two_readings_of_a_path(path: str, text: str, language: str) -> None:
    assert language_of(path, text) == language


@given(st.sampled_from(sorted(BY_PATH)))
def test_case_means_nothing(path: str) -> None:
    assert language_of(path.upper()) == language_of(path.lower()) == BY_PATH[path]


def test_every_name_and_ending_belongs_to_one_language() -> None:
    said = [word for item in LANGUAGES.values() for word in f"{item.suffixes} {item.names}".split()]
    assert sorted(said) == sorted(set(said))
    assert all(word == word.lower() for word in said)


@pytest.mark.parametrize(
    ("language", "shown", "code", "template"),
    [
        ("php", "PHP", True, False),
        ("csharp", "C#", True, False),
        ("erb", "ERB", True, True),
        ("yaml", "YAML", False, False),
        ("", "", False, False),
        ("unheard", "Unheard", False, False),
    ],
)
def test_what_is_said_of_a_language(language: str, shown: str, code: bool, template: bool) -> None:
    assert (display_name(language), is_code(language), is_template(language)) == (shown, code, template)
