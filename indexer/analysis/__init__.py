"""Text to terms: the one chain that every engine, the parser and the highlights share."""
