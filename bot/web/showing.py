"""Pages and API in the web server, and who may look at them."""

from __future__ import annotations

import time
from collections.abc import Mapping

from flask import Flask
from redis import Redis

from bot.access.port import Access
from bot.access.setting_up import set_up
from bot.pages.now import Now, RedisNow, Unseen
from bot.web.rule_pages import no_page, page_in, rule_pages, with_list
from bot.web.settings import WebSettings


def add(app: Flask, settings: WebSettings, redis: Redis) -> None:
    """Pages where people sign in, or for whoever sits at this machine; the API beside them. Else the addresses say
    which settings they want. What the rules say is shown to everybody."""
    if settings.rule_pages:
        shown = rule_pages if settings.database_url else with_list
        app.register_blueprint(shown(settings.rule_pages))
    access: Access = set_up(app, settings.sign_in, filter(None, (door.viewing for door in settings.doors)))
    sign_out = "/sign-out"
    if settings.pages and not settings.sign_in.is_on:
        from bot.access.local import LocalAccess

        local, sign_out = LocalAccess(settings.listen), ""
        local.explain(app)
        access = local
    if settings.database_url:
        _add(app, settings, access, RedisNow(redis, time.time), sign_out)


def _add(app: Flask, settings: WebSettings, access: Access, now: Now, sign_out: str) -> None:
    """Imported here: a server that only takes deliveries loads no database's toolkit."""
    from bot.access.bearers import BearerAccess
    from bot.api.serving import Api
    from bot.pages import pages
    from bot.store.lookup import SqlReading
    from bot.store.sql import SqlStore
    from bot.store.tokens import SqlTokens

    def parts() -> Mapping[str, tuple[bool, str]]:
        try:
            return now.look().parts or {}
        except Unseen as unseen:
            return {"Redis": (False, str(unseen))}

    store = app.extensions["store"] = SqlStore(settings.database_url)
    reading = SqlReading(store)
    rule_page = page_in(settings.rule_pages) if settings.rule_pages else no_page
    app.register_blueprint(pages(reading, access, now, sign_out=sign_out, rule_page=rule_page))
    app.register_blueprint(Api(BearerAccess(access, SqlTokens(store)), reading, parts).blueprint())
