# CWE-489: left-over debugging.
import aiohttp.web
import bottle
import tornado.web
from flask import Flask

app = Flask(__name__)
# == vulnerable: Flask
app.run(debug=True)
# == vulnerable: Flask, with a port
if __name__ == "__main__":
    app.run(port=8000, debug=True)
# == vulnerable: Flask, by setting
app.config["DEBUG"] = True
# == vulnerable: Tornado
tornado.web.Application([], debug=True)
# == vulnerable: Bottle
bottle.run(host="localhost", debug=True)
# == safe: off
app.run(debug=False)
# == safe: left out
app.run(port=8000)
# == safe: from the environment
app.run(debug=app.config["DEBUG"])
# == safe: Tornado, off
tornado.web.Application([], debug=False)
# == safe: another setting
app.config["TESTING"] = True
