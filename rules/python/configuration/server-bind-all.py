import socket

from flask import Flask

app = Flask(__name__)
server = socket.socket()
# ruleid: python.server.bind-all
server.bind(("0.0.0.0", 8000))
# ruleid: python.server.bind-all
app.run(host="0.0.0.0")
# ok: python.server.bind-all
server.bind(("127.0.0.1", 8000))
# ok: python.server.bind-all
app.run(host="localhost")
# ok: python.server.bind-all
print("0.0.0.0")
