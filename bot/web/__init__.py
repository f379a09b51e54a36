"""The web server: it takes deliveries, queues them, and answers. It starts no program and runs no check."""

from bot.web.application import create_app

__all__ = ["create_app"]
