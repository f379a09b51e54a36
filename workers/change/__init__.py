"""A change read from git: its files with both sides, their changed lines, and why the old lines are there."""
