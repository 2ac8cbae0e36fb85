"""The values that every other floor speaks of. Knows nothing of files or engines."""
