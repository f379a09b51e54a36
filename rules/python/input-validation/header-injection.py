from email.mime.text import MIMEText
from http.server import BaseHTTPRequestHandler
from urllib.parse import quote

from flask import Flask, request

app = Flask(__name__)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        # ruleid: python.header.injection
        self.send_header("X-Asked", self.path.partition("?")[2])
        # ok: python.header.injection
        self.send_header("X-Asked", quote(self.path))
        # ok: python.header.injection
        self.send_header("Content-Type", "text/plain")
        self.end_headers()


@app.post("/mail")
def mail():
    message = MIMEText("hello")
    # ruleid: python.header.injection
    message["Subject"] = request.form["subject"]
    # ok: python.header.injection
    message["From"] = "robot@example.org"
    # ok: python.header.injection
    message["X-Subject"] = request.form["subject"].replace("\n", " ")
    return ""
