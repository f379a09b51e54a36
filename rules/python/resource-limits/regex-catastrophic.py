import re

# ruleid: python.regex.catastrophic
NAME = re.compile(r"^([a-z]+-?)+$")
# ok: python.regex.catastrophic
WORD = re.compile(r"^[a-z]+$")
# ok: python.regex.catastrophic
WORDS = re.compile(r"^[a-z]+(-[a-z]+)*$")
# ok: python.regex.catastrophic
NUMBER = re.compile(r"(\d+)(\.\d+)?")
