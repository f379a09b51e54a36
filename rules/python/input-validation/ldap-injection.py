import re

import ldap
import ldap3
from flask import Flask, request
from ldap3.utils.conv import escape_filter_chars

app = Flask(__name__)
BASE = "dc=example,dc=com"


@app.route("/person")
def person():
    name = request.args["name"]
    connection = ldap3.Connection(ldap3.Server("ldap.example.com"), auto_bind=True)
    # ruleid: python.ldap.injection
    connection.search(BASE, f"(uid={name})")
    # ruleid: python.ldap.injection
    connection.search("ou=" + name + "," + BASE, "(uid=*)")
    # ok: python.ldap.injection
    connection.search(BASE, f"(uid={escape_filter_chars(name)})")
    # ok: python.ldap.injection
    connection.search(BASE, "(uid=guest)")
    old = ldap.initialize("ldap://ldap.example.com")
    # ruleid: python.ldap.injection
    old.search_s(BASE, ldap.SCOPE_SUBTREE, "(cn=%s)" % name)
    # ok: python.ldap.injection
    old.search_s(BASE, ldap.SCOPE_SUBTREE, ldap.filter.filter_format("(cn=%s)", [name]))
    # ok: python.ldap.injection
    re.search(r"^\w+$", name)
    return ""
