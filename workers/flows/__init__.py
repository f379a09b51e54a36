"""Data flows that do not end at a function: through helpers, methods, fields, closures and other files.

The engine follows data inside one function. It finds the *places* of a rule (sources, sinks, sanitizers); here the data
is followed from one to the other over calls whose functions are known. Each language's syntax tree is lowered to one
small program of a few kinds of expressions and statements (:mod:`workers.flows.program`), by a table of its node types
(:mod:`workers.flows.languages`). An abstract interpreter runs each function once and sums up what gets from its
parameters and its object's fields to its result, its sinks and its fields; a call applies that summary.
"""
