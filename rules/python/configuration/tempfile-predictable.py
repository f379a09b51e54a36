import os
import tempfile


def write(text):
    # ruleid: python.tempfile.predictable
    name = tempfile.mktemp(suffix=".txt")
    # ruleid: python.tempfile.predictable
    with open("/tmp/report.txt", "w") as stream:
        stream.write(text)
    # ruleid: python.tempfile.predictable
    with open(os.path.join(tempfile.gettempdir(), "report.txt"), "w") as stream:
        stream.write(text)
    # ok: python.tempfile.predictable
    handle, path = tempfile.mkstemp(suffix=".txt")
    # ok: python.tempfile.predictable
    with tempfile.NamedTemporaryFile("w") as stream:
        stream.write(text)
    # ok: python.tempfile.predictable
    with open("/tmp/report.txt") as stream:
        stream.read()
    # ok: python.tempfile.predictable
    with open("/var/lib/app/report.txt", "w") as stream:
        stream.write(text)


WORK = "/tmp/report/"


def prepare():
    if not os.path.exists(WORK):
        # ruleid: python.tempfile.predictable
        os.mkdir(WORK)
    # ok: python.tempfile.predictable
    os.makedirs("/var/lib/report", exist_ok=True)
