import base64
import hashlib
import hmac
import os


def register(form, password, salt):
    # ruleid: python.hash.weak-password
    digest = hashlib.md5(password.encode()).hexdigest()
    # ruleid: python.hash.weak-password
    digest = hashlib.sha256((salt + password).encode()).hexdigest()
    state = hashlib.sha1()
    # ruleid: python.hash.weak-password
    state.update(form["password"].encode("utf-8"))
    pw = form["pw"]
    # ruleid: python.hash.weak-password
    digest = hashlib.new("sha1", pw.encode()).hexdigest()
    # ruleid: python.hash.weak-password
    digest = hashlib.sha512(form["passcode"].encode()).hexdigest()
    # ok: python.hash.weak-password
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)
    # ok: python.hash.weak-password
    digest = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
    # ok: python.hash.weak-password
    digest = hmac.new(password.encode(), b"message", hashlib.sha256).hexdigest()
    # ok: python.hash.weak-password
    etag = hashlib.sha256(form["body"].encode()).hexdigest()
    # ok: python.hash.weak-password
    password_file = hashlib.sha256(open(os.devnull, "rb").read()).hexdigest()
    return digest, etag, password_file


class Account(BaseAccount):
    def sign_in(self, user, password):
        # ok: python.hash.weak-password
        return self.load(self.URL, post={"user": user, "password": hashlib.md5(password.encode()).hexdigest()})


def is_right(stored, password):
    if stored.startswith("{SHA}"):
        # ok: python.hash.weak-password
        return stored[5:] == base64.b64encode(hashlib.sha1(password.encode()).digest()).decode()
    return bcrypt.checkpw(password.encode(), stored)


def fits_and_upgrade(account, password):
    # unsure: python.hash.weak-password
    return hashlib.sha1(password.encode()).hexdigest() == account.digest
