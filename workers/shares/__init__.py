"""A large review in shares: the engine's work is handed out to all workers, and the review waits in its line.

What a share has found stands in the store of the engine's answers. The review comes again with the end of the last
share and finds it there, so it says what it would have said alone; what is missing it examines itself.
"""
