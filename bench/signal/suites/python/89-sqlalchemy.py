# CWE-89 with SQLAlchemy and with Django's object mapper.
from django.db import connection
from django.db.models.expressions import RawSQL
from flask import Flask, request
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

app = Flask(__name__)
engine = create_engine("sqlite://")
# == vulnerable: text of an f-string
@app.get("/find")
def find():
    with Session(engine) as session:
        return str(session.execute(text(f"SELECT id FROM person WHERE name = '{request.args['name']}'")).all())
# == vulnerable: text in a filter
@app.get("/filter")
def filtered():
    with Session(engine) as session:
        return str(session.query(Person).filter(text("name = '%s'" % request.args["name"])).all())
# == vulnerable: Django raw
def raw(request):
    return Person.objects.raw("SELECT * FROM person WHERE name = '%s'" % request.GET["name"])
# == vulnerable: Django extra
def extra(request):
    return Person.objects.extra(where=["name = '" + request.GET["name"] + "'"])
# == vulnerable: Django cursor
def direct(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM person WHERE id = " + request.POST["id"])
        return cursor.fetchall()
# == vulnerable: RawSQL
def annotated(request):
    return Person.objects.annotate(value=RawSQL("SELECT %s" % request.GET["column"], []))
# == safe: bound text
@app.get("/find")
def find():
    with Session(engine) as session:
        return str(session.execute(text("SELECT id FROM person WHERE name = :name"), {"name": request.args["name"]}).all())
# == safe: an expression
@app.get("/select")
def selected():
    with Session(engine) as session:
        return str(session.scalars(select(Person).where(Person.name == request.args["name"])).all())
# == safe: Django filter
def filtered(request):
    return Person.objects.filter(name=request.GET["name"])
# == safe: Django raw with parameters
def raw(request):
    return Person.objects.raw("SELECT * FROM person WHERE name = %s", [request.GET["name"]])
# == safe: Django cursor with parameters
def direct(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM person WHERE id = %s", [request.POST["id"]])
        return cursor.fetchall()
# == safe: RawSQL with parameters
def annotated(request):
    return Person.objects.annotate(value=RawSQL("SELECT max(%s)", [request.GET["number"]]))
