"""Linking measured on labelled texts, beside its peers."""
