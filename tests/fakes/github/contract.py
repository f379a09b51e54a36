"""Holds every request and every answer against GitHub's own description of its API."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Request, Response
from openapi_core import Config, OpenAPI
from openapi_core.contrib.flask import FlaskOpenAPIRequest, FlaskOpenAPIResponse
from openapi_core.exceptions import OpenAPIError

DESCRIPTION = Path(__file__).with_name("openapi.json")
ROOT = "/api/v3"

_NULL_IN_TRUTH = ("line", "position", "start_line", "original_line")
"""Members of a review comment that GitHub answers with ``null`` (outdated, on a file) though it describes numbers."""


@functools.cache
def description() -> OpenAPI:
    """The description with request bodies made strict: the official one lets misspelt fields and sides through."""
    spec: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    spec["servers"] = [{"url": ROOT}]
    for operations in spec["paths"].values():
        for operation in operations.values():
            if "requestBody" in operation:
                for media in operation["requestBody"]["content"].values():
                    _tighten(media["schema"])
    listed = spec["paths"]["/app/installations"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    listed["items"] = {"$ref": "#/components/schemas/installation"}  # described here as a person *and* an enterprise
    schemas = spec["components"]["schemas"]
    for name, schema in schemas.items():
        _let_null_be(schema)
        if name == "pull-request-review-comment":
            for field in _NULL_IN_TRUTH:
                schema["properties"][field]["nullable"] = True
    for name in ("pull-request", "pull-request-simple"):  # the head of a deleted fork has no repository any more
        schemas[name]["properties"]["head"]["properties"]["repo"] = {"$ref": "#/components/schemas/nullable-repository"}
    return OpenAPI.from_dict(spec, config=Config(spec_validator_cls=None))  # type: ignore[arg-type]  # its documented way to skip


def request_violations(request: Request) -> list[str]:
    """What is wrong with the request by the description; empty when nothing is."""
    try:
        description().validate_request(FlaskOpenAPIRequest(request))
    except OpenAPIError as error:
        return [f"request {request.method} {request.path}: {problem}" for problem in _problems(error)]
    return []


def response_violations(request: Request, response: Response) -> list[str]:
    """What is wrong with our own answer: a fault of the fake."""
    try:
        description().validate_response(FlaskOpenAPIRequest(request), FlaskOpenAPIResponse(response))
    except OpenAPIError as error:
        return [f"response {request.method} {request.path}: {problem}" for problem in _problems(error)]
    return []


def _tighten(schema: dict[str, Any]) -> None:
    """Allows only the named properties, at every depth. References (the permissions of a token) stay as they are."""
    if "properties" in schema:
        schema.setdefault("additionalProperties", False)
    for name, value in schema.get("properties", {}).items():
        if name in ("side", "start_side"):
            value["enum"] = ["LEFT", "RIGHT"]
        _tighten(value)
    if "items" in schema:
        _tighten(schema["items"])


def _let_null_be(schema: Any) -> None:
    """An enumeration that is nullable names null too: the description leaves it out and means it."""
    if isinstance(schema, list):
        for item in schema:
            _let_null_be(item)
    elif isinstance(schema, dict):
        if schema.get("nullable") is True and isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"].append(None)
        for item in schema.values():
            _let_null_be(item)


def _problems(error: BaseException) -> Iterator[str]:
    """The innermost reasons: openapi-core wraps what jsonschema says."""
    details = getattr(error, "schema_errors", None)
    if details:
        for detail in details:
            place = "/".join(str(part) for part in detail.absolute_path)
            yield f"{place or 'body'}: {detail.message[:300]}"
    elif error.__cause__ is not None:
        parameter = getattr(error, "name", "")
        yield from (f"{parameter} {problem}".strip() for problem in _problems(error.__cause__))
    else:
        yield f"{type(error).__name__}: {error}"[:300]
