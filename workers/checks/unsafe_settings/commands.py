"""Commands of shell scripts, Makefiles and image builds.

They are read by commands and not by the engine: its grammar of the shell fails on one script in nine (measured on
332), and each such file would leave a review incomplete.
"""

from __future__ import annotations

from bot.model import Area, Confidence, Severity
from workers.checks.unsafe_settings.model import setting

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
_LOW_C, _MEDIUM_C, _HIGH_C = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH
_NAMES = r"(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)"
_NO_VALUE = r"(?!\w*_(?:FILE|PATH|DIR|URL|NAME|ID|TTL|TYPE|HEADER|LENGTH|EXPIR\w*|POLICY|ENABLED|REQUIRED)\b)"
_SHELL = r"(?:sudo (?:-\w+ )*)?(?:[^\s|]*/)?(?:(?:ba|z|da|k)?sh|python3?|perl|ruby|node)\b"
_OWN = r"(?!(?:localhost|127\.0\.0\.1|\[::1\])\b)"

ROWS = (
    setting(
        "packages-unverified",
        "script",
        (
            r"\bpip3? install\b(*)--trusted-host",
            r"\bapt(?:-get)? (*)--(?:allow-unauthenticated|force-yes)\b",
            r"\b(?:yum|dnf|microdnf) (*)--nogpgcheck",
            r"\brpm (*)--no(?:signature|digest)\b",
            r"\bapk (*)--allow-untrusted",
            r"\bzypper (*)--no-gpg-checks",
            r"\bgem install\b(*)(?:-P ?NoSecurity|--source http://)",
            r"\[trusted=yes\]|\bgpgcheck ?= ?0\b|AllowUnauthenticated [\"']?(?:true|1)\b",
        ),
        _MEDIUM,
        _HIGH_C,
        494,
        "Packages are installed without a check of their origin",
        "Whoever is on the way, or controls the mirror, can deliver packages of their own, which run as root here.",
        "Keep the check on, and import the key or the certificate of the source.",
        area=Area.SUPPLY_CHAIN,
    ),
    setting(
        "script-in-the-clear",
        "script",
        (
            rf"\b(?:curl|wget)\b(|)\bhttp://{_OWN}(|)\| ?{_SHELL}",
            rf"(?:\beval [\"']?|\b(?:ba|z|da)?sh -c [\"']?)\$\( ?(?:curl|wget)\b[^()]*\bhttp://{_OWN}",
            rf"<\( ?(?:curl|wget)\b[^()]*\bhttp://{_OWN}",
        ),
        _HIGH,
        _HIGH_C,
        494,
        "A script is fetched without encryption and run",
        "Whoever is on the way can put commands of their own into the script, and they run here.",
        "Fetch it over https, compare its hash with a known one, and run it then.",
        area=Area.SUPPLY_CHAIN,
    ),
    setting(
        "remote-script",
        "script",
        (
            rf"\b(?:curl|wget)\b(|)https://(|)\| ?{_SHELL}",
            r"(?:\beval [\"']?|\b(?:ba|z|da)?sh -c [\"']?)\$\( ?(?:curl|wget)\b",
            r"\b(?:ba|z)?sh <\( ?(?:curl|wget)\b",
        ),
        _LOW,
        _LOW_C,
        494,
        "A script from the network is run unread",
        "Whoever controls that server decides what runs here, and can decide anew at each run.",
        "Fetch a fixed version, compare its hash with a known one, and run it then.",
        area=Area.SUPPLY_CHAIN,
    ),
    setting(
        "input-evaluated",
        "script",
        r"(?:\beval\b|\b(?:ba|z|da)?sh -c\b)(*)\$\{?(?:QUERY_STRING|HTTP_\w+|PATH_INFO|REQUEST_URI|GITHUB_HEAD_REF"
        r"|CI_COMMIT_(?:MESSAGE|TITLE|BRANCH|REF_NAME|TAG)|CI_MERGE_REQUEST_(?:TITLE|SOURCE_BRANCH_NAME)|CHANGE_(?:TITLE|BRANCH)"
        r"|GERRIT_CHANGE_SUBJECT|SSH_ORIGINAL_COMMAND)\b",
        _HIGH,
        _MEDIUM_C,
        78,
        "Text that outsiders write is run as a command",
        "Whoever chooses the text, such as the name of a branch, runs commands of their own here.",
        "Compare the value with what is allowed, and hand it over as one quoted argument without `eval`.",
        area=Area.INPUT_VALIDATION,
    ),
    setting(
        "world-writable",
        "script",
        r"(?<![\w-])chmod (?:--?\w+ )*+(?:0?[0-7][0-7][2367]|(?:a|o|ugo)\+[rx]*w[rx]*) ",
        _MEDIUM,
        _MEDIUM_C,
        732,
        "Everybody on the machine may write these files",
        "Any account or program on the machine can replace them, and so change what is read or run later.",
        "Give the right to write to the owner or a group only.",
        area=Area.AUTHORIZATION,
    ),
    setting(
        "sudo-everything",
        "script",
        (r"NOPASSWD: ?ALL\b(*)(?:>|\btee\b)", r"sed\b(*)NOPASSWD: ?ALL\b"),
        _MEDIUM,
        _LOW_C,
        250,
        "Everything may be run as root without a password",
        "Whoever gets to run code as this account is root.",
        "Name the commands that are needed.",
        area=Area.AUTHORIZATION,
    ),
    setting(
        "container-run-privileged",
        "script",
        r"\b(?:docker|podman|nerdctl)(?: container)? run\b(*)--privileged(?: |=true|$)",
        _MEDIUM,
        _LOW_C,
        250,
        "A container is started with all rights",
        "Whoever gets code to run in this container is root on the machine under it.",
        "Give the container only the single rights that it needs.",
    ),
    setting(
        "secret-printed",
        "script",
        rf"^(?:echo|printf) (?=[^$]*[A-Za-z]{{3}})[^|>$]*[\"'\s:=]\$\{{?{_NO_VALUE}\w*{_NAMES}\}}?[^|>]*$",
        _MEDIUM,
        _MEDIUM_C,
        532,
        "A secret is printed",
        "Everybody who can read the output, such as the log of a build, can use the secret.",
        "Say only whether it is set.",
        area=Area.LOGGING,
    ),
    setting(
        "secret-in-process-list",
        "script",
        (
            r"\bsshpass -p ?\S",
            r"\bcurl\b(*) (?:-u|--user)[ =]+[\"']?[^\s\"':$]+:[^\s\"'$@]{4,}",
            rf"\b(?:docker|podman|helm)\b(*)\blogin\b(*) (?:-p|--password)[ =]+[\"']?\$?\{{?\w*{_NAMES}",
            rf"\bmysql(?:dump|admin)?\b(*) -p[\"']?\$\{{?\w*{_NAMES}",
        ),
        _LOW,
        _LOW_C,
        214,
        "A secret is an argument of a command",
        "Every account on the machine can read it in the list of processes while the command runs.",
        "Hand it over by the environment, a file or the standard input.",
        area=Area.SECRETS,
    ),
    setting(
        "temporary-name-known",
        "script",
        r"> ?[\"']?/(?:var/)?tmp/[\w.-]*(?:\$\$|\$\{?RANDOM\}?)",
        _LOW,
        _LOW_C,
        377,
        "A temporary file has a name that others can guess",
        "Another account on the machine can put a link there first, and this command overwrites what it points to.",
        "Use `mktemp`.",
    ),
    setting(
        "remove-below-variable",
        "script",
        r"(?<![\w-])rm (?=(?:-\w+ )*?-[^\WrR]*[rR])(?:-\w+ )++[\"']?\$(?:\w+|\{\w+\})[\"']?/(?:\*|[\"']?$)",
        _LOW,
        _LOW_C,
        665,
        "What is removed depends on a variable that may be empty",
        "When the variable is not set, everything below `/` is removed.",
        "Write `${name:?}`, which stops when it is empty.",
    ),
    setting(
        "docker-secret",
        "docker",
        rf"(?i)^(?:ENV|ARG) (?:\w+=\S+ )*{_NO_VALUE}\w*{_NAMES}[= ][\"']?"
        r"(?!changeme|change_me|example|your|dummy|placeholder|none\b|null\b|true\b|false\b)[^\s\"'$<{/%][^\s\"'$]{5,}",
        _MEDIUM,
        _MEDIUM_C,
        798,
        "A secret is written into the image",
        "Everybody who can read this file or pull the image has the secret.",
        "Hand it over when the container starts, or with `RUN --mount=type=secret`.",
        area=Area.SECRETS,
    ),
    setting(
        "docker-secret-argument",
        "docker",
        rf"(?i)^ARG {_NO_VALUE}\w*{_NAMES}$",
        _LOW,
        _LOW_C,
        522,
        "A secret is handed to the build as an argument",
        "The value stays in the history of the image where this stage is the last one.",
        "Use `RUN --mount=type=secret`.",
        area=Area.SECRETS,
    ),
)
