# CWE-273: rights that were not given up.
import logging
import os

log = logging.getLogger(__name__)
# == safe: another call
def tidy(path):
    try:
        os.unlink(path)
    except OSError:
        pass
