"""``patchwarden setup``: what has to stand on a code host before its changes are reviewed."""
