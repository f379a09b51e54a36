"""Servers, databases and the settings files of frameworks."""

from __future__ import annotations

from bot.model import Area, Confidence, Severity
from workers.checks.unsafe_settings.model import setting

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
_LOW_C, _MEDIUM_C, _HIGH_C = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH
_CRYPTOGRAPHY, _AUTHORIZATION = Area.CRYPTOGRAPHY, Area.AUTHORIZATION
_ON = r"(?i:true|yes|on|y)"
_OFF = r"(?i:false|no|off|n)"
_VERIFY = "Keep verification on, and add the authority that signs the certificate."

ROWS = (
    setting(
        "tls-version",
        "server",
        r"(?i)^(?:ssl_protocols|SSLProtocol)\b(?=.*(?<![-\w])\+?(?:SSLv[23]|TLSv1(?:\.[01])?)(?![.\w]))",
        _MEDIUM,
        _HIGH_C,
        327,
        "Old versions of TLS are accepted",
        "Connections can be brought down to a version of the protocol that is broken.",
        "Allow TLS 1.2 and 1.3 only.",
        area=_CRYPTOGRAPHY,
    ),
    setting(
        "upstream-verification-off",
        "server",
        r"(?i)^[^#]*?\b(?:proxy_ssl_verify off|SSLProxyVerify none|ssl_verify_client off)|\bverify none\b",
        _MEDIUM,
        _MEDIUM_C,
        295,
        "The server no longer checks a certificate",
        "Whoever is on the way can pass for the other side.",
        _VERIFY,
        area=_CRYPTOGRAPHY,
    ),
    # Servers
    setting(
        "cors-any-origin",
        "server",
        r"(?i)Access-Control-Allow-Origin[\"']? [\"']?\*",
        _MEDIUM,
        _LOW_C,
        942,
        "Every site may read the answers",
        "A page on any site can read what this server answers to its visitors.",
        "Name the origins that need it.",
    ),
    setting(
        "directory-listing",
        "server",
        r"(?i)^[^#]*?\bautoindex on\b|^Options\b.*(?<!-)\bIndexes\b",
        _LOW,
        _MEDIUM_C,
        548,
        "Folders are listed",
        "Visitors see the names of all files, linked or not.",
        "Switch the listing off.",
    ),
    setting(
        "ssh-login",
        "sshd",
        r"(?i)^(?:PermitRootLogin|PermitEmptyPasswords|PasswordAuthentication)[ =]+\"?yes\b",
        _MEDIUM,
        _HIGH_C,
        287,
        "The SSH server accepts weaker logins",
        "An attacker who guesses a password is in, maybe as root.",
        "Accept keys only, and no root.",
        area=_AUTHORIZATION,
    ),
    setting(
        "sudo-without-password",
        "sudoers",
        r"NOPASSWD ?: ?ALL\b",
        _MEDIUM,
        _HIGH_C,
        250,
        "Everything may be run as root without a password",
        "Whoever gets to run code as this account is root.",
        "Name the commands that are needed.",
        area=_AUTHORIZATION,
    ),
    setting(
        "database-open",
        "database",
        r"^(?:(?i:protected-mode) [\"']?(?i:no)\b|host\w* .*\btrust(?: #.*)?$|xpack\.security\.enabled: ?[\"']?false"
        r"|authorization: ?[\"']?disabled|skip[-_]grant[-_]tables\b(?! ?= ?[\"']?(?i:0|off|false)\b))",
        _HIGH,
        _HIGH_C,
        306,
        "The database lets everybody in",
        "Whoever reaches the database's port reads and writes everything.",
        "Keep authentication on.",
        area=_AUTHORIZATION,
        places=((r"xpack\.security\.enabled", _OFF), ("authorization", "disabled")),
    ),
    # Frameworks
    setting(
        "debug-on",
        "environment",
        r"^(?:export )?(?:APP_DEBUG|DEBUG|FLASK_DEBUG|DJANGO_DEBUG) ?[=:] ?[\"']?(?i:true|1|on|yes)\b",
        _MEDIUM,
        _MEDIUM_C,
        489,
        "Debugging is on",
        "Error pages show code, settings and data, and some debuggers run commands.",
        "Keep debugging off where others can reach the program.",
    ),
    setting(
        "spring-exposed",
        "spring",
        r"exposure\.include(?: ?[=:] ?| )[\"']?\*|^include: ?[\"']\*[\"']"
        r"|h2[.-]console\.enabled(?: ?[=:] ?| )(?i:true)"
        r"|(?:security\.(?:csrf|basic)|server\.ssl)\.enabled(?: ?[=:] ?| )(?i:false)",
        _MEDIUM,
        _MEDIUM_C,
        16,
        "The application opens what should be closed",
        "Management pages or unprotected requests are open to whoever reaches the port.",
        "Expose `health` and `info` only, and keep the protections on.",
        places=(
            (r"(?:exposure\.)?include(?:\.\[\])?", r"\*"),
            (r"h2[.-]console\.enabled", _ON),
            (r"security\.(?:csrf|basic)\.enabled|server\.ssl\.enabled", _OFF),
        ),
    ),
    setting(
        "rails-protection-off",
        "rails",
        r"^config\.(?:force_ssl ?= ?false|consider_all_requests_local ?= ?true)"
        r"|(?:allow_forgery_protection|escape_html_entities_in_json|per_form_csrf_tokens) ?= ?false",
        _MEDIUM,
        _HIGH_C,
        16,
        "A protection of Rails is switched off",
        "The application gives up a protection that the framework has by default.",
        "Leave the default in place.",
    ),
    setting(
        "php-unsafe",
        "php",
        r"(?i)^(?:php_(?:admin_)?(?:flag|value)\[)?(?:display_errors|allow_url_include"
        r"|register_globals)\]? ?= ?\"?(?:on|1|yes|true)\b",
        _MEDIUM,
        _HIGH_C,
        16,
        "PHP shows errors or takes in foreign code",
        "Visitors see the program's insides, or can make it run a file of theirs.",
        "Set it to `Off`.",
    ),
    setting(
        "android-unsafe",
        "android",
        r"(?:usesCleartextTraffic|cleartextTrafficPermitted|android:debuggable) ?= ?[\"']true[\"']",
        _MEDIUM,
        _MEDIUM_C,
        319,
        "The app sends in the clear or can be debugged",
        "Whoever shares the network reads and changes what the app sends, or looks into the app.",
        "Leave it `false`.",
        area=_CRYPTOGRAPHY,
    ),
    setting(
        "apple-cleartext",
        "apple",
        r"NSAllowsArbitraryLoads",
        _MEDIUM,
        _LOW_C,
        319,
        "The app may send in the clear",
        "Whoever shares the network reads and changes what the app sends.",
        "Name the hosts that need an exception.",
        area=_CRYPTOGRAPHY,
    ),
    setting(
        "dotnet-debug",
        "dotnet",
        (
            r"(?i)<compilation\b[^<>]*debug ?= ?[\"']true[\"']|<customErrors\b[^<>]*mode ?= ?[\"']Off[\"']"
            r"|validateRequest ?= ?[\"']false[\"']"
        ),
        _LOW,
        _MEDIUM_C,
        489,
        "The site shows its insides",
        "Visitors see stack traces and sources, or requests are no longer validated.",
        "Keep it off in what is deployed.",
    ),
    setting(
        "openstack-open",
        "openstack",
        (
            r"^auth_strategy ?[=:] ?noauth|^[\"']?[\w-]+:[\w:-]+[\"']? ?: ?[\"']@[\"']"
            r"|^(?:insecure|api_insecure|\w*_insecure) ?[=:] ?(?i:true|1|yes|on)\b"
        ),
        _HIGH,
        _MEDIUM_C,
        862,
        "The service asks nobody who they are",
        "Whoever reaches the service may do this, or pass for the service it talks to.",
        "Keep the check and the verification on.",
        area=_AUTHORIZATION,
        places=((r"[\w-]+:[\w:-]+", "@"), ("auth_strategy", "noauth.*"), (r"insecure|api_insecure|\w*_insecure", _ON)),
    ),
)
