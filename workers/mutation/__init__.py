"""Samples of rules rewritten into equal programs: a rule that is any good finds the flaw in all of them.

``model`` says what a mutation is, ``languages/`` has one table of them a language, ``scoring`` asks the engine.
"""
