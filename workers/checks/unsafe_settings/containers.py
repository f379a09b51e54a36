"""Containers, images, shell commands and clouds."""

from __future__ import annotations

from bot.model import Area, Confidence, Severity
from workers.checks.unsafe_settings.model import setting

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
_LOW_C, _MEDIUM_C, _HIGH_C = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH
_CRYPTOGRAPHY, _AUTHORIZATION = Area.CRYPTOGRAPHY, Area.AUTHORIZATION
_VERIFY = "Keep verification on, and add the authority that signs the certificate."
_ON = r"(?i:true|yes|on|y)"
_OFF = r"(?i:false|no|off|n)"
"""As YAML 1.1 writes them, which most programs read."""
_CAPABILITY = r"(?i:(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|NET_ADMIN|DAC_READ_SEARCH))"
_PRIVILEGES = "Give the container only the single rights that it needs."

ROWS = (
    # Containers
    setting(
        "container-privileged",
        "kubernetes",
        rf"^(?:- )*[\"']?privileged[\"']?: ?[\"']?{_ON}\b",
        _HIGH,
        _HIGH_C,
        250,
        "The container runs privileged",
        "Whoever gets code to run in this container is root on the machine under it.",
        _PRIVILEGES,
        places=(("privileged", _ON),),
    ),
    setting(
        "host-namespace",
        "kubernetes",
        (
            rf"^(?:- )*[\"']?(?:host(?:Network|PID|IPC)[\"']?: ?[\"']?{_ON}"
            r"|(?:network_mode|pid|ipc|userns_mode)[\"']?: ?[\"']?host)\b"
        ),
        _MEDIUM,
        _MEDIUM_C,
        668,
        "The container shares a namespace of the machine",
        "Code in this container sees and reaches the machine's own network or processes.",
        _PRIVILEGES,
        places=((r"host(?:Network|PID|IPC)", _ON), (r"network_mode|pid|ipc|userns_mode", "host")),
    ),
    setting(
        "docker-socket",
        "kubernetes",
        r"/(?:var/)?run/(?:docker|containerd/containerd|crio/crio)\.sock",
        _HIGH,
        _MEDIUM_C,
        250,
        "The container gets the socket of the container engine",
        "Whoever gets code to run in this container can start any other on the machine, as root.",
        "Leave the socket out, or put a proxy before it that allows the few calls that are needed.",
        in_texts=True,
    ),
    setting(
        "host-root-mounted",
        "kubernetes",
        r"^(?:- )*(?:[\"']?(?:path|source)[\"']?: ?[\"']?/[/.]*[\"']?$|[\"']?/[/.]*:/)",
        _HIGH,
        _MEDIUM_C,
        668,
        "The machine's whole file system is mounted",
        "Whoever gets code to run in this container reads and writes the machine's files.",
        "Mount the one folder that is needed, read-only if possible.",
        block=r"hostPath|volumes",
        places=(
            (r"(?:hostPath|volumes)\b.*\.path|volumes\.\[\]\.source", r"/[/.]*"),
            (r"volumes\.\[\]", r"/[/.]*:/.*"),
        ),
    ),
    setting(
        "capabilities",
        "kubernetes",
        rf"^(?:- )+[\"']?{_CAPABILITY}[\"']?$",
        _MEDIUM,
        _MEDIUM_C,
        250,
        "The container gets a powerful capability",
        "With this capability, code in the container can leave it or change the machine.",
        _PRIVILEGES,
        block=r"(?:cap_add|add)[\"']?:",
        places=((r"(?:cap_add|add)(?:\.\[\])?", _CAPABILITY),),
    ),
    setting(
        "privilege-escalation",
        "kubernetes",
        (
            rf"^(?:- )*[\"']?(?:allowPrivilegeEscalation[\"']?: ?[\"']?{_ON}|runAsNonRoot[\"']?: ?[\"']?{_OFF}"
            r"|runAsUser[\"']?: ?[\"']?0)\b"
        ),
        _MEDIUM,
        _MEDIUM_C,
        250,
        "The container may run as root",
        "A flaw in the program becomes a flaw of root in this container.",
        "Set `runAsNonRoot: true` and `allowPrivilegeEscalation: false`.",
        places=(("allowPrivilegeEscalation", _ON), ("runAsNonRoot", _OFF), ("runAsUser", "0+")),
    ),
    setting(
        "rbac-anonymous",
        "kubernetes",
        r"^(?:- )*[\"']?name[\"']?: ?[\"']?system:(?:anonymous|unauthenticated)\b",
        _HIGH,
        _HIGH_C,
        862,
        "Rights are given to everybody without an account",
        "Whoever reaches the cluster's API has these rights, without a password.",
        "Bind the role to the accounts that need it.",
        area=_AUTHORIZATION,
        places=(("name", "system:(?:anonymous|unauthenticated)"),),
    ),
    setting(
        "rbac-wildcard",
        "kubernetes",
        r"^(?:- )*[\"']?(?:verbs|resources)[\"']?: ?\[ ?[\"']\*[\"'] ?\]",
        _MEDIUM,
        _LOW_C,
        250,
        "A role may do everything",
        "Every account with this role has all rights on all objects that the rule names.",
        "Name the verbs and resources that are needed.",
        area=_AUTHORIZATION,
        places=((r"(?:verbs|resources)\.\[\]", r"\*"),),
    ),
    setting(
        "docker-user-root",
        "docker",
        r"(?i)^USER [\"']?(?:root|0+)[\"']?(?:[:\s]|$)",
        _LOW,
        _LOW_C,
        250,
        "The image runs as root",
        "A flaw in the program becomes a flaw of root in the container.",
        "End the file with a `USER` that is not root.",
    ),
    setting(
        "docker-add-url",
        "docker",
        r"(?i)^ADD (?!.*--checksum)(?:--\S+ )*(?:\[ ?)?[\"']?http://",
        _MEDIUM,
        _MEDIUM_C,
        494,
        "The image takes in a file fetched without encryption",
        "Whoever is on the way, or controls that server, puts a file into the image.",
        "Use https and `ADD --checksum=sha256:…`.",
        area=Area.SUPPLY_CHAIN,
    ),
    # Transport
    setting(
        "tls-verification-off",
        "shell",
        (
            r"NODE_TLS_REJECT_UNAUTHORIZED[\"']? ?[:=] ?[\"']?0|GIT_SSL_NO_VERIFY[\"']? ?[:=] ?[\"']?(?:1|true)"
            r"|PYTHONHTTPSVERIFY[\"']? ?[:=] ?[\"']?0|strict-ssl false|http\.sslVerify[ =]+false"
            r"|StrictHostKeyChecking[= ]no\b",
            r"\bwget\b(*)--no-check-certificate",
            r"\bcurl\b(*) (?:-(?=[^\Wk]*k)\w+|--insecure)(?: |$)(!)localhost|127\.0\.0\.1",
        ),
        _MEDIUM,
        _MEDIUM_C,
        295,
        "Certificates or host keys are not checked",
        "Whoever is on the way can pass for the other side and deliver what they like.",
        _VERIFY,
        area=_CRYPTOGRAPHY,
        in_texts=True,
    ),
    setting(
        "terraform-tls-version",
        "terraform",
        (
            r"(?i)^(?:min(?:imum)?_?(?:tls|protocol)_?version|ssl_policy) ?= ?\"(?:TLS_?v?1[._]?[01]"
            r"|1\.[01]|TLSv1(?:_2016)?)\""
        ),
        _MEDIUM,
        _HIGH_C,
        327,
        "Old versions of TLS are accepted",
        "Connections can be brought down to a version of the protocol that is broken.",
        "Ask for TLS 1.2 at least.",
        area=_CRYPTOGRAPHY,
    ),
    # Clouds
    setting(
        "open-to-the-world",
        "terraform",
        (
            r"^(?:(?:ipv6_)?cidr_blocks|source_ranges|source_address_prefix(?:es)?"
            r"|cidr_ipv[46]|public_access_cidrs|authorized_ip_ranges|value) ?=.*\"(?:0\.0\.0\.0/0|::/0|\*)\""
        ),
        _MEDIUM,
        _MEDIUM_C,
        284,
        "The whole internet may connect",
        "Anybody can reach the ports that this rule opens.",
        "Name the networks that need it.",
        block=r"ingress|aws_security_group_rule|google_compute_firewall|security_rule|authorized_networks|eks|aks|_cluster",
    ),
    setting(
        "storage-public",
        "terraform",
        r"^acl ?= ?\"public-read(?:-write)?\""
        r"|^(?:block_public_\w+|restrict_public_buckets|ignore_public_acls) ?= ?\"?false\b"
        r"|\"all(?:Authenticated)?Users\""
        r"|^(?:allow_blob_public_access|allow_nested_items_to_be_public|publicly_accessible) ?= ?\"?true\b",
        _HIGH,
        _MEDIUM_C,
        732,
        "Data is opened to the public",
        "Anybody on the internet can reach what is stored here.",
        "Keep it private and give access to the accounts that need it.",
        area=_AUTHORIZATION,
    ),
    setting(
        "encryption-off",
        "terraform",
        r"^(?:storage_encrypted|encrypted|encrypt_at_rest|(?:enable_)?https_(?:traffic_)?only(?:_enabled)?|encryption_at_\w+"
        r"|(?:transit|at_rest)_encryption_enabled|ssl_enforcement_enabled|require_ssl|enforce_ssl) ?= ?\"?false\b",
        _MEDIUM,
        _MEDIUM_C,
        311,
        "Data is stored or sent in the clear",
        "Whoever gets hold of the storage or the connection can read it.",
        "Leave encryption on.",
        area=_CRYPTOGRAPHY,
    ),
    setting(
        "iam-everything",
        "policy",
        r"^(?:- )*[\"']?Action[\"']? ?[:=] ?\[? ?[\"'](?:\*|\w+:\*)[\"']|^actions ?= ?\[ ?\"\*\"",
        _MEDIUM,
        _LOW_C,
        250,
        "A policy allows every action",
        "Whoever has this policy may do everything with what it names.",
        "Name the actions that are needed.",
        area=_AUTHORIZATION,
        block=r"(?i)statement|policy",
        places=((r"[^.]*(?i:statement|policy).*\.Action(?:\.\[\])?", r"\*|[\w-]+:\*"),),
    ),
    setting(
        "iam-everybody",
        "policy",
        r"^(?:- )*[\"']?Principal[\"']? ?[:=] ?(?:[\"']\*[\"']|\{ ?[\"']?AWS[\"']? ?[:=] ?[\"']\*[\"'])",
        _HIGH,
        _MEDIUM_C,
        284,
        "A policy holds for everybody",
        "Any account in the world has the rights of this statement, unless a condition narrows it.",
        "Name the accounts that need it.",
        area=_AUTHORIZATION,
        places=((r"Principal(?:\.AWS)?(?:\.\[\])?", r"\*"),),
    ),
)
