"""Who may reach, see and change what, and from where."""

from __future__ import annotations

from bot.model import Area, Severity
from workers.checks.guards.subject_table.row import Subject, terms

ACCESS = (
    Subject(
        "csrf",
        352,
        Severity.HIGH,
        Area.AUTHORIZATION,
        "A protection against forged requests",
        "What keeps another site from sending this request in a user's name now?",
        "Keep the check of the token or method, or say which layer does it.",
        terms("""
            @post ajax_referer authenticity authenticity_token crumb csrf csrf_token csrftoken forgery form_key
            form_token oauth_state request_forgery sesskey state_mismatch unverified_request verified_request
            verify_nonce wp_nonce xsrf xsrf_token
        """),
        terms("idempotent nonce referer same_site token"),
    ),
    Subject(
        "ownership",
        639,
        Severity.HIGH,
        Area.AUTHORIZATION,
        "A check of the owner",
        "Whose records can be reached through this now by giving another's id?",
        "Look the record up among those of the one who asks, or compare its owner.",
        terms("""
            author_id belong created_by creator_id current_tenant idor own_user owned owner owner_id ownership
            participant tenant tenant_id
        """),
        terms("""
            account account_id author current_user customer filter member org_id organization organization_id
            project project_id scope team_id uid user user_id where workspace
        """),
    ),
    Subject(
        "attempts",
        307,
        Severity.MEDIUM,
        Area.AUTHORIZATION,
        "A limit of attempts",
        "How often can somebody try or ask for this now?",
        "Count the attempts, and refuse or slow down after some.",
        terms("""
            429 attempt brute brute_force bruteforce captcha failed_attempt failed_login limiter locked_out lockout
            login_attempt many_attempt many_request rate_limit rate_limiter ratelimit recaptcha throttle
            throttle_class throttled throttling
        """),
        terms("cooldown failure limit lock retry tries"),
    ),
    Subject(
        "authentication",
        306,
        Severity.HIGH,
        Area.AUTHORIZATION,
        "A check of who is asking",
        "Who can reach this now without having proved who they are?",
        "Keep the check on every way to this code, or show which layer makes it now.",
        terms("""
            401 anonymous api_key authenticate authenticated authentication authenticator authn basic_auth
            bearer check_password credential guest logged_in login login_required mfa oidc otp passkey
            password_verify pkce require_login sign_in signed_in sso tfa totp two_factor unauthenticated
            unauthorized verify_password
        """),
        terms("account auth identity jwt oauth password session token user"),
    ),
    Subject(
        "authorization",
        862,
        Severity.HIGH,
        Area.AUTHORIZATION,
        "A check of who may do this",
        "Who may reach this now who could not before?",
        "Keep the check on every way to this code, or show where it is done now.",
        terms("""
            403 access_check access_control access_denied acl admin administrator authorise authorised
            authorization authorize authorized authz can_access can_delete can_edit can_manage can_read can_view
            can_write capability check_access check_permission current_user_can deletable denied editable
            entitled forbidden granted has_access has_permission has_role impersonate moderator perm permission
            policy_check privilege privileged rbac readable require_role role staff super_user superuser unauthorised
            unauthorized visibility visible writable
        """),
        terms("""
            access allow allowed auth can deny grant group level manage member permitted policy private
            protected public user
        """),
    ),
    Subject(
        "session",
        384,
        Severity.HIGH,
        Area.AUTHORIZATION,
        "A renewal or end of a session",
        "Which session or token stays good now that should have ended?",
        "Renew the session when a user logs in, and end it with the rights that it stands for.",
        terms("""
            cycle_key fixation flush_session invalidate_session log_out logged_out logout regenerate_id
            renew_session reset_session revocation revoke revoked rotate_session session_destroy
            session_fixation session_regenerate session_version
        """),
        terms("destroy invalidate regenerate renew rotate session session_id session_key token"),
    ),
    Subject(
        "expiry",
        613,
        Severity.MEDIUM,
        Area.AUTHORIZATION,
        "An expiry",
        "When does it stop being valid now?",
        "Keep the expiry, and refuse what is past it.",
        terms("""
            expiration expire expire_at expired expires_at expiring expiry not_after not_before stale token_age
            token_lifetime valid_to valid_until
        """),
        terms("age exp expire_in iat issued lifetime max_age nbf ttl valid_for"),
    ),
    Subject(
        "origin",
        346,
        Severity.MEDIUM,
        Area.AUTHORIZATION,
        "A check of where a request comes from",
        "Which other sites can use this now?",
        "Compare the origin exactly with a list of those that may.",
        terms("""
            access_control allow_origin allowed_origin check_origin cors cross_origin event_origin forwarded_for
            forwarded_host host_header message_origin origin post_message real_ip same_origin trust_proxy
            trusted_host trusted_origin trusted_proxy x_forwarded
        """),
        terms("domain forwarded host referer remote_addr websocket"),
    ),
    Subject(
        "cookie",
        614,
        Severity.MEDIUM,
        Area.AUTHORIZATION,
        "A flag of a cookie",
        "Who can read this cookie, or have it sent, now?",
        "Keep Secure, HttpOnly and SameSite on every cookie that stands for a user.",
        terms("""
            cookie_flag cookie_httponly cookie_samesite cookie_secure host_prefix http_only httponly same_site
            samesite secure_cookie session_cookie
        """),
        terms("cookie set_cookie setcookie"),
    ),
    Subject(
        "framing",
        1021,
        Severity.MEDIUM,
        Area.OUTPUT_ENCODING,
        "A protection against framing",
        "Which other sites can show this page in a frame of theirs now?",
        "Keep X-Frame-Options or frame-ancestors on every answer.",
        terms("clickjack clickjacking frame_ancestor frame_option sameorigin x_frame x_frame_option xframe"),
        terms("iframe"),
    ),
    Subject(
        "header",
        693,
        Severity.MEDIUM,
        Area.OUTPUT_ENCODING,
        "A header that protects",
        "What makes browsers as careful with this answer now?",
        "Keep the header on every answer, or show which layer sends it.",
        terms("""
            cache_control content_disposition content_security csp default_src hsts no_cache no_store noopener
            noreferrer nosniff nosniff_header object_src opener_policy permission_policy referrer_policy
            script_src security_header security_policy strict_transport type_option x_content x_xss
        """),
        terms("attachment disposition header rel vary"),
    ),
    Subject(
        "file-mode",
        732,
        Severity.MEDIUM,
        Area.AUTHORIZATION,
        "A restriction of a file's permissions",
        "Which other users of the machine can read or write this file now?",
        "Create the file with the narrow mode from the start.",
        terms("""
            @mode chmod fchmod file_mode file_permission mkdtemp mkstemp owner_only perm_600 posix_permission
            temp_file tempfile umask world_readable world_writable
        """),
        terms("chown mkdir mode temp tmp"),
    ),
)
