from flask import Flask, abort, request, session

app = Flask(__name__)


@app.route("/settings", methods=["POST"])
def settings():
    # ruleid: python.session.untrusted-key
    session[request.form["key"]] = "1"
    # ruleid: python.session.untrusted-key
    session["role"] = request.form["role"]
    # ruleid: python.session.untrusted-key
    session.update(request.form)
    # ok: python.session.untrusted-key
    session["language"] = request.form["language"]
    # ok: python.session.untrusted-key
    session["user_id"] = int(request.form["id"])
    # ok: python.session.untrusted-key
    session["role"] = "guest"
    return ""


@app.route("/role", methods=["POST"])
def role():
    wanted = request.form["role"]
    if wanted not in ("reader", "guest"):
        abort(403)
    # ok: python.session.untrusted-key
    session["role"] = wanted
    return ""


@app.route("/login", methods=["POST"])
def login():
    user = database().execute("SELECT * FROM user WHERE name = ?", (request.form["name"],)).fetchone()
    check(user["password"], request.form["password"])
    # ok: python.session.untrusted-key
    session["user_id"] = user["id"]
    person = Person.select().where(Person.name == request.form["name"]).first()
    # ok: python.session.untrusted-key
    session["username"] = person.name
    return ""
