"""What text and files from outside may become: paths, commands, queries, addresses, objects, markup."""

from __future__ import annotations

from bot.model import Area, Severity
from workers.checks.guards.subject_table.row import Subject, terms

DATA = (
    Subject(
        "command",
        78,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A protection of a command",
        "What keeps the text from becoming a command or an option of one now?",
        "Give the arguments as a list without a shell, or quote each, with -- in front of what could be an option.",
        terms("""
            argv command_injection command_line escapeshellarg escapeshellcmd exec_file execfile getruntime
            passthru popen proc_open process_builder shell shell_exec shell_quote shellescape shlex spawn
            subprocess
        """),
        terms("cmd command exec option quote"),
    ),
    Subject(
        "query",
        89,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A protection of a query",
        "What keeps the text from becoming part of the query now?",
        "Bind the value as a parameter; take names of columns and directions from a list.",
        terms("""
            addslashes asc bind_int bind_param bind_parameter bind_value bindparam bindvalue db_quote desc
            escape_filter escape_string escapestring identifier_quote ldap ldap_escape mongo mysqli nosql
            order_by order_direction param_int parameterize placeholder prepare prepared prepared_statement
            quote_column quote_identifier quote_into quote_literal quote_name quote_table real_escape
            sanitize_sql sort_by sort_order sql sql_injection sqli
        """),
        terms("""
            bind column database db execute filter_validate intval order query quote select sort statement table
            validate_int where
        """),
    ),
    Subject(
        "redirect-check",
        601,
        Severity.MEDIUM,
        Area.INPUT_VALIDATION,
        "A check of an address",
        "What keeps the address from leading to a place that an attacker chose now?",
        "Keep the comparison of scheme and host with what is allowed.",
        terms("""
            allowed_host back_url continue_url forward_url has_allowed next_url open_redirect redirect
            redirect_to redirect_uri redirect_url redirected redirection relay_state return_to return_url
            safe_redirect safe_url target_url url_from
        """),
        terms("domain header_location host hostname location netloc protocol referer scheme uri url"),
    ),
    Subject(
        "outgoing-request",
        918,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A check of where a request goes",
        "Which internal addresses can this request be sent to now?",
        "Resolve the address, refuse private ones, and connect to what was checked.",
        terms("""
            @internal allow_redirect allowed_url blocked_host blocked_ip dns_rebinding fetch_url follow_redirect
            followlocation global_ip internal_address internal_ip ip_address link_local local_address loopback
            max_redirect metadata_service multicast private_address private_ip private_network proxy_url
            rebinding redirect_false remote_url safe_http safe_url ssrf ssrf_filter unsafe_url webhook
            webhook_url
        """),
        terms("curl dns download fetch host hostname ip netloc private proxy remote resolve uri url urlopen"),
    ),
    Subject(
        "symlink",
        59,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A check of links in a path",
        "What keeps a symbolic link from leading outside now?",
        "Resolve links before the path is compared, or refuse to follow them.",
        terms("""
            evalsymlink follow_symlink hard_link hardlink lstat nofollow readlink symbolic symbolic_link symlink
        """),
        terms("link real_path realpath resolve stat"),
    ),
    Subject(
        "upload",
        434,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A check of what may be uploaded",
        "Which files can be uploaded now that a server or browser would run?",
        "Keep a list of the types that may be uploaded, and decide by content and extension.",
        terms("""
            allowed_extension allowed_mime allowed_type blacklisted_extension file_extension file_type finfo
            getimagesize magic mime mime_type mimetype move_uploaded pathinfo_extension uploaded_file
        """),
        terms("attachment avatar content_type ext extension image upload uploaded uploading"),
    ),
    Subject(
        "path-check",
        22,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A check of a path",
        "What keeps the path inside the folder that it is meant for now?",
        "Resolve the path and compare it with the folder before it is used.",
        terms("""
            @dots absolute_path abspath base_dir basename canonical_path clean_path commonpath commonprefix
            directory_traversal dot_dot filepath_base filepath_clean filepath_local getcanonicalpath is_within
            local_file normpath null_byte outside path_clean path_prefix path_separator path_traversal real_path
            realpath relative_to root_dir safe_join safe_path sanitize_filename sanitize_path sanitized_filename
            secure_filename starts_root subpath traversal valid_path within_directory zip_slip zipslip
        """),
        terms("""
            absolute archive canonical dir directory entry extract file filename folder fs inside normalize path
            relative resolve root segment tar unlink within zip
        """),
    ),
    Subject(
        "request-smuggling",
        444,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A check of how a message is framed",
        "Can two servers disagree now on where this message ends?",
        "Refuse messages whose length, encoding or line ends can be read in two ways.",
        terms("""
            bad_chunk chunk chunk_extension chunk_size chunked content_length field_name header_name
            http_version invalid_chunk invalid_header obs_fold pipelined request_line smuggle smuggling
            token_char trailer transfer_encoding
        """),
        terms("@newline colon crlf encoding folded header http length lf parser whitespace"),
    ),
    Subject(
        "header-injection",
        113,
        Severity.MEDIUM,
        Area.OUTPUT_ENCODING,
        "A check for line ends",
        "What keeps the text from adding lines and headers of its own now?",
        "Refuse line ends and control characters where the text becomes part of a header.",
        terms("""
            carriage control_char control_character crlf header_injection header_value invalid_character
            line_break linefeed newline response_splitting
        """),
        terms("@newline header set_header smtp"),
    ),
    Subject(
        "deserialization",
        502,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A limit on what may be deserialised",
        "Which objects can the data bring to life now?",
        "Read a format without objects, or list the classes that may be made.",
        terms("""
            allowed_class allowed_classe default_typing deserialise deserialization deserialize gadget
            load_class marshal_load object_input object_stream pickle polymorphic read_object readobject
            resolve_class safe_load serializable type_validator unmarshaller unpickle unserialise unserialize
            weights_only yaml_load
        """),
        terms("class loader marshal phar serialise serialize serializer yaml"),
    ),
    Subject(
        "xml",
        611,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A limit of an XML reader",
        "Which files and addresses can the document make the reader fetch now?",
        "Switch off document types and external entities before the document is read.",
        terms("""
            access_external disallow_doctype doctype document_builder dtd entity_expansion entity_loader
            entity_resolver expand_entity external_entities external_entity external_general external_parameter
            libxml load_external loaddtd noent resolve_entities sax secure_processing xinclude xxe
        """),
        terms("document entity external parser stax transformer xml"),
    ),
    Subject(
        "attributes",
        915,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A limit on which attributes may be set",
        "Which attributes can the sender set now that are not theirs to set?",
        "List the attributes that may be set, and refuse names that reach the prototype.",
        terms("""
            allowed_attribute allowed_field allowed_param attr_accessible attr_protected constructor fillable
            guarded has_own hasown mass_assignment own_property permit_param permitted_attribute permitted_param
            pollution proto prototype prototype_pollution read_only strong_parameter
        """),
        terms("assign attribute merge params permit property"),
    ),
    Subject(
        "code",
        94,
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        "A limit on what may be run",
        "Whose text can run as code or as a template here now?",
        "Do not evaluate text from outside; keep the sandbox or the list of what may be called.",
        terms("""
            allowed_function allowed_import arbitrary_code ast_node code_execution constantize disabled_function
            eval excluded_class excluded_classe exec_code expression_language getattr groovy jndi literal_eval
            member_access method_call ognl public_send reflection remote_code safe_eval sandbox sandboxed
            script_engine spel ssti template_injection trust_remote unsafe_import
        """),
        terms("""
            compile evaluate exec executable expression import include invoke lookup plugin script template
        """),
    ),
    Subject(
        "escaping",
        79,
        Severity.MEDIUM,
        Area.OUTPUT_ENCODING,
        "An escape or a cleaning step",
        "What makes this text harmless where it ends up now?",
        "Escape or refuse the text right where it is used.",
        terms("""
            @markup allowed_protocol allowed_tag autoescape bleach create_text cross_site data_uri dompurify
            encode_component encode_html encode_uri encodeuricomponent entities esc_attr esc_html esc_url escape
            escape_html escaped escapehtml escaping h_helper html html_encode html_entities html_escape
            html_safe htmlentities htmlentity htmlspecialchar iframe inner_html innerhtml javascript kse
            mark_safe markdown onclick onerror purifier purify quote_path raw_html rawurlencode safe_html
            sanitise sanitised sanitize sanitized sanitizer script strip_tag striptag svg tag_attribute
            text_content textcontent unescaped url_encode urlencode xss
        """),
        terms("""
            attribute body clean content css description display dom echo encode encoded filter_sanitize href
            label output print quote raw render safe special_char strip style tag template text tooltip write
        """),
    ),
)
