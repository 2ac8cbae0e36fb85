"""Documents to segments: chunks, runs, merges."""
