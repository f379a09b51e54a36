"""More of clusters and clouds: who may do what, and what a pod and a virtual machine give away."""

from __future__ import annotations

from bot.model import Area, Confidence, Severity
from workers.checks.unsafe_settings.model import setting

_NAMES = r"(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)"
_LITERAL = r"(?!changeme|example|your|dummy|placeholder|none\b|null\b|true\b|false\b|/)[^\s\"'$<{%&*][^\s\"'$]{5,}.*"
_MEDIUM, _HIGH = Severity.MEDIUM, Severity.HIGH
_LOW_C, _MEDIUM_C, _HIGH_C = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH

ROWS = (
    setting(
        "cluster-admin",
        "kubernetes",
        r"^(?:- )*[\"']?name[\"']?: ?[\"']?cluster-admin\b",
        _MEDIUM,
        _MEDIUM_C,
        250,
        "An account gets all rights on the cluster",
        "Whoever gets this account's token, for example by a flaw in its program, controls the whole cluster.",
        "Bind a role with the rights that are needed.",
        area=Area.AUTHORIZATION,
        block=r"roleRef[\"']?:",
        places=((r"roleRef\b.*\.name|roleRef\.name", "cluster-admin"),),
    ),
    setting(
        "container-unconfined",
        "kubernetes",
        r"^(?:- )*[\"']?(?:container\.)?(?:seccomp|apparmor)[\w./-]*[\"']? ?[:=] ?[\"']?[Uu]nconfined"
        r"|^(?:- )*[\"']?procMount[\"']?: ?[\"']?Unmasked|^(?:- )*[\"']?label[\"']? ?[:=] ?[\"']?disable",
        _MEDIUM,
        _MEDIUM_C,
        250,
        "The container runs without its usual fence",
        "Code in this container may use all calls of the kernel, and so reaches flaws that the default profile hides.",
        "Leave the default profile on, or allow the single calls that are needed.",
        places=((r"(?:seccomp|appArmor)Profile\.type", "Unconfined"),),
        in_texts=True,
    ),
    setting(
        "cluster-open",
        "kubernetes",
        r"--(?:anonymous-auth=true|authorization-mode=\S*AlwaysAllow|insecure-port=[1-9]|enable-skip-login\b|read-only-port=[1-9]"
        r"|insecure-bind-address=0)",
        _HIGH,
        _HIGH_C,
        306,
        "The cluster asks nobody who they are",
        "Whoever reaches this port can read or change the cluster without a password.",
        "Leave the default, which asks for an account.",
        area=Area.AUTHORIZATION,
        in_texts=True,
    ),
    setting(
        "secret-in-environment",
        "kubernetes",
        rf"^(?:- )*[\"']?value[\"']?: ?[\"']?{_LITERAL}",
        _MEDIUM,
        _LOW_C,
        798,
        "A secret is written into the description of a pod",
        "Everybody who can read this file or look at the pod has the secret.",
        "Take it from a `Secret` with `valueFrom`, which is kept elsewhere.",
        area=Area.SECRETS,
        above=rf"^\s*-\s*[\"']?name[\"']?:\s*[\"']?\w*{_NAMES}[\"']?\s*$",
        places=((rf"\w*{_NAMES}\.name=value", _LITERAL),),
    ),
    setting(
        "metadata-without-token",
        "terraform",
        r"^http_tokens ?= ?\"optional\"",
        _MEDIUM,
        _HIGH_C,
        1188,
        "The machine's metadata is given without a token",
        "A flaw that lets a program fetch an address is enough to read the machine's credentials.",
        'Set `http_tokens = "required"`.',
    ),
    setting(
        "function-open",
        "terraform",
        r"^authorization_type ?= ?\"NONE\"",
        _MEDIUM,
        _MEDIUM_C,
        306,
        "A function may be called by everybody",
        "Anybody on the internet can call the function, and whoever owns it pays.",
        'Set `authorization_type = "AWS_IAM"`, or check in the function who calls.',
        area=Area.AUTHORIZATION,
        block=r"function_url",
    ),
    setting(
        "terraform-tls-verification-off",
        "terraform",
        r"^(?:insecure|insecure_skip_verify|insecure_skip_tls_verify|skip_tls_verify|tls_insecure|insecure_ssl"
        r"|allow_unverified_ssl|tls_insecure_skip_verify) ?= ?\"?true",
        _MEDIUM,
        _MEDIUM_C,
        295,
        "Certificates are not checked",
        "Whoever is on the way can pass for the other side, and take the credentials that are sent to it.",
        "Keep verification on, and add the authority that signs the certificate.",
        area=Area.CRYPTOGRAPHY,
    ),
)
