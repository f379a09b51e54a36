# Ways from `param`, which a stranger chose, to `value`: some carry it on, some only look as if they did.
# == vulnerable: directly
value = param
# == vulnerable: joined to a text
value = "" + param
# == vulnerable: in an f-string
value = f"{param}"
# == vulnerable: through a text that is stripped
value = param.strip().replace("\t", " ")
# == vulnerable: through bytes and back
import base64

value = base64.b64decode(base64.b64encode(param.encode())).decode()
# == vulnerable: by its key of a dictionary
table = {"fixed": "report", "given": param}
table["other"] = "summary"
value = table["given"]
# == safe: another key of the same dictionary
table = {"fixed": "report", "given": param}
table["other"] = "summary"
value = table["fixed"]
# == vulnerable: by a key set later
table = {"fixed": "report"}
table["given"] = param
value = table["given"]
# == safe: another key, set earlier
table = {"fixed": "report"}
table["given"] = param
value = table["fixed"]
# == vulnerable: the element of a list that it became
items = ["report", param, "summary"]
items.pop(0)
value = items[0]
# == safe: the element of a list that it did not become
items = ["report", param, "summary"]
items.pop(0)
value = items[1]
# == vulnerable: a condition that always holds
number = 41
value = param if number * 3 - 20 > 100 else "report"
# == safe: a condition that never holds
number = 41
value = param if number * 3 + 20 < 100 else "report"
# == vulnerable: an if whose condition always holds
width = 86
if (500 // 42) + width > 90:
    value = param
else:
    value = "report"
# == safe: an if whose condition always holds, the other way round
width = 86
if (500 // 42) + width > 90:
    value = "report"
else:
    value = param
# == vulnerable: a match that takes the branch
letters = "XYZ"
match letters[1]:
    case "X":
        value = "report"
    case "Y":
        value = param
    case _:
        value = "summary"
# == safe: a match that takes another branch
letters = "XYZ"
match letters[0]:
    case "X":
        value = "report"
    case "Y":
        value = param
    case _:
        value = "summary"
# == vulnerable: the option of a configuration parser
import configparser

settings = configparser.ConfigParser()
settings.add_section("view")
settings.set("view", "fixed", "report")
settings.set("view", "given", param)
value = settings.get("view", "given")
# == safe: another option of the same parser
import configparser

settings = configparser.ConfigParser()
settings.add_section("view")
settings.set("view", "fixed", "report")
settings.set("view", "given", param)
value = settings.get("view", "fixed")
# == vulnerable: through a function of the same file
def carried(text):
    kept = text
    return kept


value = carried(param)
# == safe: through a function that answers something fixed
def answered(text):
    found = "report"
    if not text:
        found = "summary"
    return found


value = answered(param)
# == safe: one of a few fixed texts
value = {"r": "report", "s": "summary"}.get(param, "report")
# == safe: checked against a fixed list
if param not in ("report", "summary"):
    raise ValueError("unknown view")
value = param
# == safe: it is a number
value = str(int(param))
# == safe: overwritten before use
value = param
value = "report"
# == vulnerable: kept by the other of two variables
first, second = param, "report"
value = first
# == safe: the other of two variables
first, second = param, "report"
value = second
