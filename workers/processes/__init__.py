"""The only modules that start programs and processes: the sandbox for foreign ones, the services for our own."""
