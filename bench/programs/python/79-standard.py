# CWE-79 without a big framework: WSGI, http.server, Bottle.
import html
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from bottle import request, response, route, template
# == vulnerable: WSGI
def application(environ, start_response):
    name = parse_qs(environ["QUERY_STRING"])["name"][0]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [f"<p>Hello {name}</p>".encode()]
# == vulnerable: http.server
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<p>You asked for " + self.path.encode() + b"</p>")
# == vulnerable: Bottle, a form
@route("/form", method="POST")
def form():
    text = request.forms.get("text")
    return "<b>%s</b>" % text
# == safe: WSGI, escaped
def application(environ, start_response):
    name = parse_qs(environ["QUERY_STRING"])["name"][0]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [f"<p>Hello {html.escape(name)}</p>".encode()]
# == safe: http.server, JSON
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(self.path.encode())
