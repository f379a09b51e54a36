"""The fake's REST operations, one module a resource. Paths use the description's own parameter names."""
