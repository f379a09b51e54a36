"""Workflows: what a change lets outsiders do in continuous integration.

GitHub Actions files are audited by zizmor on both sides, and only what is new is told; three rules of ours say what it
leaves to the reader. GitLab CI and Zuul files have rules of their own: untrusted text in scripts, secrets in jobs that
run on changes nobody has read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.model import (
    Applied,
    Area,
    Aside,
    ChangedFile,
    CheckResult,
    Confidence,
    FileStatus,
    Finding,
    Gap,
    Severity,
    Side,
)
from bot.policy import Policy
from workers.checks.base import CheckRule, Snapshot, applied, nothing_to_read, ran
from workers.checks.workflows import zizmor
from workers.checks.workflows.audits import AUDITS
from workers.checks.workflows.zizmor import Document
from workers.processes import sandbox
from workers.reading.line_patterns import LinePattern
from workers.reading.yaml_nodes import Node, Scalar, entries, items, load, resolved, scalar_lines, text_of
from workers.reading.yaml_nodes import Sequence as Items

CHECKOUT = CheckRule(
    "workflows.untrusted-checkout",
    Severity.HIGH,
    Confidence.HIGH,
    Area.SUPPLY_CHAIN,
    829,
    "Code of outsiders is checked out where the secrets are",
    "The workflow runs on `{trigger}` with the repository's token and secrets and fetches the pull request's code: "
    "whoever opens a pull request runs their code with them.",
    "Build the pull request's code on `pull_request`, without secrets, and hand over only results.",
    ("https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/",),
)
WRITE_ALL = CheckRule(
    "workflows.write-all",
    Severity.MEDIUM,
    Confidence.HIGH,
    Area.AUTHORIZATION,
    250,
    "The token of the workflow may write everything",
    "Every step and every action of these jobs may change code, releases, packages and issues.",
    "Grant each job the rights that it needs, by name.",
)
REMOTE_SCRIPT = CheckRule(
    "workflows.remote-script",
    Severity.MEDIUM,
    Confidence.LOW,
    Area.SUPPLY_CHAIN,
    494,
    "A script from the network is run unread",
    "Whoever controls the address, or the way to it, runs commands in the job.",
    "Pin the script by a checksum, or keep a copy in the repository.",
)
GITLAB_INCLUDE = CheckRule(
    "workflows.gitlab-include",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    Area.SUPPLY_CHAIN,
    829,
    "The pipeline is taken from a place that can change",
    "Whoever controls `{what}` decides what this pipeline runs with the project's variables.",
    "Include a fixed commit (`ref:` with a full commit id), or a local copy.",
)
GITLAB_EVAL = CheckRule(
    "workflows.gitlab-untrusted-text",
    Severity.HIGH,
    Confidence.MEDIUM,
    Area.INPUT_VALIDATION,
    78,
    "Text that outsiders write is run as a command",
    "`{what}` is chosen by whoever opens the merge request, and this line gives it to a shell as code.",
    'Use the variable quoted ("$NAME") as an argument, never inside `eval` or `sh -c "…"`.',
)
ZUUL_SECRET = CheckRule(
    "workflows.zuul-plain-secret",
    Severity.HIGH,
    Confidence.MEDIUM,
    Area.SECRETS,
    312,
    "A Zuul secret is written in the clear",
    "The value `{what}` of this secret is not encrypted, so whoever can read the repository has it.",
    "Encrypt it with the project's key (`zuul-client encrypt`), and change the value.",
)
ZUUL_REVIEW = CheckRule(
    "workflows.zuul-secret-before-review",
    Severity.HIGH,
    Confidence.HIGH,
    Area.SECRETS,
    522,
    "A job with secrets no longer waits for review",
    "The job `{what}` holds secrets and was `post-review`: now a change that nobody has read can run with them.",
    "Keep `post-review: true` on every job that has secrets.",
)
ZUUL_PARENT = CheckRule(
    "workflows.zuul-secret-to-parent",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    Area.SECRETS,
    522,
    "A secret is passed to the parent job",
    "All playbooks of the parent job can read the secret, those of other projects too.",
    "Leave `pass-to-parent` out, or pass only a secret that the parent is made for.",
)
OWN_RULES = (
    CHECKOUT, WRITE_ALL, REMOTE_SCRIPT, GITLAB_INCLUDE, GITLAB_EVAL, ZUUL_SECRET, ZUUL_REVIEW, ZUUL_PARENT,
)  # fmt: skip
RULES = (*AUDITS.values(), *OWN_RULES)

_GITHUB = re.compile(r"(^|/)\.github/workflows/[^/]+\.ya?ml$|(^|/)action\.ya?ml$", re.IGNORECASE)
_USED = re.compile(r"\buses:\s*[\"']?([\w./-]+@[\w./-]+)")
_ELSEWHERE = re.compile(r"/\.github/workflows/")
_GITLAB = re.compile(r"(^|/)(\.gitlab-ci\.ya?ml|[^/]+\.gitlab-ci\.ya?ml)$|^\.gitlab/ci/.+\.ya?ml$", re.IGNORECASE)
_ZUUL = re.compile(r"^\.?zuul\.yaml$|^\.?zuul\.d/.+\.yaml$")
_PRIVILEGED = ("pull_request_target", "workflow_run", "issue_comment")
_UNTRUSTED_REF = re.compile(
    r"github\.event\.pull_request\.head\.(?:sha|ref)|github\.head_ref|refs/pull/"
    r"|github\.event\.workflow_run\.head_(?:sha|branch)|github\.event\.number|github\.event\.issue\.number"
)
_FETCHES = LinePattern(
    r"\bgh pr checkout\b",
    r"\bgit (?:fetch|checkout|pull)\b(*)(?:pull/|head\.(?:sha|ref)|head_ref)",
)
_PIPED = LinePattern(r"\b(?:curl|wget)\b(-)\bhttps?://(-)\| ?(?:sudo )?(?:ba|z|da)?sh\b")
_GITLAB_TEXT = re.compile(
    r"\$\{?(CI_MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE_BRANCH_NAME)|CI_COMMIT_(?:MESSAGE|TITLE|DESCRIPTION|AUTHOR"
    r"|REF_NAME|BRANCH|TAG))\b"
)
_AS_CODE = re.compile(r"\beval\b|\b(?:ba|z|da)?sh\s+-\w*c\b|\bpython3?\s+-c\b|\bperl\s+-e\b|\bnode\s+-e\b")


class Workflows:
    """GitHub Actions (with zizmor), GitLab CI and Zuul: untrusted code, text and references near secrets."""

    id = "workflows"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        del policy  # a workflow runs wherever it stands
        return nothing_to_read(file) if _kind(file.path) is not None else Aside.OTHER_KIND

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        kind = _kind(file.path)
        return _APPLIED[kind] if kind is not None else frozenset()

    def run(self, snapshot: Snapshot) -> CheckResult:
        findings: list[Finding] = []
        gaps: list[Gap] = []
        audited: list[Document] = []
        for file in snapshot.files:
            kind = _kind(file.path)
            if kind is None or file.status is FileStatus.DELETED:
                continue
            for side in (Side.BASE, Side.HEAD):
                document = Document(file, side)
                if file.text(side) is None:
                    continue
                read = load(document.text)
                if side is Side.HEAD:
                    gaps += [Gap(self.id, failure.reason, file.path) for failure in read.failures]
                findings += [finding for root in read.roots for finding in kind(document, root)]
                if read.failures:
                    continue
                if kind is _github:
                    audited.append(document)
        if audited:
            more, missing = _audited(audited, snapshot.change.ref.repository.partition("/")[0])
            findings += more
            gaps += missing
        head = [_at_home(finding) for finding in findings if finding.span.side is Side.HEAD]
        base = [finding for finding in findings if finding.span.side is Side.BASE]
        old = _known_actions(head, snapshot)
        return ran(
            self,
            snapshot,
            [finding for finding in _without_twins(head) if _use(finding) not in old],
            gaps,
            # Both sides alike: what is left of the base would answer for the same name in another workflow.
            base=[finding for finding in base if _use(finding) not in old],
        )


def _audited(documents: list[Document], owner: str) -> tuple[list[Finding], list[Gap]]:
    try:
        return zizmor.audit(documents, owner)
    except zizmor.Unavailable as error:
        reason = str(error)
    except sandbox.ProcessTimeout:
        reason = f"zizmor did not end within {zizmor.TIMEOUT:g} s"
    heads = {document.file.path for document in documents if document.side is Side.HEAD}
    return [], [Gap("workflows", reason, path) for path in sorted(heads)]


def _at_home(finding: Finding) -> Finding:
    """A workflow below the root is a template, or came along with other code: nothing runs it here."""
    return replace(finding, confidence=Confidence.LOW) if _ELSEWHERE.search(finding.span.path) else finding


def _without_twins(findings: list[Finding]) -> list[Finding]:
    """The trigger alone says little once the checkout behind it is told."""
    told = {finding.span.path for finding in findings if finding.rule == CHECKOUT.id}
    return [f for f in findings if not (f.rule == "workflows.dangerous-triggers" and f.span.path in told)]


def _known_actions(findings: list[Finding], snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    """The uses, each with its file, of actions that the base runs under the same name already: in the same file, or
    anywhere where it is an uncertain remark."""
    # Where a file pins its other actions, each one that is not pinned stands out.
    asked = {use: f for f in findings if f.confidence < Confidence.HIGH and (use := _use(f)) is not None}
    uncertain = {use for use, finding in asked.items() if finding.confidence is Confidence.LOW}
    paths = [path for path in snapshot.tree.paths(Side.BASE) if _GITHUB.search(path)] if uncertain else []
    known = _used(*snapshot.tree.read(paths, Side.BASE).values()) if paths else frozenset()
    base = {file.path: _used(file.base_text or "") for file in snapshot.files if _GITHUB.search(file.path)}
    return frozenset(use for use in asked if use[1] in base[use[0]] or (use in uncertain and use[1] in known))


def _use(finding: Finding) -> tuple[str, str] | None:
    """The file and the action's name of an action that is not pinned."""
    used = _USED.search(finding.excerpt) if finding.rule == "workflows.unpinned-uses" else None
    return (finding.span.path, used.group(1)) if used else None


