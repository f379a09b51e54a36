# CWE-319: passwords on the open line.
import ftplib
import smtplib
import telnetlib

import requests
# == vulnerable: HTTP with a password
def fetch(user, password):
    return requests.get("http://api.example.org/report", auth=(user, password), timeout=5).text
# == vulnerable: FTP
def upload(user, password):
    ftp = ftplib.FTP("files.example.org")
    ftp.login(user, password)
# == vulnerable: a mail server
def mail(user, password, message):
    server = smtplib.SMTP("mail.example.org")
    server.login(user, password)
    server.send_message(message)
# == vulnerable: a token in a header
def call(token):
    return requests.post("http://api.example.org/", headers={"Authorization": token}, timeout=5).text
# == vulnerable: Telnet
def switch(password):
    line = telnetlib.Telnet("switch.example.org")
    line.write(password + b"\n")
# == safe: HTTPS
def fetch(user, password):
    return requests.get("https://api.example.org/report", auth=(user, password), timeout=5).text
# == safe: FTP over TLS
def upload(user, password):
    ftp = ftplib.FTP_TLS("files.example.org")
    ftp.login(user, password)
# == safe: STARTTLS
def mail(user, password, message):
    server = smtplib.SMTP("mail.example.org")
    server.starttls()
    server.login(user, password)
    server.send_message(message)
# == safe: this machine
def local(user, password):
    return requests.get("http://127.0.0.1:8000/", auth=(user, password), timeout=5).text
# == safe: nothing secret
def public():
    return requests.get("http://www.example.org/", timeout=5).text
# == safe: anonymous
def mirror():
    ftp = ftplib.FTP("files.example.org")
    ftp.login()
