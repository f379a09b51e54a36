import logging
import subprocess

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.route("/find")
def find():
    term = request.args["q"]
    # ruleid: python.logging.injection
    log.info("search for %s", term)
    # ruleid: python.logging.injection
    app.logger.warning(f"search for {term}")
    # ok: python.logging.injection
    log.info("search for %r", term)
    # ok: python.logging.injection
    log.info("search for %s", term.replace("\n", " "))
    # ok: python.logging.injection
    log.info("search for %d letters", len(term))
    found = search(term)
    # ok: python.logging.injection
    log.info("found %s", found)
    # ok: python.logging.injection
    log.info("done")
    # ok: python.logging.injection
    log.info("%s", subprocess.check_output(["lookup", term]))
    return ""


@app.route("/items/<name>")
def item(name):
    # ok: python.logging.injection
    log.info("no item %s", name)
    return ""
