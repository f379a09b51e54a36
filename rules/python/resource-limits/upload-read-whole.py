import shutil
from io import BytesIO


def picture(upload, target):
    with open(upload.temporary_file_path(), "rb") as file:
        # ruleid: python.upload.read-whole
        whole = BytesIO(file.read())
        # ok: python.upload.read-whole
        head = file.read(1024)
        # ok: python.upload.read-whole
        shutil.copyfileobj(file, target)
    # ok: python.upload.read-whole
    upload.seek(0)
    return whole, head
