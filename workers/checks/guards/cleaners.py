"""The functions that make a value harmless, by what they make it harmless for: one table for all languages.

Names are compared in lower case and without underscores, so ``html_escape``, ``htmlEscape`` and ``HtmlEscape`` are one.
They are those of the languages' standard libraries, the large frameworks, and the words that people name their own by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cleaner:
    """One kind of cleaning."""

    kind: str
    cwe: int
    """The family of weaknesses that it stands against."""
    names: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None
    """For names that people give: found anywhere in the name."""

    def has(self, name: str) -> bool:
        return name in self.names or (self.pattern is not None and self.pattern.search(name) is not None)


def _row(kind: str, cwe: int, names: str, pattern: str = "") -> Cleaner:
    return Cleaner(kind, cwe, frozenset(names.split()), re.compile(pattern) if pattern else None)


CLEANERS = (
    _row(
        "command",
        78,
        "escapeshellarg escapeshellcmd shellescape shellquote shelljoin shlexquote escapeshell quoteshell "
        "quotecommandarg",
        r"shell(?:escape|quote)|(?:escape|quote)shell",
    ),
    _row(
        "pattern",
        1333,
        "pregquote quotemeta escaperegexp escaperegex regexescape regexpescape regexquote",
        r"(?:escape|quote)reg(?:ex|exp)|reg(?:ex|exp)(?:escape|quote)",
    ),
    _row(
        "query",
        89,
        "realescapestring mysqlirealescapestring escapestring pgescapestring pgescapeliteral pgescapeidentifier "
        "sanitizesql sanitizesqllike sanitizesqlarray sanitizesqlforconditions quoteidentifier quotecolumnname "
        "quotetablename quotename quoteinto quotevalue quoteliteral quoteident escapelike escapeidentifier "
        "escapeliteral escapevalue escapesql bindparam bindvalue addslashes escapeliketerm escapeldap "
        "ldapescape escapefilterchars "
        "escapednchars escapexpath escapedn escapefilter",
        r"(?:escape|quote|sanitiz)\w*(?:sql|query|ident|column|table|literal|ldap|like)|(?:sql|ldap)(?:escape|quote)",
    ),
    _row(
        "path",
        22,
        "basename securefilename safejoin securejoin normpath abspath realpath evalsymlinks expandpath canonicalpath "
        "getcanonicalpath getcanonicalfile torealpath cleanpath safepath filepathclean getrelativepath relativeto "
        "fromslash toslash sanitizefilename sanitizepath getvalidfilename cleanfilename islocal",
        r"(?:clean|sanitiz|sanitis|secur|safe|normali[sz]e|canonical\w*|check|valid\w*|escape)\w*(?:path|file"
        r"|filename|dir|directory|folder)"
        r"(?:name)?s?$|canonicali[sz]e",
    ),
    _row(
        "url",
        74,
        "encodeuricomponent encodeuri quoteplus urlencode rawurlencode urlquote pathescape queryescape urlescape "
        "uriescape percentencode urlpathescape encodewwwformcomponent encodeurl escurl escurlraw encodepathsegment "
        "sanitizeurl safeurl encodepath iriencode iritouri httpbuildquery encodewwwform",
        r"(?:encode|escape|sanitiz|sanitis|clean|safe|quote)\w*ur[li]|ur[li](?:encode|escape|quote|sanit)",
    ),
    _row(
        "escape",
        79,
        "h e esc htmlspecialchars htmlentities htmlescape escapehtml escapexml escapehtml4 escapehtml3 forhtml forxml "
        "forjavascript forhtmlattribute forhtmlcontent escapejavascript javascriptescape j jsonescape xmlescape "
        "eschtml escattr escjs wpksespost wpkses striptags stripalltags sanitize purify bleach linkify clean_html "
        "cleanhtml tagescape conditionalescape formathtml escapejs quoteattr htmlescapestring htmlescapestring "
        "jsescapestring encodeforhtml encodehtml htmlencode encodeentities stripslashes filterxss xss filtervar "
        "filterinput filterinputarray nl2br sanitizetextfield escapeonce xmlspecialchars contenttag createtextnode",
        r"escap|sanitiz|sanitis|saniti(?:z|s)|htmlspecialchars|htmlentit|purif|html(?:encode|special)|striptag"
        r"|xmlchars|specialchars|encodehtml|unhtml"
        r"|neutrali[sz]e|scrub",
    ),
    _row(
        "number",
        89,
        "int integer intval (int) (integer) (float) (long) (double) (bool) (boolean) parseint number atoi parseuint "
        "toi toint tointeger absint float floatval parsefloat long parselong int64 int32 uint uint64 uint32 uuid "
        "fromstring parseuuid mustparse isuuid ctypedigit boolval parsebool tryfrom valueof",
    ),
    _row("bound", 400, "limitreader newlimitedreader limitedreader maxbytesreader min clamp limit timeout"),
    _row(
        "mask",
        532,
        "redact redacted mask masked obfuscate censor scrubsecrets filterparameters anonymize",
        r"redact|obfuscat|censor|(?:mask|hide|strip|remove|filter|omit)\w*(?:secret|password|token|credential"
        r"|sensitive|key|auth|userinfo)",
    ),
    _row(
        "filter",
        284,
        "filter filterby reject arrayfilter permit only except arrayintersect arrayintersectkey removeif "
        "retainif pick omit",
        r"(?:allowed|visible|permitted|authori[sz]ed)(?!pop)",
    ),
    _row("copy", 471, "deepcopy copy clone dup freeze frozen unmodifiablelist unmodifiablemap copyof"),
    _row(
        "wrap",
        693,
        "",
        r"^(?:safe|secure|protect|trusted|sandbox|guard)|(?:validat|verif|normali[sz]|canonical)|whitelist|allowlist",
    ),
    _row(
        "normal",
        178,
        "strip lstrip rstrip trim ltrim rtrim trimspace trimleft trimright trimprefix trimsuffix lower upper tolower "
        "toupper tolowercase touppercase downcase upcase casefold strtolower mbstrtolower squish chomp chop "
        "normalize clean resolve base rel",
        r"strip|clean",
    ),
    _row(
        "replace",
        116,
        "replace replaceall strreplace pregreplace pregreplacecallback gsub sub tr delete delete! gsub! sub! tr! "
        "strireplace replacefirst translate replaceallstring replaceallliteralstring strtr subn newreplacer squeeze",
    ),
    _row(
        "encode",
        116,
        "dumps jsonencode stringify tojson marshal jsondumps quote repr inspect strconvquote hexdigest b64encode",
        r"encode|quot",
    ),
)
"""What is in two rows is of the first."""
RAW = frozenset(
    "raw htmlsafe marksafe markup safe unsafe unescape htmlunescape decode unquote urldecode rawurldecode "
    "htmlspecialcharsdecode htmlentitydecode stripslashes safehtml safehtmlattr trustashtml bypasssecuritytrusthtml "
    "bypasssecuritytrusturl sethtml htmlraw rawdata decodeuricomponent decodeuri".split()
)
"""Calls that make a value count as harmless, or undo what did: whoever takes one off adds protection."""
NO_CLEANER = frozenset(
    "print println printf echo log debug info warn error write append push add str string tostring tos list tuple set "
    "dict iter sorted sort reversed len size map foreach each promise await resolvepromise errorf wrap wrapf newerror "
    "gettext ngettext translate t trans i18n lazy require import include super bind call apply then catch get "
    "render format sprintf join split concat isset empty unset defined optional of just some ok unwrap expect tap "
    "tolist toarray aslist toa entries keys values getvalue lock unlock close requirenonnull nonnull notnull".split()
)
"""Calls that come and go without harm: they print, convert to text or list, translate, wrap an error or a promise."""
WEAK_ARGUMENT = re.compile(
    r"(?i)FILTER_(?:UNSAFE_RAW|DEFAULT)|ENT_(?:NOQUOTES|COMPAT)|\bquote\s*=\s*False|\bescape\s*[=:]\s*(?:false|nil"
    r"|null)"
    r"|\bdouble_encode\s*[:=]\s*false"
)
"""An argument by which a cleaner cleans less."""
STRONG_ARGUMENT = re.compile(
    r"(?i)FILTER_(?:SANITIZE|VALIDATE|FLAG)_\w+|ENT_QUOTES|\bquote\s*=\s*True|\bescape\s*[=:]\s*true|JSON_HEX_\w+"
    r"|\b(?:tags|attributes|protocols|allowed\w*)\s*[:=]"
)


def key(name: str) -> str:
    """How a name is compared: lower case, without underscores and marks."""
    return name.replace("_", "").rstrip("!").lower()


def cleaner(name: str, receiver: str = "") -> Cleaner | None:
    """The row of a function by its last name, else by that of what it is called on (``Sanitizer.html(x)``);
    ``None`` where no row knows it."""
    compared = key(name)
    if is_no_cleaner(name) or _UNDOES.match(compared):
        return None
    found = next((row for row in CLEANERS if row.has(compared)), None)
    if (found is None or found.kind == "normal") and _CLEANING_RECEIVER.match(key(receiver)):
        return BY_KIND["escape"]
    return found


def is_no_cleaner(name: str) -> bool:
    """Whether the function is known to clean nothing, or to do the opposite."""
    compared = key(name)
    return compared in RAW or compared in NO_CLEANER or compared.endswith(("error", "exception"))


def is_raw(name: str) -> bool:
    """Whether the function makes a value count as harmless, or undoes what made it so."""
    return key(name) in RAW


_UNDOES = re.compile(r"un(?!ique|html|ion|modif)")
_CLEANING_RECEIVER = re.compile(r"(?:sanitiz|sanitis|escap|purif|dompurif|bleach|htmlpurif|esapi|xssfilter)\w*$")
BY_KIND: Mapping[str, Cleaner] = {row.kind: row for row in CLEANERS}
