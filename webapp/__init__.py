"""The page: search and read the collection in a browser.

Knows of the indexer only what `indexer.api` exports; `app.py` alone knows all modules here.
"""
