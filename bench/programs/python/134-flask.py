# CWE-134: the format is a stranger's.
import string

from flask import Flask, request

app = Flask(__name__)
# == vulnerable: a map
@app.post("/c")
def c():
    return {"text": request.form["pattern"].format_map(vars(app.user))}
