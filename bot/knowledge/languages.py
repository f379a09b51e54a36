"""Which language a file is written in: one table of names and endings, without case, for all checks.

The names are semgrep's where it has the language, and of the same kind (lower case, one word) where it has not.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath


class Kind(enum.Enum):
    """What a language's texts are, for whoever says what was looked at."""

    PROGRAM = "program"
    TEMPLATE = "template"
    DATA = "data"
    """Configuration, markup and other data: no statements that rules for programs could examine."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its name for people, its kind, and how its files are named (all lower case)."""

    shown: str
    kind: Kind
    suffixes: str = ""
    """Endings with their dot, separated by spaces; several dots are allowed, and the longest match decides."""
    names: str = ""
    """Whole file names."""
    interpreters: str = ""
    """Programs of a first line ``#!``, without their version."""


_P, _T, _D = Kind.PROGRAM, Kind.TEMPLATE, Kind.DATA

LANGUAGES: Mapping[str, Language] = {
    "python": Language("Python", _P, ".py .pyi .pyw .wsgi .gyp .gypi", "sconstruct sconscript wscript", "python pypy"),
    "jupyter": Language("Jupyter notebook", _P, ".ipynb"),
    "cython": Language("Cython", _P, ".pyx .pxd .pxi"),
    "starlark": Language("Starlark", _P, ".bzl .star .bazel", "tiltfile"),
    "javascript": Language("JavaScript", _P, ".js .jsx .mjs .cjs .es6 .jsm", "jakefile", "node nodejs"),
    "typescript": Language("TypeScript", _P, ".ts .tsx .mts .cts", "", "deno bun ts-node tsx"),
    "coffeescript": Language("CoffeeScript", _P, ".coffee .litcoffee", "cakefile", "coffee"),
    "go": Language("Go", _P, ".go"),
    "java": Language("Java", _P, ".java"),
    "kotlin": Language("Kotlin", _P, ".kt .kts .ktm"),
    "scala": Language("Scala", _P, ".scala .sc .sbt", "", "scala"),
    "groovy": Language("Groovy", _P, ".groovy .gvy .gradle .jenkinsfile", "jenkinsfile", "groovy"),
    "clojure": Language("Clojure", _P, ".clj .cljs .cljc", "", "bb clojure"),
    "ruby": Language(
        "Ruby", _P, ".rb .rake .gemspec .ru .podspec .rbw .jbuilder .thor",
        "rakefile gemfile vagrantfile podfile fastfile appfile guardfile brewfile capfile thorfile berksfile "
        "dangerfile puppetfile buildfile .irbrc .pryrc",
        "ruby jruby rake",
    ),
    "crystal": Language("Crystal", _P, ".cr"),
    "php": Language("PHP", _P, ".php .phtml .php3 .php4 .php5 .php7 .php8 .phps .phpt .hphp", "", "php"),
    "hack": Language("Hack", _P, ".hack .hhi", "", "hhvm"),
    "csharp": Language("C#", _P, ".cs .csx .cake"),
    "fsharp": Language("F#", _P, ".fs .fsi .fsx"),
    "visualbasic": Language("Visual Basic", _P, ".vb .vbs .vba .bas"),
    "c": Language("C", _P, ".c .h"),
    "cpp": Language("C++", _P, ".cc .cpp .cxx .c++ .hh .hpp .hxx .h++ .ipp .inl .tcc .ino"),
    "cuda": Language("CUDA", _P, ".cu .cuh"),
    "objectivec": Language("Objective-C", _P, ".m .mm"),
    "swift": Language("Swift", _P, ".swift"),
    "rust": Language("Rust", _P, ".rs"),
    "zig": Language("Zig", _P, ".zig"),
    "d": Language("D", _P, ".d"),
    "nim": Language("Nim", _P, ".nim .nims"),
    "pascal": Language("Pascal", _P, ".pas .dpr .lpr"),
    "ada": Language("Ada", _P, ".adb .ads"),
    "fortran": Language("Fortran", _P, ".f .f77 .f90 .f95 .f03 .f08 .for"),
    "cobol": Language("COBOL", _P, ".cob .cbl .cpy"),
    "assembly": Language("Assembly", _P, ".asm .s .nasm"),
    "perl": Language("Perl", _P, ".pl .pm .psgi .pod6 .raku", "cpanfile", "perl raku"),
    "lua": Language("Lua", _P, ".lua .luau", "", "lua luajit"),
    "tcl": Language("Tcl", _P, ".tcl", "", "tclsh wish expect"),
    "r": Language("R", _P, ".r .rmd .qmd", ".rprofile", "rscript"),
    "julia": Language("Julia", _P, ".jl", "", "julia"),
    "dart": Language("Dart", _P, ".dart", "", "dart"),
    "elixir": Language("Elixir", _P, ".ex .exs", "", "elixir"),
    "erlang": Language("Erlang", _P, ".erl .hrl .escript", "", "escript"),
    "haskell": Language("Haskell", _P, ".hs .lhs", "", "runhaskell stack"),
    "ocaml": Language("OCaml", _P, ".ml .mli", "", "ocaml"),
    "elm": Language("Elm", _P, ".elm"),
    "lisp": Language("Lisp", _P, ".lisp .lsp .cl .el"),
    "scheme": Language("Scheme", _P, ".scm .ss .rkt"),
    "prolog": Language("Prolog", _P, ".pro .prolog"),
    "bash": Language(
        "shell", _P, ".sh .bash .zsh .ksh .dash .bats .ebuild .command",
        ".envrc .bashrc .bash_profile .bash_aliases .bash_logout .profile .zshrc .zshenv .zprofile .zlogin .kshrc "
        "pkgbuild apkbuild gradlew mvnw",
        "sh bash zsh ksh dash ash bats mksh",
    ),
    "fish": Language("fish shell", _P, ".fish", "", "fish"),
    "powershell": Language("PowerShell", _P, ".ps1 .psm1 .psd1", "", "pwsh powershell"),
    "batch": Language("Windows batch", _P, ".bat .cmd"),
    "awk": Language("AWK", _P, ".awk", "", "awk gawk mawk"),
    "make": Language("Make", _P, ".mk .mak", "makefile gnumakefile justfile", "make"),
    "cmake": Language("CMake", _P, ".cmake", "cmakelists.txt"),
    "nix": Language("Nix", _P, ".nix"),
    "puppet": Language("Puppet", _P, ".pp .epp"),
    "sql": Language("SQL", _P, ".sql .psql .plsql .pls .pks .pkb .tsql .ddl .dml"),
    "apex": Language("Apex", _P, ".apex .cls .trigger"),
    "abap": Language("ABAP", _P, ".abap"),
    "solidity": Language("Solidity", _P, ".sol"),
    "vyper": Language("Vyper", _P, ".vy"),
    "cairo": Language("Cairo", _P, ".cairo"),
    "move": Language("Move", _P, ".move"),
    "rego": Language("Rego", _P, ".rego"),
    "actionscript": Language("ActionScript", _P, ".as"),
    "vim": Language("Vim script", _P, ".vim", ".vimrc"),
    "vue": Language("Vue", _T, ".vue"),
    "svelte": Language("Svelte", _T, ".svelte"),
    "astro": Language("Astro", _T, ".astro"),
    "jinja": Language("Jinja", _T, ".j2 .jinja .jinja2 .tera .njk .nunjucks .djhtml"),
    "mako": Language("Mako", _T, ".mako .mak.html"),
    "gotemplate": Language("Go template", _T, ".tmpl .gotmpl .gohtml"),
    "erb": Language("ERB", _T, ".erb .rhtml"),
    "haml": Language("Haml", _T, ".haml"),
    "slim": Language("Slim", _T, ".slim"),
    "twig": Language("Twig", _T, ".twig"),
    "blade": Language("Blade", _T, ".blade.php"),
    "smarty": Language("Smarty", _T, ".tpl .smarty"),
    "latte": Language("Latte", _T, ".latte"),
    "ejs": Language("EJS", _T, ".ejs .eta"),
    "handlebars": Language("Handlebars", _T, ".hbs .handlebars"),
    "mustache": Language("Mustache", _T, ".mustache"),
    "pug": Language("Pug", _T, ".pug .jade"),
    "liquid": Language("Liquid", _T, ".liquid"),
    "freemarker": Language("FreeMarker", _T, ".ftl .ftlh"),
    "velocity": Language("Velocity", _T, ".vm .vtl"),
    "jsp": Language("JSP", _T, ".jsp .jspf .jspx .tag .tagx"),
    "razor": Language("Razor", _T, ".cshtml .vbhtml .razor"),
    "aspx": Language("ASP.NET", _T, ".aspx .ascx .asax .ashx .master .asp"),
    "coldfusion": Language("ColdFusion", _T, ".cfm .cfml .cfc"),
    "heex": Language("HEEx", _T, ".heex .eex .leex"),
    "html": Language("HTML", _D, ".html .htm .xhtml .shtml"),
    "terraform": Language("Terraform", _D, ".tf .tofu"),
    "hcl": Language("HCL", _D, ".hcl .nomad"),
    "dockerfile": Language("Dockerfile", _D, ".dockerfile .containerfile", "dockerfile containerfile"),
    "yaml": Language("YAML", _D, ".yaml .yml"),
    "json": Language("JSON", _D, ".json .jsonc .json5"),
}  # fmt: skip
"""By the language's name. Prose, style sheets and settings without a grammar of their own have no language."""

