# CWE-90: a search filter or a name of a directory made of text. ldap3 and python-ldap.
import ldap
import ldap.dn
import ldap.filter
import ldap3
from flask import Flask, request
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn

app = Flask(__name__)
# == each: ldap3 search
@app.route("/person")
def person():
    param = request.args.get("uid", "")
    value = FLOW(param)
    connection = ldap3.Connection(ldap3.Server("ldap.example.org"), auto_bind=True)
    connection.search("dc=example,dc=org", f"(uid={value})", attributes=["mail"])
    return str(connection.entries)
# == vulnerable: python-ldap
@app.get("/search")
def search():
    connection = ldap.initialize("ldap://ldap.example.org")
    return str(connection.search_s("dc=example", ldap.SCOPE_SUBTREE, "(cn=%s)" % request.args["cn"]))
# == vulnerable: the base name
@app.get("/base")
def base():
    connection = ldap.initialize("ldap://ldap.example.org")
    return str(connection.search_s("ou=" + request.args["ou"] + ",dc=example", ldap.SCOPE_SUBTREE))
# == vulnerable: a keyword argument
@app.post("/keyword")
def keyword():
    connection = ldap3.Connection("ldap.example.org")
    connection.search(search_base="dc=example", search_filter="(&(uid=" + request.form["uid"] + ")(active=1))")
    return str(connection.entries)
# == vulnerable: asynchronous search of python-ldap
@app.get("/ext")
def extended():
    wanted = request.cookies["uid"]
    return str(ldap.initialize("ldap://a").search_ext_s("dc=example", ldap.SCOPE_SUBTREE, "(uid=" + wanted + ")"))
# == safe: escaped for ldap3
@app.get("/person")
def person():
    connection = ldap3.Connection("ldap.example.org")
    connection.search("dc=example", f"(uid={escape_filter_chars(request.args['uid'])})")
    return str(connection.entries)
# == safe: escaped for python-ldap
@app.get("/search")
def search():
    wanted = ldap.filter.escape_filter_chars(request.args["cn"])
    return str(ldap.initialize("ldap://a").search_s("dc=example", ldap.SCOPE_SUBTREE, "(cn=%s)" % wanted))
# == safe: filter_format
@app.get("/format")
def formatted():
    wanted = ldap.filter.filter_format("(cn=%s)", [request.args["cn"]])
    return str(ldap.initialize("ldap://a").search_s("dc=example", ldap.SCOPE_SUBTREE, wanted))
# == safe: escaped in the name
@app.get("/base")
def base():
    wanted = ldap.dn.escape_dn_chars(request.args["ou"])
    return str(ldap.initialize("ldap://a").search_s("ou=" + wanted + ",dc=example", ldap.SCOPE_SUBTREE))
# == safe: a fixed filter
@app.get("/all")
def everybody():
    connection = ldap3.Connection("ldap.example.org")
    connection.search("dc=example", "(objectClass=person)", attributes=[request.args["attribute"]])
    return str(connection.entries)
# == safe: another search
import re


@app.get("/text")
def text():
    return str(re.compile("(uid=[a-z]+)").search("(uid=%s)" % request.args["uid"]))
