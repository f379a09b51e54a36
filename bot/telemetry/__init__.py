"""Faults for Sentry and spans for OpenTelemetry, where the operator has set an address; else nothing is even imported.

``settings`` says where they go, ``tracing`` measures, ``faults`` reports, ``starting`` starts both in one process. What
leaves is built from what is known to be harmless: names of changes and stages, places in our own code. No text of a
change, no body of a request and no credential is among it.
"""
