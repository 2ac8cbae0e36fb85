"""What a page costs the machine that serves it, on an index of any size."""
