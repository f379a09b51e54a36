"""SARIF 2.1.0, as far as a report is read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html; the numbers are its sections. What is no
matter of ours is left out; what we can do without may be ``null``.
"""

from __future__ import annotations

import msgspec

Bag = dict[str, object]
_Struct = msgspec.Struct


class Message(_Struct, frozen=True):
    """3.11"""

    text: str | None = None
    id: str | None = None
    arguments: list[str] | None = None


class Text(_Struct, frozen=True):
    """3.12 (multiformat message), 3.3 (artifact content)"""

    text: str | None = None


class ArtifactLocation(_Struct, frozen=True):
    """3.4"""

    uri: str | None = None
    index: int | None = None


class Region(_Struct, frozen=True, rename="camel"):
    """3.30"""

    start_line: int | None = None
    start_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    snippet: Text | None = None


class PhysicalLocation(_Struct, frozen=True, rename="camel"):
    """3.29"""

    artifact_location: ArtifactLocation | None = None
    region: Region | None = None


class Location(_Struct, frozen=True, rename="camel"):
    """3.28"""

    physical_location: PhysicalLocation | None = None


class FlowLocation(_Struct, frozen=True):
    """3.38"""

    location: Location | None = None


class ThreadFlow(_Struct, frozen=True):
    """3.37"""

    locations: list[FlowLocation] | None = None


class CodeFlow(_Struct, frozen=True, rename="camel"):
    """3.36"""

    thread_flows: list[ThreadFlow] | None = None


class Component(_Struct, frozen=True):
    """3.54 (tool component reference)"""

    name: str | None = None
    index: int | None = None


class Target(_Struct, frozen=True, rename="camel"):
    """3.52 (reporting descriptor reference)"""

    id: str | None = None
    index: int | None = None
    tool_component: Component | None = None


class Relationship(_Struct, frozen=True):
    """3.53"""

    target: Target | None = None


class Configuration(_Struct, frozen=True):
    """3.50"""

    level: str | None = None


class Rule(_Struct, frozen=True, rename="camel"):
    """3.49"""

    id: str | None = None
    name: str | None = None
    short_description: Text | None = None
    full_description: Text | None = None
    message_strings: dict[str, Text] | None = None
    help_uri: str | None = None
    default_configuration: Configuration | None = None
    relationships: list[Relationship] | None = None
    properties: Bag | None = None


class Driver(_Struct, frozen=True, rename="camel"):
    """3.19"""

    name: str
    version: str | None = None
    semantic_version: str | None = None
    rules: list[Rule] | None = None


class Tool(_Struct, frozen=True):
    """3.18"""

    driver: Driver
    extensions: list[Driver] | None = None


class Suppression(_Struct, frozen=True):
    """3.35"""

    kind: str | None = None
    status: str | None = None


class SarifResult(_Struct, frozen=True, rename="camel"):
    """3.27"""

    rule_id: str | None = None
    rule_index: int | None = None
    rule: Target | None = None
    kind: str | None = None
    level: str | None = None
    message: Message | None = None
    locations: list[Location] | None = None
    code_flows: list[CodeFlow] | None = None
    partial_fingerprints: dict[str, str] | None = None
    suppressions: list[Suppression] | None = None
    baseline_state: str | None = None
    taxa: list[Target] | None = None
    properties: Bag | None = None


class Artifact(_Struct, frozen=True):
    """3.24"""

    location: ArtifactLocation | None = None


class Provenance(_Struct, frozen=True, rename="camel"):
    """3.23 (version control details)"""

    revision_id: str | None = None


class Run(_Struct, frozen=True, rename="camel"):
    """3.14"""

    tool: Tool
    results: list[SarifResult] | None = None
    artifacts: list[Artifact] | None = None
    version_control_provenance: list[Provenance] | None = None


class Log(_Struct, frozen=True):
    """3.13"""

    version: str
    runs: list[Run]
