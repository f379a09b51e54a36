import subprocess


def backup(user, password, password_file):
    # ruleid: python.process.secret-on-command-line
    subprocess.run(["mysqldump", "-u", user, f"--password={password}", "app"], check=True)
    # ok: python.process.secret-on-command-line
    subprocess.run(["mysqldump", f"--defaults-file={password_file}", "app"], check=True)
    # ok: python.process.secret-on-command-line
    subprocess.run(["mysqldump", "-u", user, "app"], env={"MYSQL_PWD": password}, check=True)
    # ok: python.process.secret-on-command-line
    subprocess.run(["passwd", "--stdin", user], input=password.encode(), check=True)


def keygen(run, passphrase):
    command = ["ssh-keygen"]
    # ruleid: python.process.secret-on-command-line
    command.append(passphrase)
    return run(command)
