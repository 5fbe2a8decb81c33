"""Papers of another site: what its manifest says, what comes of it, how it may lie."""
