"""Protection that is declared or that happens: arguments, settings, entries, calls, and what became of them."""
