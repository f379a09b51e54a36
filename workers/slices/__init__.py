"""What a change can make better or worse in a file: the two sides without the bodies that it cannot concern.

``languages`` is the table of what has a body in each language, ``units`` finds them in a text, ``nearness`` says which
of them a change concerns, and ``sides`` makes the texts. Pure: text in, text out.
"""
