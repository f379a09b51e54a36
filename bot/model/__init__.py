"""The review's vocabulary: frozen values, no I/O. Everybody imports the names from here.

Lines and columns are 1-based; an end line is inclusive, an end column exclusive (as semgrep and SARIF count).
"""

from bot.model.blame import Blamed, Origin, later_commits
from bot.model.change import (
    BINARY,
    LINK,
    MESSAGES,
    NO_TEXT,
    SUBMODULE,
    Change,
    ChangedFile,
    ChangeRef,
    CommitMessage,
    FileStatus,
    Hunk,
    Side,
    empty_tree,
    message_of,
    split_lines,
)
from bot.model.coverage import (
    Applied,
    Aside,
    CheckRun,
    Entry,
    Extent,
    Gap,
    LeftOut,
    RunStatus,
    Unruled,
    entries,
)
from bot.model.finding import (
    CheckResult,
    Finding,
    Fix,
    Several,
    Span,
    TraceStep,
    by_place,
    gravest_first,
)
from bot.model.grades import Area, Confidence, Severity
from bot.model.observation import Observation, Placement
from bot.model.review import Review, Verdict

__all__ = [
    "BINARY",
    "LINK",
    "MESSAGES",
    "NO_TEXT",
    "SUBMODULE",
    "Applied",
    "Area",
    "Aside",
    "Blamed",
    "Change",
    "ChangeRef",
    "ChangedFile",
    "CheckResult",
    "CheckRun",
    "CommitMessage",
    "Confidence",
    "Entry",
    "Extent",
    "FileStatus",
    "Finding",
    "Fix",
    "Gap",
    "Hunk",
    "LeftOut",
    "Observation",
    "Origin",
    "Placement",
    "Review",
    "RunStatus",
    "Several",
    "Severity",
    "Side",
    "Span",
    "TraceStep",
    "Unruled",
    "Verdict",
    "by_place",
    "empty_tree",
    "entries",
    "gravest_first",
    "later_commits",
    "message_of",
    "split_lines",
]
