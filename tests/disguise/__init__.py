"""Planted flaws under disguises: the review finds each, or says that it could not check it; it never says clean."""
