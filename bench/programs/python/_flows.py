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
# == vulnerable: two conditions that hold, one in the other
level, limit = 3, 10
value = "report"
if level < limit:
    if level * 4 > limit or limit == 0:
        value = param
# == safe: two conditions, the inner one never holds
level, limit = 3, 10
value = "report"
if level < limit:
    if level * 3 > limit and limit != 0:
        value = param
# == vulnerable: a chained comparison that holds
number = 7
value = param if 1 < number <= 7 else "report"
# == safe: a chained comparison that does not hold
number = 7
value = param if 1 < number < 7 else "report"
# == vulnerable: one of several elif branches
kind = "b" + "c"
if kind == "b":
    value = "report"
elif kind == "bc":
    value = param
else:
    value = "summary"
# == safe: another of several elif branches
kind = "b" + "c"
if kind == "b":
    value = param
elif len(kind) == 2:
    value = "report"
else:
    value = param
# == vulnerable: the default of an empty text
fallback = ""
value = fallback or param
# == safe: a default that is never needed
fallback = "report"
value = fallback or param
# == vulnerable: kept in an attribute
class Box:
    def __init__(self, first, second):
        self.first = first
        self.second = second


box = Box(param, "report")
value = box.first
# == safe: the other attribute of the same object
class Box:
    def __init__(self, first, second):
        self.first = first
        self.second = second


box = Box(param, "report")
value = box.second
# == vulnerable: through a method that sets and one that gets
class Holder:
    def __init__(self):
        self.text = "report"

    def put(self, text):
        self.text = text

    def take(self):
        return self.text


holder = Holder()
holder.put(param)
value = holder.take()
# == safe: a method that overwrites it
class Holder:
    def __init__(self):
        self.text = "report"

    def put(self, text):
        self.text = text

    def reset(self):
        self.text = "summary"


holder = Holder()
holder.put(param)
holder.reset()
value = holder.text
# == vulnerable: of two objects, the one that has it
class Item:
    pass


one, two = Item(), Item()
one.name = "report"
two.name = param
value = two.name
# == safe: of two objects, the other one
class Item:
    pass


one, two = Item(), Item()
one.name = "report"
two.name = param
value = one.name
# == vulnerable: a dictionary is updated with it
table = {"view": "report"}
table.update({"view": param, "other": "summary"})
value = table["view"]
# == safe: a dictionary is updated over it
table = {"view": param}
table.update({"view": "report"})
value = table["view"]
# == vulnerable: a key that is not there yet
table = {}
value = table.setdefault("view", param)
# == safe: a key that is there already
table = {"view": "report"}
value = table.setdefault("view", param)
# == vulnerable: taken out of a dictionary
table = {"view": param, "other": "report"}
value = table.pop("view", "summary")
# == safe: gone from a dictionary
table = {"view": param, "other": "report"}
table.pop("view")
value = table.get("view", "summary")
# == vulnerable: a dictionary in a dictionary
table = {"a": {"x": "report", "y": param}, "b": {"y": "summary"}}
value = table["a"]["y"]
# == safe: the same key of another dictionary in it
table = {"a": {"x": "report", "y": param}, "b": {"y": "summary"}}
value = table["b"]["y"]
# == vulnerable: inserted in front
items = ["report", "summary"]
items.insert(0, param)
value = items[0]
# == safe: moved on by what was inserted
items = [param, "summary"]
items.insert(0, "report")
value = items[0]
# == vulnerable: the last one, counted from the end
items = ["report"]
items.append(param)
value = items[-1]
# == safe: the last but one, counted from the end
items = ["report"]
items.append(param)
value = items[-2]
# == vulnerable: reversed
items = ["report", "summary", param]
items.reverse()
value = items[0]
# == safe: reversed, and then the last
items = ["report", "summary", param]
items.reverse()
value = items[2]
# == vulnerable: in a slice
items = ["report", param, "summary"]
value = items[1:][0]
# == safe: not in a slice
items = ["report", param, "summary"]
value = items[2:][0]
# == vulnerable: another element was deleted
items = ["report", "summary", param]
del items[0]
value = items[1]
# == safe: deleted
items = ["report", param, "summary"]
del items[1]
value = items[1]
# == vulnerable: a list joined to a text
parts = ["report"]
parts.append(param)
value = "-".join(parts)
# == safe: a list without it joined to a text
parts = ["report", param]
parts.pop()
value = "-".join(parts)
# == vulnerable: unpacked with a star
first, *others = ["report", param, "summary"]
value = others[0]
# == safe: unpacked in front of the star
first, *others = ["report", param, "summary"]
value = first
# == vulnerable: swapped
left, right = "report", param
left, right = right, left
value = left
# == safe: swapped away
left, right = param, "report"
left, right = right, left
value = left
# == vulnerable: one of a set
names = {"report"}
names.add(param)
value = sorted(names)[0]
# == safe: what a set of fixed texts lets through
value = param if param in {"report", "summary"} else "report"
# == vulnerable: found in a loop and kept
value = "report"
for name in ["fixed", "given"]:
    if name == "given":
        value = param
        break
