"""Requests to answers, on arrays: the evaluator that serves the desk."""
