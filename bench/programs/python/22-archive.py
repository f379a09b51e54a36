# CWE-22: archives that write elsewhere.
import os
import shutil
import tarfile
import zipfile
# == vulnerable: tar, one by one
def unpack(path, target):
    archive = tarfile.open(path)
    for member in archive.getmembers():
        archive.extract(member, target)
# == vulnerable: zip by hand, the member
def unpack(path, target):
    archive = zipfile.ZipFile(path)
    for member in archive.infolist():
        place = target + "/" + member.filename
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            shutil.copyfileobj(archive.open(member), file)
