# CWE-319: passwords on the open line.
import ftplib
import smtplib
import telnetlib

import requests
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
# == safe: STARTTLS
def mail(user, password, message):
    server = smtplib.SMTP("mail.example.org")
    server.starttls()
    server.login(user, password)
    server.send_message(message)
