import ast


def calculate(expression, row):
    # ruleid: python.code.eval-parameter
    total = eval(expression)
    # ruleid: python.code.eval-parameter
    exec("result = " + expression)
    # ok: python.code.eval-parameter
    value = ast.literal_eval(expression)
    # ok: python.code.eval-parameter
    limited = eval(compile(ast.parse(expression), "<text>", "eval"))
    # ok: python.code.eval-parameter
    fixed = eval("1 + 1")
    return total, value, limited, fixed


def ask():
    # ruleid: python.code.eval-parameter
    return eval(input("number: "))
