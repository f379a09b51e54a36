"""Signing in, and what people are shown."""
