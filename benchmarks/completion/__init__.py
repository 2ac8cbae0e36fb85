"""What completing a typed text costs, on an index of any size."""
