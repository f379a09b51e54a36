import asyncssh
import paramiko


async def connect(host, keys):
    client = paramiko.SSHClient()
    # ruleid: python.ssh.unknown-host
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    # ruleid: python.ssh.unknown-host
    client.set_missing_host_key_policy(paramiko.WarningPolicy)
    # ruleid: python.ssh.unknown-host
    await asyncssh.connect(host, known_hosts=None)
    # ok: python.ssh.unknown-host
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    # ok: python.ssh.unknown-host
    await asyncssh.connect(host, known_hosts=keys)
    # ok: python.ssh.unknown-host
    client.load_system_host_keys()
