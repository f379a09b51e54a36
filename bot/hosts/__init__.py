"""The places where changes live. One module a host; ``base`` has the ports that all of them implement."""
