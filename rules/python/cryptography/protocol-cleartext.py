import ftplib
import telnetlib
from ftplib import FTP

# ruleid: python.protocol.cleartext
switch = telnetlib.Telnet("switch.example.org", timeout=5)
# ruleid: python.protocol.cleartext
files = FTP("ftp.example.org", timeout=5)
# ruleid: python.protocol.cleartext
with ftplib.FTP("ftp.example.org") as mirror:
    mirror.login()
# ok: python.protocol.cleartext
safe = ftplib.FTP_TLS("ftp.example.org", timeout=5)
# ok: python.protocol.cleartext
ports = {"ftp": ftplib.FTP_PORT}
# ok: python.protocol.cleartext
errors = (ftplib.error_perm, EOFError)
