"""A review in the words and the dialect of whoever reads it. Pure: no I/O, no host, no framework."""
