# CWE-390: the error of a check is caught and forgotten.
import logging

log = logging.getLogger(__name__)
# == vulnerable: a token
async def call(token):
    try:
        await verify_token(token)
    except ValueError:
        log.info("bad token")
    return await answer()