# == safe: a loop that is left before
value = "report"
for name in ["fixed", "given"]:
    if name == "fixed":
        break
    value = param
# == vulnerable: a loop that counts
value, rounds = "report", 0
while rounds < 3:
    rounds += 1
    if rounds == 3:
        value = param
# == safe: a loop that counts less far
value, rounds = "report", 0
while rounds < 2:
    rounds += 1
    if rounds == 3:
        value = param
# == vulnerable: an endless loop that is left
while True:
    value = param
    if len("abc") == 3:
        break
    value = "report"
# == safe: an endless loop that is left with something else
value = param
while True:
    value = "report"
    if len("abc") == 3:
        break
    value = param
# == vulnerable: in the handler of an error
try:
    number = int("seven")
    value = "report"
except ValueError:
    value = param
# == safe: a handler that is never needed
value = "report"
try:
    name = "summary"
except ValueError:
    value = param
# == vulnerable: set before an error may come
value = "report"
try:
    value = param
    number = int(param)
except ValueError:
    pass
# == safe: overwritten at last
value = "report"
try:
    value = param
finally:
    value = "summary"
# == vulnerable: the text of an error
try:
    raise ValueError(param)
except ValueError as error:
    value = str(error)
# == vulnerable: formatted with percent
value = "%s-%d" % (param, 7)
# == safe: the other value of a format
texts = ("report", param)
value = "%s-%s" % (texts[0], "summary")
# == vulnerable: formatted by name
value = "{view}-{number}".format(view=param, number=7)
# == safe: an argument that the format leaves out
value = "{view}".format(view="report", other=param)
# == vulnerable: formatted by position
value = "{1}".format("report", param)
# == safe: the other position
value = "{0}".format("report", param)
# == vulnerable: written to a text stream
import io

stream = io.StringIO()
stream.write("report ")
stream.write(param)
value = stream.getvalue()
# == safe: written to another text stream
import io

stream, other = io.StringIO(), io.StringIO()
stream.write("report")
other.write(param)
value = stream.getvalue()
# == vulnerable: a match with a guard that holds
number = 12
match number:
    case 12 if number > 20:
        value = "report"
    case 12 if number > 10:
        value = param
    case _:
        value = "summary"
# == safe: a match with a guard that does not hold
number = 12
match number:
    case 12 if number > 20:
        value = param
    case 12 | 13:
        value = "report"
    case _:
        value = param
# == vulnerable: taken from a sequence by a match
match ["report", param]:
    case [first, second]:
        value = second
    case _:
        value = "summary"
# == safe: the other element that a match takes
match ["report", param]:
    case [first, second]:
        value = first
    case _:
        value = "summary"
# == vulnerable: taken from a mapping by a match
match {"kind": "view", "name": param}:
    case {"kind": "edit"}:
        value = "report"
    case {"kind": "view", "name": name}:
        value = name
    case _:
        value = "summary"
# == safe: a mapping that another case takes
match {"kind": "edit", "name": param}:
    case {"kind": "edit"}:
        value = "report"
    case {"kind": "view", "name": name}:
        value = name
    case _:
        value = "summary"
# == vulnerable: taken by the kind of its class
match param:
    case int():
        value = "report"
    case str() as name:
        value = name
    case _:
        value = "summary"
# == safe: one of the texts that a match lets through
match param:
    case "report" | "summary":
        value = param
    case _:
        value = "report"
# == vulnerable: an argument by its name
def chosen(first="report", second="summary"):
    return second


