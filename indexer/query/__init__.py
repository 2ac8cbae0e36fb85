"""What users type, as a tree; what they ask, and what they get, as values."""
