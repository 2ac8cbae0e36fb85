"""Whoosh on the same arrays: a codec, and the second evaluator that agreement is tested with."""
