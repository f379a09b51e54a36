import tarfile
import zipfile


def unpack(path, folder):
    with tarfile.open(path) as tar:
        # ruleid: python.archive.unchecked-extraction
        tar.extractall(folder)
    with tarfile.open(path) as tar:
        # ok: python.archive.unchecked-extraction
        tar.extractall(folder, filter="data")
    archive = tarfile.open(path, "r:gz")
    # ruleid: python.archive.unchecked-extraction
    archive.extractall(path=folder)
    with zipfile.ZipFile(path) as bundle:
        # ok: python.archive.unchecked-extraction
        bundle.extractall(folder)


def checked(path, folder):
    with tarfile.open(path) as tar:
        for member in tar.getmembers():
            if member.name.startswith(("/", "..")) or member.issym():
                raise ValueError(member.name)
        # ok: python.archive.unchecked-extraction
        tar.extractall(folder)


def selected(path, folder):
    with tarfile.open(path) as tar:
        # ok: python.archive.unchecked-extraction
        tar.extractall(folder, members=safe_members(tar))
