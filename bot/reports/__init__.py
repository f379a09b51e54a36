"""What other scanners report: SARIF → results in our own words. Pure.

``sarif`` reads a document that somebody else wrote, ``model`` is what is kept of it, ``shapes`` are SARIF's own.
"""
