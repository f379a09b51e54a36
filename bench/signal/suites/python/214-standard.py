# CWE-214: a secret in the list of processes.
import os
import subprocess
# == vulnerable: an option
def backup(user, password):
    subprocess.run(["mysqldump", "-u", user, f"-p{password}", "app"], check=True)
# == vulnerable: an argument
def open_vault(passphrase):
    subprocess.check_call(["vault", "open", passphrase])
# == vulnerable: a line
def login(token, api_key):
    os.system(f"tool login --key {api_key}")
# == vulnerable: put together before
class Key:
    def make(self):
        cmd = ["ssh-keygen", "-N"]
        cmd.append(self.passphrase)
        return self.run_command(cmd)
# == safe: the environment
def backup(user, password):
    subprocess.run(["mysqldump", "-u", user, "app"], env={"MYSQL_PWD": password}, check=True)
# == safe: standard input
def open_vault(passphrase):
    subprocess.run(["vault", "open", "-"], input=passphrase.encode(), check=True)
# == safe: a file
def login(api_key_file):
    os.system(f"tool login --key-file {api_key_file}")
# == safe: the list is no command
def names(items, password):
    items.append(password)
    return items