_BY_SUFFIX = {suffix: name for name, language in LANGUAGES.items() for suffix in language.suffixes.split()}
_BY_NAME = {name: key for key, language in LANGUAGES.items() for name in language.names.split()}
_BY_INTERPRETER = {name: key for key, language in LANGUAGES.items() for name in language.interpreters.split()}

_PREFIXED = re.compile(r"\.?(dockerfile|containerfile)(?:[._-].*)?|(jenkinsfile|makefile|rakefile|vagrantfile)[._-].+")
"""``Dockerfile.prod``, ``Jenkinsfile-release``: the name's first part says what it is."""
_FROM = re.compile(r"^[^\S\n]*+FROM\s+\S", re.IGNORECASE | re.MULTILINE)
_TEMPLATE_HTML = re.compile(r"\{%-?\s*\w|^(?:(?!\{\{).)*\{\{.*\}\}", re.MULTILINE)
_TEMPLATE_FOLDER = re.compile(r"(^|/)templates/", re.IGNORECASE)
_INTERPRETER = re.compile(r"\ufeff?#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+|\w+=\S*\s+)*)?(?:\S*/)?([A-Za-z][A-Za-z+-]*)")
_EDITOR_LINES = re.compile(r"-\*-\s*(?:.*\bmode:\s*)?([A-Za-z+#-]+)\s*(?:;.*)?-\*-|\bvim?:.*\b(?:ft|filetype)=(\w+)")
_BY_EDITOR = {"sh": "bash", "shell-script": "bash", "js": "javascript", "c++": "cpp", "cs": "csharp", "perl": "perl"}
_CPP_HEADER = re.compile(
    r"(?m)^[ \t]*(?:(?:export[ \t]+)?template[ \t]*<|(?:inline[ \t]+)?namespace\b|class[ \t]+\w|using[ \t]+\w"
    r"|(?:public|private|protected)[ \t]*:"
    r"|#[ \t]*include[ \t]*<(?:string|vector|memory|map|cstd\w+|functional|optional|utility|array|algorithm|iostream)>)"
    r"|\bstd::\w|\bconstexpr\b|\bnullptr\b|\)[ \t]*(?:const[ \t]*)?(?:noexcept|override)\b"
)
"""What only the headers of C++ hold. ``extern "C" {`` stands in those of C."""
_FIRST_LINES = 400
"""Characters of a text that tell its language."""


