# CWE-90: a search filter or a name of a directory made of text. ldap3 and python-ldap.
import ldap
import ldap.dn
import ldap.filter
import ldap3
from flask import Flask, request
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn

app = Flask(__name__)
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
# == safe: escaped for python-ldap
@app.get("/search")
def search():
    wanted = ldap.filter.escape_filter_chars(request.args["cn"])
    return str(ldap.initialize("ldap://a").search_s("dc=example", ldap.SCOPE_SUBTREE, "(cn=%s)" % wanted))
# == safe: escaped in the name
@app.get("/base")
def base():
    wanted = ldap.dn.escape_dn_chars(request.args["ou"])
    return str(ldap.initialize("ldap://a").search_s("ou=" + wanted + ",dc=example", ldap.SCOPE_SUBTREE))
