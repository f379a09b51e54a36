import ast


def computed(formula, row):
    # ruleid: python.code.eval-built-text
    total = eval(formula, dict(row))
    # ruleid: python.code.eval-built-text
    exec("result = %s" % formula)
    # ruleid: python.code.eval-built-text
    eval("row." + formula)
    # ok: python.code.eval-built-text
    half = eval("1 / 2")
    # ok: python.code.eval-built-text
    total = ast.literal_eval(formula)
    # ok: python.code.eval-built-text
    row.eval(formula)
    return total, half
