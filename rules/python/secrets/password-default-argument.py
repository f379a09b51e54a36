# ruleid: python.password.default-argument
def create(name, password="letmein", *, quota=10):
    return name, password, quota


# ruleid: python.password.default-argument
def admin(name, password="hunter2"):
    return name, password


# ok: python.password.default-argument
def user(name, password=None):
    return name, password


# ok: python.password.default-argument
def ask(name, password_prompt="Password: "):
    return name, password_prompt


# ok: python.password.default-argument
def empty(name, password=""):
    return name, password
