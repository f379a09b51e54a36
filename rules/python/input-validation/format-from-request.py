from flask import Flask, request

app = Flask(__name__)


@app.get("/greet")
def greet():
    user = app.user
    # ruleid: python.format.from-request
    text = request.args["greeting"].format(user=user)
    # ok: python.format.from-request
    safe = "Hello {}".format(request.args["name"])
    # ok: python.format.from-request
    also = "{greeting} {user}".format(greeting=request.args["greeting"], user=user)
    # ok: python.format.from-request
    plain = request.args["greeting"].replace("{user}", user.name)
    return {"text": text, "safe": safe, "also": also, "plain": plain}
