"""Small inputs that once went wrong, each for a kind of them, from a repository on disk to what a person reads."""
