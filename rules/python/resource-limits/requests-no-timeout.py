import requests


def fetch(url, session, options):
    # ruleid: python.requests.no-timeout
    requests.get(url)
    # ruleid: python.requests.no-timeout
    requests.post(url, json={})
    # ok: python.requests.no-timeout
    requests.get(url, timeout=5)
    # ok: python.requests.no-timeout
    requests.get(url, **options)
    # ok: python.requests.no-timeout
    session.get(url)
