"""The only modules that start programs: the sandbox for foreign ones, the services for our own."""
