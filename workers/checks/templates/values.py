"""What is known of a value that a template puts into a page, from the way it is written there."""

from __future__ import annotations

import re

_REQUEST = re.compile(
    r"\brequest\.(?:args|form|values|GET|POST|COOKIES|cookies|headers|query|query_params|params|files|data|json|body"
    r"|get_data|META|getParameter|getHeader|path|full_path|url)\b"
    r"|\bparams\s*\[|\bcookies\s*\[|\$_(?:GET|POST|REQUEST|COOKIE)\b|\breq\.(?:query|body|params|cookies|headers)\b"
    r"|\bapp\.request\.|\brequest\(\)\s*->|\bRequest::|\bRequest\.(?:QueryString|Form|Query|Params|Cookies)\b"
    r"|(?<![\w.])param\.\w|\bparam\[|\$route\.(?:query|params)|\blocation\.(?:hash|search|href)|\bsearchParams\b"
    r"|\bparams\.get\w*\(|\brouter\.query\b|\bconn\.(?:params|query_params)\b|@?\$?request\.getParameter"
)
"""Values that a request carries, as the frameworks' manuals write them."""
_TEXT = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\{]|\\.)*\"|`[^`$]*`)"
_CONSTANT = re.compile(rf"(?:{_TEXT}|-?\d[\d._]*|true|false|none|null|nil)", re.IGNORECASE)
_TRANSLATED = re.compile(
    rf"(?:_|__|t|tr|trans|gettext|ngettext|i18n|translate|\$t|\$?i18n\.t|I18n\.t|Lang::get|msg|[\w.$]*\.[tT]r)"
    rf"(?:\s*+\(\s*+{_TEXT}(?:\s*+\))?|\s++{_TEXT})(?:\s*+\|\s*(?:trans|translate|t|i18n))?"
    rf"|{_TEXT}\s*+\|\s*(?:trans|translate|t|i18n)(?:\([^()]*\))?"
)
_MARKUP = re.compile(
    r"(?:\$?(?:this|app|view)(?:->|\.))?"
    r"(?:(?:url_for|static|static_url|asset|asset_path|asset_url|route|path|url|image_tag|image_path|vite_\w+"
    r"|javascript_include_tag|javascript_importmap_tags|javascript_pack_tag|stylesheet_link_tag|stylesheet_pack_tag"
    r"|include|partial|render|render_partial|section|RenderSection|content_for|block|lookup"
    r")(?:\s*\((?:[^()]|\([^()]*\))*\)?|\s+['\":@\w][^\n]*)"
    r"|(?:csrf_token|csrf_field|csrf_input|csrf_meta_tags?|csp_meta_tag|form\.csrf_token|form\.hidden_tag|yield|super"
    r"|caller|RenderBody|Html\.AntiForgeryToken|request\.getContextPath)(?:\s*\(\s*\))?)"
)
"""Pages put together of their parts, and what the frameworks make themselves."""
_PAGE = frozenset("body content contents children outlet slot layout".split())
"""What layouts call the page around which they stand."""
_NUMBER = re.compile(
    r"(?:^|[._])(?:id|pk|count|size|length|index|number|num|total|page|year|width|height|uuid|loop\.\w+)$"
)
_ENCODED = re.compile(
    r"\|\s*(?:tojson|to_json|json_encode|json_script|escapejs|jsonify|json|js|forceescape|urlencode|url_encode|dump"
    r"|e\(['\"](?:js|html_attr|css|url)['\"]\)|escape\(['\"](?:js|html_attr|css|url)['\"]\))"
    r"|^(?:j|escape_javascript|raw\s+json_escape|json_escape|json_encode|Js::from|@json|JSON\.stringify|encodeURIComponent"
    r"|u\s|url_encode|CGI\.escape|ERB::Util\.url_encode|urlencode|rawurlencode|htmlspecialchars|esc_\w+|to_json)\b"
    r"|\.to_json\b|\bJs::from\(|\bjson_encode\(|\bescape_javascript\b"
)
_CALL = re.compile(r"[\w\])]\s*\(|\||\?->")


def is_from_request(value: str) -> bool:
    """Whether the template takes the value from the request itself, for example ``request.args.q``."""
    return _REQUEST.search(value) is not None


def is_harmless(value: str) -> bool:
    """Whether the value is a constant, a translated constant, or markup that the framework makes, for example
    ``url_for('index')``."""
    value = value.strip().strip(";").strip()
    if not value or is_from_request(value):
        return not value
    return any(kind.fullmatch(value) is not None for kind in (_CONSTANT, _TRANSLATED, _MARKUP))


def is_page(value: str) -> bool:
    """Whether the value has the name under which layouts take the page itself, for example ``{{{body}}}``."""
    return value.strip() in _PAGE


def is_number(value: str) -> bool:
    """Whether the value's name is that of a number or an identifier, for example ``user.id``: good for a doubt only."""
    return _NUMBER.search(value.split("|")[0].strip().rstrip("()")) is not None


def is_encoded(value: str) -> bool:
    """Whether an encoder for scripts or addresses is applied, for example ``|tojson``."""
    return _ENCODED.search(value.strip()) is not None


def is_plain(value: str) -> bool:
    """Whether the value is a variable as it is: what a function makes of another is not known here."""
    return _CALL.search(value) is None and " " not in value.strip()
