"""What must stay secret, what must be proved, and what must be written down."""

from __future__ import annotations

from bot.model import Area, Severity
from workers.checks.guards.subject_table.row import Subject, terms

SECRETS = (
    Subject(
        "constant-time",
        208,
        Severity.MEDIUM,
        Area.CRYPTOGRAPHY,
        "A comparison in constant time",
        "Can the time of the answer tell now how much of a guess is right?",
        "Compare secrets with the function that takes the same time for every guess.",
        terms("""
            compare_digest const_time constant_time constanttime constanttimecompare digest_equal dummy_hash
            fixed_length hash_equal safe_equal secure_compare time_equal timing_attack timing_safe
        """),
        terms("digest dummy timing"),
    ),
    Subject(
        "verification",
        347,
        Severity.HIGH,
        Area.CRYPTOGRAPHY,
        "A verification",
        "What proves now that this comes from whom it claims?",
        "Keep the verification, and refuse what fails it.",
        terms("""
            assertion audience checksum digest_mismatch fingerprint gpg hash_mismatch hmac id_token integrity
            invalid_signature issuer jwk jws jwt key_id mac_mismatch pgp public_key saml signature
            signature_verification signed tamper tampered unsigned verify_signature verify_token
            webhook_signature
        """),
        terms("challenge digest hash mac nonce token trusted verification verified verify"),
    ),
    Subject(
        "certificate",
        295,
        Severity.HIGH,
        Area.CRYPTOGRAPHY,
        "A check of a certificate",
        "What proves now that the other side is the server it claims to be?",
        "Keep the check of chain and host name.",
        terms("""
            cert cert_none cert_required certificate check_hostname endpoint_identification
            hostname_verification hostname_verifier insecure_skip peer_cert reject_unauthorized server_name
            skip_verify ssl ssl_context ssl_verify sslcontext tls trust_manager trust_store verify_false
            verify_mode verify_peer verify_ssl verify_true x509
        """),
        terms("ca chain host_name hostname https peer verify"),
    ),
    Subject(
        "algorithm",
        327,
        Severity.MEDIUM,
        Area.CRYPTOGRAPHY,
        "A choice of strong cryptography",
        "Who gains from the weaker algorithm, key or protocol that is accepted now?",
        "Keep the list of algorithms and the lowest key size and version that are accepted.",
        terms("""
            algorithm algorithms argon argon2 bcrypt cipher cleartext decrypt des ecb encrypt encrypted
            encryption hs256 iteration_count key_length key_size key_strength md5 min_version password_hash
            pbkdf pbkdf2 rc4 rs256 scrypt sha1 ssl_version tls_version work_factor
        """),
        terms("aes alg crypto curve hash iteration rsa salt"),
    ),
    Subject(
        "randomness",
        330,
        Severity.MEDIUM,
        Area.CRYPTOGRAPHY,
        "A source of values that nobody can guess",
        "Can the next value be guessed now?",
        "Take the value from the system's secure random source, and make it long enough.",
        terms("""
            crypto_random csprng entropy generate_nonce generate_token random_byte random_string random_token
            secure_random securerandom system_random token_byte token_hex token_urlsafe urandom
        """),
        terms("guess rand random salt seed unguessable uuid"),
    ),
    Subject(
        "secrecy",
        200,
        Severity.MEDIUM,
        Area.SECRETS,
        "A protection of a secret",
        "Where can the secret be seen now that it could not be before?",
        "Remove or mask the secret before the data leaves this code.",
        terms("""
            access_token api_secret censor confidential disclose disclosure display_error email_address expose
            exposed filter_parameter hidden_field hide leak leaking log_sensitive mask masked obfuscate personal
            pii plaintext private_key redact redacted scrub secret sensitive show_exception stack_trace
            stacktrace traceback wipe zeroize
        """),
        terms("""
            credential debug email exclude hidden log_password mask_password passwd password private token unset
        """),
    ),
    Subject(
        "log-injection",
        117,
        Severity.MEDIUM,
        Area.LOGGING,
        "A cleaning of what is logged",
        "What keeps the text from writing lines of its own into the log now?",
        "Replace line ends and control characters before the text is logged.",
        terms("""
            clean_log escape_log for_log log_forging log_injection log_safe log_sanitize loggable sanitize_log
        """),
        terms("log logger"),
    ),
    Subject(
        "audit-log",
        778,
        Severity.MEDIUM,
        Area.LOGGING,
        "An entry in the security log",
        "How does anybody see now that this was done, and by whom?",
        "Log the action with who asked for it, as its siblings do.",
        terms("""
            activity_log audit audit_event audit_log auditor log_action log_event security_event security_log
        """),
        terms("audited event record_event"),
    ),
)
