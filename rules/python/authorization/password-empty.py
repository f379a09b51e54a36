import pymysql


def accounts(user, password):
    # ruleid: python.password.empty
    user.set_password("")
    # ruleid: python.password.empty
    pymysql.connect(host="db", user="root", password="")
    # ok: python.password.empty
    user.set_password(password)
    # ok: python.password.empty
    user.set_unusable_password()
    # ok: python.password.empty
    pymysql.connect(host="db", user="root", password=password)
