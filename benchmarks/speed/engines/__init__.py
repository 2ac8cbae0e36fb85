"""One module an engine, all behind the same two commands. None imports another."""
