# CWE-489: left-over debugging.
import aiohttp.web
import bottle
import tornado.web
from flask import Flask

app = Flask(__name__)
# == vulnerable: Tornado
tornado.web.Application([], debug=True)
# == vulnerable: Bottle
bottle.run(host="localhost", debug=True)
