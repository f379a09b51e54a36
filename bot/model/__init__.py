"""The review's vocabulary: frozen values, no I/O. Everybody imports the names from here.

Lines and columns are 1-based; an end line is inclusive, an end column exclusive (as semgrep and SARIF count).
"""

from bot.model.blame import Blamed as Blamed
from bot.model.blame import Origin as Origin
from bot.model.blame import later_commits as later_commits
from bot.model.change import BINARY as BINARY
from bot.model.change import LINK as LINK
from bot.model.change import MESSAGES as MESSAGES
from bot.model.change import NO_TEXT as NO_TEXT
from bot.model.change import SUBMODULE as SUBMODULE
from bot.model.change import Change as Change
from bot.model.change import ChangedFile as ChangedFile
from bot.model.change import ChangeRef as ChangeRef
from bot.model.change import CommitMessage as CommitMessage
from bot.model.change import FileStatus as FileStatus
from bot.model.change import Hunk as Hunk
from bot.model.change import Side as Side
from bot.model.change import empty_tree as empty_tree
from bot.model.change import message_of as message_of
from bot.model.change import split_lines as split_lines
from bot.model.coverage import Applied as Applied
from bot.model.coverage import Aside as Aside
from bot.model.coverage import CheckRun as CheckRun
from bot.model.coverage import Entry as Entry
from bot.model.coverage import Extent as Extent
from bot.model.coverage import Gap as Gap
from bot.model.coverage import LeftOut as LeftOut
from bot.model.coverage import RunStatus as RunStatus
from bot.model.coverage import Unruled as Unruled
from bot.model.coverage import entries as entries
from bot.model.finding import CheckResult as CheckResult
from bot.model.finding import Finding as Finding
from bot.model.finding import Fix as Fix
from bot.model.finding import Several as Several
from bot.model.finding import Span as Span
from bot.model.finding import TraceStep as TraceStep
from bot.model.finding import by_place as by_place
from bot.model.finding import gravest_first as gravest_first
from bot.model.grades import Area as Area
from bot.model.grades import Confidence as Confidence
from bot.model.grades import Severity as Severity
from bot.model.observation import Observation as Observation
from bot.model.observation import Placement as Placement
from bot.model.review import Review as Review
from bot.model.review import Verdict as Verdict
