"""Cleaning measured on labelled pages, beside its peers, and what is learnt from such pages."""
