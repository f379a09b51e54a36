"""The checks. One module a check; ``base`` has the port, ``registry`` the one table that names them all."""
