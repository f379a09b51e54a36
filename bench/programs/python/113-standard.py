# CWE-113: a stranger's line breaks in headers.
from email.message import EmailMessage
from email.mime.text import MIMEText
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, quote, urlsplit

from flask import Flask, make_response, request

app = Flask(__name__)
# == vulnerable: http.server
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", parse_qs(urlsplit(self.path).query)["next"][0])
        self.end_headers()
# == vulnerable: http.server, a cookie
class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(100).decode()
        self.send_response(200)
        self.send_header("Set-Cookie", "name=" + body)
        self.end_headers()
# == vulnerable: a mail put together by hand
@app.post("/send")
def send():
    server.sendmail("a@example.org", ["b@example.org"], "Subject: " + request.form["subject"] + "\n\nhello")
    return ""
# == safe: encoded
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", "/" + quote(self.path))
        self.end_headers()
