"""An abstract interpreter for Python: what may stand in a variable, and whether a stranger's data is in it.

The engine finds data flows by their shape and takes every branch, every key of a dictionary and every element of a list
for possible. Here the functions around such a flow are interpreted with what is known of each value: constants, objects
and their parts. A flow that cannot happen is refuted; whatever is beyond the interpreter is left as it was.
"""
