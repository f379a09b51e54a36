import ftplib
import smtplib

import requests


def fetch(user, password):
    # ruleid: python.http.cleartext-login
    requests.get("http://files.example.org/report", auth=(user, password), timeout=5)
    ftp = ftplib.FTP("files.example.org")
    # ruleid: python.http.cleartext-login
    ftp.login(user, password)
    # ok: python.http.cleartext-login
    requests.get("https://files.example.org/report", auth=(user, password), timeout=5)
    # ok: python.http.cleartext-login
    requests.get("http://localhost:8080/report", auth=(user, password), timeout=5)
    # ok: python.http.cleartext-login
    requests.get("http://files.example.org/public", timeout=5)
    # ok: python.http.cleartext-login
    ftplib.FTP_TLS("files.example.org", user, password)


def send(user, password, message):
    with smtplib.SMTP("mail.example.org", 587) as smtp:
        smtp.starttls()
        # ok: python.http.cleartext-login
        smtp.login(user, password)
    with smtplib.SMTP("mail.example.org", 25) as plain:
        # ruleid: python.http.cleartext-login
        plain.login(user, password)
        plain.send_message(message)
