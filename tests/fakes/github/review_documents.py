"""The JSON of what is said about a pull request: comments, reviews, check runs, statuses."""

from __future__ import annotations

from tests.fakes.github.diffs import diff, line_today
from tests.fakes.github.documents import Document, Documents, base_tip, merge_base, node_id, when
from tests.fakes.github.state import CheckRun, Hosted, IssueComment, Pull, Reaction, Review, ReviewComment, Status


class ReviewDocuments(Documents):
    def issue_comment(self, repository: Hosted, comment: IssueComment) -> Document:
        api = self.repository_api(repository)
        url = f"{api}/issues/comments/{comment.id}"
        page = self.pull_page(repository, comment.number)
        return {
            "id": comment.id,
            "node_id": node_id("IC", comment.id),
            "url": url,
            "html_url": f"{page}#issuecomment-{comment.id}",
            "issue_url": f"{api}/issues/{comment.number}",
            "user": self.author(comment.user),
            "body": comment.body,
            "created_at": when(comment.created),
            "updated_at": when(comment.updated),
            "author_association": self.state.association(repository, comment.user),
            "reactions": self.reactions(f"{url}/reactions", comment.reactions),
            "performed_via_github_app": None,
        }

    def review(self, repository: Hosted, review: Review) -> Document:
        pull_url = f"{self.repository_api(repository)}/pulls/{review.number}"
        page = f"{self.pull_page(repository, review.number)}#pullrequestreview-{review.id}"
        document = {
            "id": review.id,
            "node_id": node_id("PRR", review.id),
            "user": self.author(review.user),
            "body": review.body,
            "state": review.state,
            "html_url": page,
            "pull_request_url": pull_url,
            "author_association": self.state.association(repository, review.user),
            "_links": {"html": {"href": page}, "pull_request": {"href": pull_url}},
            "commit_id": review.commit,
        }
        if review.state != "PENDING":
            document["submitted_at"] = when(review.created)
        return document

    def review_comment(self, repository: Hosted, comment: ReviewComment) -> Document:
        api = self.repository_api(repository)
        url, pull_url = f"{api}/pulls/comments/{comment.id}", f"{api}/pulls/{comment.number}"
        page = f"{self.pull_page(repository, comment.number)}#discussion_r{comment.id}"
        first = comment if comment.reply_to is None else repository.review_comments.get(comment.reply_to, comment)
        pull = repository.pulls[comment.number]
        line, start_line = self._lines_today(repository, pull, first)
        outdated = first.line is not None and line is None
        document = {
            "id": comment.id,
            "node_id": node_id("PRRC", comment.id),
            "url": url,
            "html_url": page,
            "pull_request_url": pull_url,
            "pull_request_review_id": comment.review.id,
            "diff_hunk": self._hunk(repository, pull, first),
            "path": first.path,
            "commit_id": first.commit if outdated else pull.head_sha,
            "original_commit_id": first.commit,
            "user": self.author(comment.user),
            "body": comment.body,
            "created_at": when(comment.created),
            "updated_at": when(comment.updated),
            "author_association": self.state.association(repository, comment.user),
            "subject_type": "file" if first.line is None else "line",
            "line": line,
            "original_line": first.line,
            "start_line": start_line,
            "original_start_line": first.start_line,
            "side": first.side,
            "start_side": first.start_side,
            "position": 1 if line is not None else None,
            "original_position": 1,
            "reactions": self.reactions(f"{url}/reactions", comment.reactions),
            "_links": {"self": {"href": url}, "html": {"href": page}, "pull_request": {"href": pull_url}},
        }
        if comment.reply_to is not None:
            document["in_reply_to_id"] = comment.reply_to
        return document

    def comment_of_review(self, repository: Hosted, comment: ReviewComment) -> Document:
        """As the list of one review's comments has it: without a line where the line is none."""
        document = self.review_comment(repository, comment)
        absent = [name for name in ("line", "original_line") if document[name] is None]
        return {name: value for name, value in document.items() if name not in absent}

    def reactions(self, url: str, reactions: list[Reaction]) -> Document:
        counts = dict.fromkeys(("+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket"), 0)
        for reaction in reactions:
            counts[reaction.content] += 1
        return {"url": url, "total_count": len(reactions), **counts}

    def reaction(self, reaction: Reaction) -> Document:
        return {
            "id": reaction.id,
            "node_id": node_id("REA", reaction.id),
            "user": self.author(reaction.user),
            "content": reaction.content,
            "created_at": when(reaction.created),
        }

    def check_run(self, repository: Hosted, run: CheckRun) -> Document:
        url = f"{self.repository_api(repository)}/check-runs/{run.id}"
        return {
            "id": run.id,
            "node_id": node_id("CR", run.id),
            "name": run.name,
            "head_sha": run.sha,
            "external_id": run.external_id,
            "url": url,
            "html_url": f"{self.origin}/{repository.full_name}/runs/{run.id}",
            "details_url": run.details_url or f"{self.origin}/{repository.full_name}/runs/{run.id}",
            "status": run.status,
            "conclusion": run.conclusion,
            "started_at": when(run.started),
            "completed_at": when(run.completed) if run.completed else None,
            "check_suite": {"id": int(run.sha[:7], 16)},
            "app": self.app(),
            "pull_requests": [
                self._minimal_pull(repository, pull)
                for pull in repository.pulls.values()
                if pull.head_sha == run.sha and pull.open and pull.head_repository == repository.full_name
            ],  # GitHub leaves it empty for forks
            "output": {
                "title": run.title,
                "summary": run.summary,
                "text": run.text,
                "annotations_count": len(run.annotations),
                "annotations_url": f"{url}/annotations",
            },
        }

    def annotation(self, repository: Hosted, run: CheckRun, annotation: Document) -> Document:
        optional = dict.fromkeys(("start_column", "end_column", "title", "raw_details"))
        page = f"{self.origin}/{repository.full_name}/blob/{run.sha}/{annotation['path']}"
        return {**optional, **annotation, "blob_href": page}

    def status(self, repository: Hosted, status: Status) -> Document:
        return {
            "id": status.id,
            "node_id": node_id("SC", status.id),
            "url": f"{self.repository_api(repository)}/statuses/{status.sha}",
            "avatar_url": None,
            "state": status.state,
            "context": status.context,
            "description": status.description,
            "target_url": status.target_url,
            "created_at": when(status.created),
            "updated_at": when(status.created),
            "creator": self.account(status.creator),
        }

    def _minimal_pull(self, repository: Hosted, pull: Pull) -> Document:
        url = self.repository_api(repository)
        repo = {"id": repository.id, "url": url, "name": repository.name}
        return {
            "id": pull.id,
            "number": pull.number,
            "url": f"{url}/pulls/{pull.number}",
            "head": {"ref": pull.head, "sha": pull.head_sha, "repo": repo},
            "base": {"ref": pull.base, "sha": base_tip(repository, pull), "repo": repo},
        }

    def _lines_today(self, repository: Hosted, pull: Pull, comment: ReviewComment) -> tuple[int | None, int | None]:
        """Line and start line at the current head; ``None`` where the lines were changed since."""
        if comment.line is None or comment.side == "LEFT" or comment.commit == pull.head_sha:
            return comment.line, comment.start_line
        line = line_today(repository.git, comment.path, comment.commit, pull.head_sha, comment.line)
        if line is None or comment.start_line is None:
            return line, None
        start = line_today(repository.git, comment.path, comment.commit, pull.head_sha, comment.start_line)
        return (line, start) if start is not None else (None, None)

    def is_outdated(self, repository: Hosted, pull: Pull, comment: ReviewComment) -> bool:
        return comment.line is not None and self._lines_today(repository, pull, comment)[0] is None

    def _hunk(self, repository: Hosted, pull: Pull, comment: ReviewComment) -> str:
        if comment.line is None:
            return ""
        base = merge_base(repository, pull)
        file = diff(repository.git, base, comment.commit).get(comment.path)
        hunk = file.hunk_at(comment.line, comment.side) if file else None
        return hunk.until(comment.line, comment.side) if hunk else ""
