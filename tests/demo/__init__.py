"""``make demo``: the whole path on this machine, with a stand-in for github.com."""
