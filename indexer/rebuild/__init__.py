"""Source files to a checked, published generation. Knows no engine by name."""
