# CWE-22: archives that write elsewhere.
import os
import shutil
import tarfile
import zipfile
# == vulnerable: tar
def unpack(path, target):
    with tarfile.open(path) as archive:
        archive.extractall(target)
# == vulnerable: tar, one by one
def unpack(path, target):
    archive = tarfile.open(path)
    for member in archive.getmembers():
        archive.extract(member, target)
# == vulnerable: zip by hand
def unpack(path, target):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with open(os.path.join(target, name), "wb") as file:
                file.write(archive.read(name))
# == vulnerable: zip by hand, the member
def unpack(path, target):
    archive = zipfile.ZipFile(path)
    for member in archive.infolist():
        place = target + "/" + member.filename
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            shutil.copyfileobj(archive.open(member), file)
# == safe: tar with a filter
def unpack(path, target):
    with tarfile.open(path) as archive:
        archive.extractall(target, filter="data")
# == safe: zip by its own function
def unpack(path, target):
    with zipfile.ZipFile(path) as archive:
        archive.extractall(target)
# == safe: the last part of the name
def unpack(path, target):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with open(os.path.join(target, os.path.basename(name)), "wb") as file:
                file.write(archive.read(name))
# == safe: looked at
def unpack(path, target):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            place = os.path.realpath(os.path.join(target, name))
            if os.path.commonpath([place, target]) != target:
                raise ValueError(name)
            with open(place, "wb") as file:
                file.write(archive.read(name))
