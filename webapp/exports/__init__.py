"""Whole answers and documents in the formats of other programs, one module a format."""