value = chosen(second=param)
# == safe: the default of an argument
def chosen(first="report", second="summary"):
    return second


value = chosen(first=param)
# == vulnerable: one of any number of arguments
def picked(*names, **options):
    return names[1] + options["end"]


value = picked("report", param, end=".")
# == safe: another of any number of arguments
def picked(*names, **options):
    return names[0] + options["end"]


value = picked("report", param, end=".")
# == vulnerable: an argument handed on with two stars
def shown(name, title="report"):
    return title


options = {"name": "summary", "title": param}
value = shown(**options)
# == safe: another argument handed on with two stars
def shown(name, title="report"):
    return title


options = {"name": param, "title": "summary"}
value = shown(**options)
# == vulnerable: a function that remembers it
def remembering(text):
    def answer():
        return text

    return answer


value = remembering(param)()
# == safe: a function that remembers something else
def remembering(text, other):
    def answer():
        return other

    return answer


value = remembering(param, "report")()
# == vulnerable: a function that changes what is outside
value = "report"


def change():
    nonlocal value
    value = param


change()
# == safe: a function that is never called
value = "report"


def change():
    nonlocal value
    value = param
# == vulnerable: a lambda
choose = lambda first, second: second
value = choose("report", param)
# == safe: a lambda that takes the other
choose = lambda first, second: first
value = choose("report", param)
# == vulnerable: a function with an argument fixed
import functools

value = functools.partial(lambda first, second: first, param)("report")
# == safe: a function with the other argument fixed
import functools

value = functools.partial(lambda first, second: second, param)("report")
# == vulnerable: a generator
def texts():
    yield "report"
    yield param


value = list(texts())[1]
# == safe: a generator of fixed texts
def texts(unused):
    yield "report"
    yield "summary"


value = next(texts(param))
# == vulnerable: a data class
from dataclasses import dataclass


@dataclass
class Page:
    name: str
    title: str = "report"


value = Page(name="summary", title=param).title
# == safe: the other field of a data class
from dataclasses import dataclass


@dataclass
class Page:
    name: str
    title: str = "report"


value = Page(name=param).title
# == vulnerable: a named tuple
from collections import namedtuple

Page = namedtuple("Page", ["name", "title"])
value = Page("report", param).title
# == safe: the other field of a named tuple
from collections import namedtuple

Page = namedtuple("Page", ["name", "title"])
value = Page(param, "report")[1]
# == vulnerable: a member that does not fit
import enum


class Kind(enum.Enum):
    REPORT = "report"
    SUMMARY = "summary"


value = param if Kind.REPORT.value == "report" else Kind.SUMMARY.value
# == safe: a member of an enumeration
import enum


class Kind(enum.Enum):
    REPORT = "report"
    SUMMARY = "summary"


value = Kind(param).value
# == vulnerable: a property
class Person:
    def __init__(self, name):
        self._name = name

    @property
    def name(self):
        return self._name.strip()


value = Person(param).name
# == safe: a property that shows something else
class Person:
    def __init__(self, name):
        self._name = name

    @property
    def name(self):
        return "report"


value = Person(param).name
# == vulnerable: a static method
class Tools:
    @staticmethod
    def second(first, second):
        return second


value = Tools.second("report", param)
# == safe: a class method that takes the other
class Tools:
    @classmethod
    def first(cls, first, second):
        return first


value = Tools.first("report", param)
# == vulnerable: a method that is inherited
class Base:
    def chosen(self, text):
        return text


class Derived(Base):
    pass


value = Derived().chosen(param)
# == safe: a method that is replaced
class Base:
    def chosen(self, text):
        return text


class Derived(Base):
    def chosen(self, text):
        return "report"


value = Derived().chosen(param)
# == vulnerable: left early with it
def early(text):
    if len("abc") == 3:
        return text
    return "report"


value = early(param)
# == safe: left early with something else
def early(text):
    if len("abc") == 3:
        return "report"
    return text


value = early(param)
# == vulnerable: checked, but nothing follows from it
if param not in ("report", "summary"):
    print("an unknown view")
value = param
# == safe: checked by a function of the same file
def is_known(name):
    return name in ("report", "summary")


value = param if is_known(param) else "report"
# == vulnerable: checked the wrong way round
if param in ("report", "summary"):
    raise ValueError("a known view")
value = param
# == safe: checked by comparing
if param == "report" or param == "summary":
    value = param
