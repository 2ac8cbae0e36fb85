"""Files as delivered to raw pages: one reader a format."""
