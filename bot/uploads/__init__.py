"""Reports of other scanners on their way to a review: who may hand one in, and where it waits."""
