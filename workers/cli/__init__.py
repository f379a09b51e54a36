"""The command `patchwarden`."""
