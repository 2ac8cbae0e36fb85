"""One package an engine; each does what `engine_port` demands and knows no other."""