def _used(*texts: str) -> frozenset[str]:
    return frozenset(used.group(1) for text in texts for used in _USED.finditer(text))


def _kind(path: str) -> Callable[[Document, Node], Iterator[Finding]] | None:
    if _GITHUB.search(path):
        return _github
    if _GITLAB.search(path):
        return _gitlab
    return _zuul if _ZUUL.search(path) else None


def _github(document: Document, root: Node) -> Iterator[Finding]:
    workflow = entries(root)
    triggers = _names(workflow.get("on"))
    privileged = next((name for name in _PRIVILEGED if name in triggers), None)
    blocks = [workflow, *(entries(job) for job in entries(workflow.get("jobs")).values())]
    for block in blocks:
        permissions = block.get("permissions")
        if permissions is not None and text_of(permissions) == "write-all":
            yield _at(WRITE_ALL, document, permissions)
    for step in _steps(workflow):
        run = step.get("run")
        for line in scalar_lines(document.text, run) if isinstance(run, Scalar) else ():
            found = _PIPED.search(line.text)
            if run is not None and found is not None:
                number, confidence = line.number_at(found[0]), Confidence.MEDIUM if "http://" in line.text else None
                yield _at(REMOTE_SCRIPT, document, run, number, identity=line.text, confidence=confidence)
        if privileged and (fetched := _untrusted_checkout(document, step)) is not None:
            node, line_number = fetched
            words, identity = {"trigger": privileged}, f"{privileged} checkout"
            yield _at(CHECKOUT, document, node, line_number, words=words, identity=identity)


