# CWE-94 without a client in sight.
import ast
import importlib
import json
# == vulnerable: eval of an argument
def calculate(expression):
    return eval(expression)
# == vulnerable: exec of a formatted text
def assign(name, value):
    exec(f"{name} = {value}")
# == vulnerable: what is typed
def ask():
    return eval(input("how many? "))
# == vulnerable: a line of a file of settings
def setting(line):
    name, _, value = line.partition("=")
    return name, eval(value)
# == safe: a literal
def calculate(expression):
    return ast.literal_eval(expression)
# == safe: JSON
def value(text):
    return json.loads(text)
# == safe: a constant
def answer():
    return eval("6 * 7")
# == safe: what is typed, as a number
def ask():
    return int(input("how many? "))
# == safe: a module by a fixed name
def load():
    return importlib.import_module("json")
# == safe: a method of this name
def run(frame):
    return frame.eval("a > 1")
