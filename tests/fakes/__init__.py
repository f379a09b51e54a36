"""Stand-ins for the outside world that behave: real git repositories, a git server, a GitHub with a memory.

Nothing here imports pytest: the tests and ``make demo`` use the same code.
"""
