"""What cleaning learns from labelled pages, and how well it does on them."""
