import os


class Settings:
    # ruleid: python.password.constant
    password = "correct-horse"
    # ok: python.password.constant
    password_field = "user_password"


def connected(connect, config):
    # ruleid: python.password.constant
    db_password = "s3cr3t-db"
    # ruleid: python.password.constant
    config["smtp_password"] = "s3cr3t-mail"
    # ruleid: python.password.constant
    config.token = "aKq81mzo"
    # ok: python.password.constant
    password = os.environ["PASSWORD"]
    # ok: python.password.constant
    password = ""
    # ok: python.password.constant
    secret = "${SECRET}"
    return connect(db_password, password, secret)
