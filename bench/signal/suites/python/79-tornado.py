# CWE-79 in Tornado.
import json

import tornado.escape
import tornado.web
# == vulnerable: write
class Hello(tornado.web.RequestHandler):
    def get(self):
        self.write("<p>Hello " + self.get_argument("name") + "</p>")
# == vulnerable: finish
class Done(tornado.web.RequestHandler):
    def post(self):
        self.finish(f"<b>{self.get_body_argument('text')}</b>")
# == vulnerable: a cookie
class Cookie(tornado.web.RequestHandler):
    def get(self):
        name = self.get_cookie("name")
        self.write("<i>%s</i>" % name)
# == vulnerable: a part of the address
class Part(tornado.web.RequestHandler):
    def get(self, name):
        self.write("<h1>" + name + "</h1>")
# == safe: escaped
class Hello(tornado.web.RequestHandler):
    def get(self):
        self.write("<p>Hello " + tornado.escape.xhtml_escape(self.get_argument("name")) + "</p>")
# == safe: a dictionary is JSON
class Data(tornado.web.RequestHandler):
    def get(self):
        self.write({"name": self.get_argument("name")})
# == safe: a template
class Page(tornado.web.RequestHandler):
    def get(self):
        self.render("hello.html", name=self.get_argument("name"))
# == safe: said to be text
class Plain(tornado.web.RequestHandler):
    def get(self):
        self.set_header("Content-Type", "text/plain")
        self.write("Hello " + self.get_argument("name"))
# == safe: a number
class Number(tornado.web.RequestHandler):
    def get(self):
        self.write("<p>%d</p>" % int(self.get_argument("page")))
