"""Similar stories, measured: how well they are chosen, and what they cost."""
