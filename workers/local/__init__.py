"""Reviews on somebody's own machine, without any host: of a range, the index, a patch, or everything."""
