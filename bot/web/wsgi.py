"""What gunicorn starts: ``gunicorn bot.web.wsgi:app``. The one module of the web server that reads the environment."""

from __future__ import annotations

import gc
import logging
import os

from flask import Flask

from bot import logs
from bot.setting_names import unknown
from bot.telemetry import starting
from bot.web.settings import WebSettings
from bot.web.wiring import from_settings


def _start() -> Flask:
    settings = WebSettings.of_process(os.environ)
    logs.configure(settings.log_level, secrets=settings.secrets)
    starting.start(settings.telemetry, "web")
    for problem in unknown(os.environ):
        logging.getLogger(__name__).warning("%s: %s", problem.name, problem.text)
    made = from_settings(settings)
    gc.freeze()  # what is loaded now stays: looking through it for garbage would delay some answer each time
    return made


app = _start()
