# CWE-79 in Tornado.
import json

import tornado.escape
import tornado.web
# == vulnerable: finish
class Done(tornado.web.RequestHandler):
    def post(self):
        self.finish(f"<b>{self.get_body_argument('text')}</b>")
# == vulnerable: a cookie
class Cookie(tornado.web.RequestHandler):
    def get(self):
        name = self.get_cookie("name")
        self.write("<i>%s</i>" % name)
# == safe: escaped
class Hello(tornado.web.RequestHandler):
    def get(self):
        self.write("<p>Hello " + tornado.escape.xhtml_escape(self.get_argument("name")) + "</p>")
# == safe: a dictionary is JSON
class Data(tornado.web.RequestHandler):
    def get(self):
        self.write({"name": self.get_argument("name")})
# == safe: said to be text
class Plain(tornado.web.RequestHandler):
    def get(self):
        self.set_header("Content-Type", "text/plain")
        self.write("Hello " + self.get_argument("name"))
