"""What is known of the world outside: once, as data, for everybody who asks. Pure.

``languages``: file name → language. ``paths``: test code, examples, tables, what is not deployed. ``generated``: what a
program wrote or made short. ``suppressions``: the comments that silence scanners. ``protection``: the words of checks,
cleaners, refusals and what they protect.
"""
