import logging.config
from logging.config import listen

from app.signing import checked

# ruleid: python.logging.config-listen
server = logging.config.listen(9030)
# ruleid: python.logging.config-listen
server = listen()
# ok: python.logging.config-listen
server = logging.config.listen(9030, verify=checked)
# ok: python.logging.config-listen
server = listen(9030, checked)
# ok: python.logging.config-listen
logging.config.fileConfig("logging.ini")
