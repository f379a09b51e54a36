"""What other tools' authors marked as unsafe, and what our rules say of the same lines.

    python -m bench.examples --clones FOLDER [--tool bandit|gosec|njsscan] [--missed] [--noise]

The examples are read as lists of weaknesses; nothing of them is copied here.
"""
