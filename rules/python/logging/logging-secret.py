import logging

log = logging.getLogger(__name__)


def login(user, password, token, config):
    # ruleid: python.logging.secret
    log.info("login of %s with %s", user.name, password)
    # ruleid: python.logging.secret
    logging.debug(f"token is {user.access_token}")
    # ruleid: python.logging.secret
    log.error("cannot connect with " + config["password"])
    # ruleid: python.logging.secret
    log.warning("key {} refused".format(config.api_key))
    # ok: python.logging.secret
    log.info("login of %s", user.name)
    # ok: python.logging.secret
    log.info("wrong password for %s", user.name)
    # ok: python.logging.secret
    log.info("password file %s", config.password_file)
    # ok: python.logging.secret
    log.debug("token at position %d: %s", 3, token.type)
    # ok: python.logging.secret
    log.info("key %s", mask(config.api_key))
    if token == "public":
        # ok: python.logging.secret
        log.error("the token %s is not for everybody", token)
    # ok: python.logging.secret
    return store.log("password", password)


def renewed(account, answer):
    account.refresh_token = answer["refresh_token"]
    account.save()
    # ok: python.logging.secret
    logger.debug(f"Renewed the token of {account}")
    # ruleid: python.logging.secret
    logger.debug(f"Renewed the token: {account.refresh_token}")


def exchanged(account, client):
    try:
        answer = client.refresh(account.refresh_token)
        account.password = answer["access_token"]
        account.save()
    except OSError as error:
        # ok: python.logging.secret
        logger.error(f"No new token for {account}: {error}")
        # ruleid: python.logging.secret
        logger.error(f"No new token instead of {account.refresh_token}")


def installations(client, access_token):
    headers = {"Authorization": f"Bearer {access_token}"}
    answer = client.get("https://api.example.com/installations", headers=headers)
    # ok: python.logging.secret
    logger.warning(f"Unexpected response: {answer.content}")
    # ruleid: python.logging.secret
    logger.debug("asked with %s", headers)