def language_of(path: str, text: str = "") -> str:
    """The language's name, or ``""`` where neither the path nor the text's first line tells one.

    The path decides. ``text`` is asked where the path tells nothing (``#!/usr/bin/env python3``, ``<?php``), where
    a Docker name ends like a program (``Dockerfile.go``), whether HTML is a template, and whether a header
    is one of C++.
    """
    name = PurePosixPath(path).name.lower()
    found = _by_path(name)
    if found == "dockerfile" and text and not _FROM.search(text):
        suffix = _by_suffix(name)
        return suffix if suffix and is_code(suffix) else found
    if found == "html" and (_TEMPLATE_FOLDER.search(path) or _TEMPLATE_HTML.search(text)):
        return "jinja"
    if found == "c" and name.endswith(".h") and _CPP_HEADER.search(text):
        return "cpp"
    return found or _by_first_lines(text)


def _by_path(name: str) -> str:
    if name in _BY_NAME:
        return _BY_NAME[name]
    if prefixed := _PREFIXED.fullmatch(name):
        container, other = prefixed.groups()
        if container or not _by_suffix(name):
            return _BY_NAME[container or other]
    return _by_suffix(name)


def _by_suffix(name: str) -> str:
    """By the longest known ending: ``page.blade.php`` is Blade. A hidden file's whole name is no ending."""
    parts = name.lstrip(".").split(".")[1:]
    endings = (f".{'.'.join(parts[start:])}" for start in range(len(parts)))
    return next((_BY_SUFFIX[ending] for ending in endings if ending in _BY_SUFFIX), "")


def _by_first_lines(text: str) -> str:
    first = text[:_FIRST_LINES]
    interpreter = _INTERPRETER.match(first)
    if interpreter is not None:
        return _BY_INTERPRETER.get(interpreter[1].lower().rstrip("-"), "")
    if first.lstrip("\ufeff \t\r\n").lower().startswith("<?php"):
        return "php"
    mode = _EDITOR_LINES.search("\n".join(first.split("\n")[:2]))
    if mode is None:
        return ""
    named = (mode[1] or mode[2]).lower()
    named = _BY_EDITOR.get(named, named)
    return named if is_code(named) else ""


def display_name(language: str) -> str:
    """The language's name as people write it: ``PHP``, ``C#``."""
    return LANGUAGES[language].shown if language in LANGUAGES else language.capitalize()


def is_code(language: str) -> bool:
    """Whether the language is one of programs or templates, so that a file of it that no rule read must be told."""
    return language in LANGUAGES and LANGUAGES[language].kind is not Kind.DATA


def is_template(language: str) -> bool:
    """Whether its texts become other texts (pages, mails, settings): escaping decides."""
    return language in LANGUAGES and LANGUAGES[language].kind is Kind.TEMPLATE
