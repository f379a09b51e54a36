import os
import zipfile


def unpack(path, target):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            place = os.path.join(target, name)
            # ruleid: python.archive.member-path
            with open(place, "wb") as file:
                file.write(archive.read(name))


def listed(path, target):
    with zipfile.ZipFile(path) as archive:
        # ok: python.archive.member-path
        archive.extractall(target)
        for name in archive.namelist():
            # ok: python.archive.member-path
            with open(os.path.join(target, os.path.basename(name)), "wb") as file:
                file.write(archive.read(name))


def checked(path, target):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            place = os.path.realpath(os.path.join(target, name))
            if not place.startswith(target + os.sep):
                raise ValueError(name)
            # ok: python.archive.member-path
            with open(place, "wb") as file:
                file.write(archive.read(name))
