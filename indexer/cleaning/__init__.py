"""Pages to clean pages: what is residue, by which rule, and what the text states of itself."""
