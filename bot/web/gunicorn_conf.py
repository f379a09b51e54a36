"""How gunicorn runs the web server: ``gunicorn --config python:bot.web.gunicorn_conf bot.web.wsgi:app``.

The application is loaded in each worker, after the worker has patched the standard library: it must not be preloaded.
"""

from __future__ import annotations

workers = 2
worker_class = "bot.web.deadlines.Worker"
logger_class = "bot.web.deadlines.QuietLogger"
keepalive = 5  # seconds; the worker's own deadlines hold, but 0 would close each connection after one request
timeout = 30  # seconds without a sign of life before the arbiter ends a worker
graceful_timeout = 5
backlog = 2_048
limit_request_line = 4_094
limit_request_fields = 64
limit_request_field_size = 4_094
control_socket_disable = True
loglevel = "warning"
