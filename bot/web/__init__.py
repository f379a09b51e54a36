"""The web server: it takes deliveries, queues them, and answers. It starts no program and runs no check.

Nothing is imported here: what gunicorn loads first must not load what is patched afterwards, see
:mod:`bot.web.deadlines`.
"""
