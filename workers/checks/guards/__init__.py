"""Guards: protection that a change removes or weakens."""