else:
    value = "report"
# == vulnerable: another variable is checked
name = "report"
if name not in ("report", "summary"):
    raise ValueError("an unknown view")
value = param
# == safe: the check is remembered in a variable
known = param in ("report", "summary")
value = "report"
if known:
    value = param
# == vulnerable: asserted of something else
name = "report"
assert name in ("report", "summary")
value = param
# == safe: letters and digits only
if not param.isalnum():
    raise ValueError("an unknown view")
value = param
# == vulnerable: an expression that lets everything through
import re

if not re.match(r".*", param):
    raise ValueError("an unknown view")
value = param
# == safe: an expression that lets only letters through
import re

if not re.fullmatch(r"[a-z]{1,20}", param):
    raise ValueError("an unknown view")
value = param
# == vulnerable: another variable is deleted
name, value = "report", param
del name
# == safe: named in passing, then replaced
if (value := param) != "":
    value = "report"
else:
    value = "summary"
# == vulnerable: named in passing
if (value := param) == "report":
    value = "summary"
# == vulnerable: the part of a text that it is in
text = "report:" + param
value = text[3:]
# == safe: the part of a text that it is not in
text = "report:" + param
value = text[:6]
# == vulnerable: what stands behind the separator
value = f"report:{param}".split(":", 1)[1]
# == safe: what stands before the separator
value = f"report:{param}".split(":", 1)[0]
# == vulnerable: through JSON and back
import json

value = json.loads(json.dumps({"view": param}))["view"]
# == vulnerable: quoted for an address and back
from urllib.parse import quote, unquote

value = unquote(quote(param))
# == vulnerable: a copy of a dictionary
import copy

table = copy.deepcopy({"view": param})
value = table["view"]
# == safe: a copy that was made before
import copy

table = {"view": "report"}
kept = copy.copy(table)
table["view"] = param
value = kept["view"]
# == vulnerable: a second name for the same list
items = ["report"]
again = items
again[0] = param
value = items[0]
# == safe: a copy of the list is changed
items = ["report"]
again = list(items)
again[0] = param
value = items[0]
# == vulnerable: by a comprehension
value = [name.upper() for name in ("report", param)][1]
# == safe: left out by a comprehension
value = [name for name in ("report", "summary") if name != param][0]
# == vulnerable: set by its name
class Settings:
    view = "report"


setattr(Settings, "view", param)
value = getattr(Settings, "view")
# == safe: another attribute is set by its name
class Settings:
    view = "report"


setattr(Settings, "other", param)
value = Settings.view
# == vulnerable: two lists side by side
for name, text in zip(["fixed", "given"], ["report", param]):
    if name == "given":
        value = text
# == safe: two lists side by side, the other element
for name, text in zip(["fixed", "given"], ["report", param]):
    if name == "fixed":
        value = text
# == vulnerable: the number of an element decides
for number, text in enumerate(["report", param]):
    if number == 1:
        value = text
# == safe: the number of an element decides otherwise
for number, text in enumerate(["report", param]):
    if number == 0:
        value = text
# == vulnerable: a number written as a text decides
value = param if int("12") % 5 == 2 else "report"
# == safe: a number written as a text decides otherwise
value = param if int("12") % 5 == 3 else "report"
# == vulnerable: a text that begins as wanted
word = "summary"
value = param if word.startswith("sum") and word[-1] == "y" else "report"
# == safe: a text that does not begin as wanted
word = "summary"
value = param if word.startswith("rep") or word[-1] == "x" else "report"
# == vulnerable: a list of pairs made a dictionary
table = dict([("fixed", "report"), ("given", param)])
value = table["given"]
# == safe: another key of a list of pairs made a dictionary
table = dict([("fixed", "report"), ("given", param)])
value = table["fixed"]
# == vulnerable: the last of a queue
from collections import deque

queue = deque(["report"])
queue.appendleft(param)
value = queue.popleft()
# == safe: the other end of a queue
from collections import deque

queue = deque(["report"])
queue.appendleft(param)
value = queue.pop()
# == vulnerable: with two dictionaries laid over each other
table = {**{"view": "report"}, **{"view": param}}
value = table["view"]
# == safe: with two dictionaries laid over each other, the other way round
table = {**{"view": param}, **{"view": "report"}}
value = table["view"]
