"""Ranking measured on collections with labelled relevance, beside its peers."""
