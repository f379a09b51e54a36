from flask import Flask, request

app = Flask(__name__)
EDITABLE = {"name", "city"}


@app.route("/profile", methods=["POST"])
def profile():
    # ruleid: python.model.mass-assignment
    db.session.add(User(**request.json))
    for key, value in request.json.items():
        # ruleid: python.model.mass-assignment
        setattr(user, key, value)
    for key, value in request.json.items():
        if key in EDITABLE:
            # ok: python.model.mass-assignment
            setattr(user, key, value)
    # ok: python.model.mass-assignment
    db.session.add(User(name=request.json["name"]))
    # ok: python.model.mass-assignment
    schema = ProfileSchema(**request.json)
    return schema


def create(request):
    # ruleid: python.model.mass-assignment
    Account.objects.create(**request.data)
    serializer = AccountSerializer(data=request.data)
    # ok: python.model.mass-assignment
    Account.objects.create(**serializer.validated_data)
