"""The arrays of a generation on the disk: opening and writing them, words, postings, documents."""
