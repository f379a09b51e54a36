# CWE-134: the format is a stranger's.
import string

from flask import Flask, request

app = Flask(__name__)
# == vulnerable: format
@app.get("/a")
def a():
    return {"text": request.args["format"].format(user=app.user)}
# == vulnerable: through a variable
@app.post("/b")
def b():
    pattern = request.form["pattern"]
    return {"text": pattern.format(app.config)}
# == vulnerable: a map
@app.post("/c")
def c():
    return {"text": request.form["pattern"].format_map(vars(app.user))}
# == safe: the format is ours
@app.get("/a")
def a():
    return {"text": "Hello {}".format(request.args["name"])}
# == safe: a template that only puts texts in
@app.post("/b")
def b():
    return {"text": string.Template(request.form["pattern"]).safe_substitute(name="you")}
# == safe: replaced
@app.post("/c")
def c():
    return {"text": request.form["pattern"].replace("{name}", "you")}
