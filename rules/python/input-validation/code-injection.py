import ast
import importlib
import json
import operator

from flask import Flask, request

app = Flask(__name__)
OPERATIONS = {"add": operator.add, "sub": operator.sub}


@app.route("/calc", methods=["POST"])
def calc():
    formula = request.form["formula"]
    # ruleid: python.code.injection
    result = eval(formula)
    # ruleid: python.code.injection
    exec("value = " + formula)
    # ok: python.code.injection
    result = ast.literal_eval(formula)
    # ok: python.code.injection
    result = json.loads(formula)
    # ok: python.code.injection
    result = OPERATIONS[request.form["op"]](1, 2)
    # ok: python.code.injection
    result = eval("1 + 1")
    # ok: python.code.injection
    model.eval()
    return str(result)


def plugin(request):
    name = request.GET.get("plugin")
    # ruleid: python.code.injection
    importlib.import_module("plugins." + name)
    if name in INSTALLED:
        # ok: python.code.injection
        importlib.import_module("plugins." + name)
    # ok: python.code.injection
    re.compile(name)