def _steps(workflow: Mapping[str, Node]) -> Iterator[Mapping[str, Node]]:
    """The steps of all jobs, or of a composite action."""
    for holder in (*entries(workflow.get("jobs")).values(), workflow.get("runs")):
        yield from (entries(step) for step in items(entries(holder).get("steps")))


def _untrusted_checkout(document: Document, step: Mapping[str, Node]) -> tuple[Node, int] | None:
    """The node that fetches outsiders' code, and its line."""
    if text_of(step.get("uses")).startswith("actions/checkout@"):
        ref = entries(step.get("with")).get("ref")
        return (ref, ref.line) if ref is not None and _UNTRUSTED_REF.search(text_of(ref)) else None
    run = step.get("run")
    for line in scalar_lines(document.text, run) if isinstance(run, Scalar) else ():
        found = _FETCHES.search(line.text)
        if run is not None and found is not None:
            return run, line.number_at(found[0])
    return None


def _gitlab(document: Document, root: Node) -> Iterator[Finding]:
    pipeline = entries(root)
    include = pipeline.get("include")
    for entry in items(include) or (include,):
        parts = entries(entry)
        # A text alone that is an address is a remote file too.
        written = parts.get("remote") or (entry if "://" in text_of(entry) else None)
        remote, project = text_of(written), text_of(parts.get("project"))
        if written is not None and remote:
            yield _at(GITLAB_INCLUDE, document, written, words={"what": remote}, identity=remote)
        elif project and "ref" not in parts:
            words = {"what": project}
            low = Confidence.LOW
            yield _at(GITLAB_INCLUDE, document, parts["project"], words=words, identity=project, confidence=low)
    for job in pipeline.values():
        for name in ("script", "before_script", "after_script"):
            for script in _flat(entries(job).get(name)):
                for line in scalar_lines(document.text, script):
                    match = _GITLAB_TEXT.search(line.text)
                    if match and _AS_CODE.search(line.text):
                        number, words = line.number_at(match.start()), {"what": match.group(1)}
                        yield _at(GITLAB_EVAL, document, script, number, words=words, identity=line.text)


