import hashlib
import os


def register(user, typed, users):
    # ruleid: python.hash.weak-password-stored
    user.password = hashlib.md5(typed.encode()).hexdigest()
    digest = hashlib.sha256(typed.encode()).hexdigest()
    # ruleid: python.hash.weak-password-stored
    users.insert({"name": user.name, "password_hash": digest})
    # ruleid: python.hash.weak-password-stored
    hashed_pw = hashlib.sha1(typed.encode()).hexdigest()
    # ok: python.hash.weak-password-stored
    user.password_hash = hashlib.scrypt(typed.encode(), salt=os.urandom(16), n=2**14, r=8, p=1)
    # ok: python.hash.weak-password-stored
    user.etag = hashlib.sha1(typed.encode()).hexdigest()
    # ok: python.hash.weak-password-stored
    user.password = make_password(typed)
    return hashed_pw


def is_right(user, typed):
    # ruleid: python.hash.weak-password-stored
    return user.password == hashlib.md5(typed.encode()).hexdigest()


class Shop(BaseClient):
    def sign_in(self, name, typed):
        # ok: python.hash.weak-password-stored
        return self.api_request("login", user=name, password=hashlib.sha256(typed.encode()).hexdigest())