def _flat(node: Node | None) -> Iterator[Scalar]:
    """The texts of a script: one, a list, or lists in it (an anchor that is put into a list)."""
    waiting = [node]
    while waiting:
        each = resolved(waiting.pop())
        if isinstance(each, Scalar):
            yield each
        elif isinstance(each, Items):
            waiting += reversed(each.items)


def _zuul(document: Document, root: Node) -> Iterator[Finding]:
    guarded = _reviewed_jobs(document)
    for item in items(root):
        entry = entries(item)
        for name, value in entries(entries(entry.get("secret")).get("data")).items():
            is_plain = isinstance(value, Scalar) and (not value.tag or value.tag.startswith("tag:yaml.org"))
            if is_plain and _looks_secret(name):
                yield _at(
                    ZUUL_SECRET, document, value, words={"what": name}, identity=f"secret {name}", excerpt=f"{name}: …"
                )
        job = entries(entry.get("job"))
        name = text_of(job.get("name"))
        secrets = job.get("secrets")
        if secrets is None:
            continue
        if name in guarded and text_of(job.get("post-review")).lower() != "true":
            yield _at(ZUUL_REVIEW, document, job["name"], words={"what": name}, identity=f"post-review {name}")
        for use in items(secrets):
            passed = entries(use).get("pass-to-parent")
            if passed is not None and text_of(passed).lower() in ("true", "yes"):
                yield _at(ZUUL_PARENT, document, passed, identity=f"pass-to-parent {name}")


def _looks_secret(name: str) -> bool:
    return bool(re.search(r"passw|secret|token|key|credential", name, re.IGNORECASE)) and "user" not in name.lower()


def _reviewed_jobs(document: Document) -> frozenset[str]:
    """Jobs that were ``post-review`` in the base; asked for the head only, so the answer is a difference."""
    text = document.file.base_text
    if document.side is Side.BASE or text is None:
        return frozenset()
    read = load(text)
    jobs = (entries(entries(item).get("job")) for root in read.roots for item in items(root))
    return frozenset(text_of(job.get("name")) for job in jobs if text_of(job.get("post-review")).lower() == "true")


def _at(
    rule: CheckRule,
    document: Document,
    node: Node,
    line: int | None = None,
    *,
    words: Mapping[str, str] | None = None,
    identity: str | None = None,
    confidence: Confidence | None = None,
    excerpt: str | None = None,
) -> Finding:
    """The finding at a node, or at a line of its text."""
    return rule.at(
        document.file,
        line or node.line,
        side=document.side,
        words=words,
        identity=identity,
        confidence=confidence,
        excerpt=excerpt,
    )


def _names(node: Node | None) -> frozenset[str]:
    """The triggers, however they are written: one word, a list or a mapping."""
    listed = frozenset(text_of(item) for item in items(node))
    return listed or frozenset(entries(node)) or frozenset({text_of(node)} - {""})


_APPLIED: Mapping[Callable[[Document, Node], Iterator[Finding]], frozenset[Applied]] = {
    _github: applied((*AUDITS.values(), CHECKOUT, WRITE_ALL, REMOTE_SCRIPT)),
    _gitlab: applied((GITLAB_INCLUDE, GITLAB_EVAL)),
    _zuul: applied((ZUUL_SECRET, ZUUL_REVIEW, ZUUL_PARENT)),
}
