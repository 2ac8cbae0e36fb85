"""Links text to the authority file: actors, places, abbreviations and dates talked about."""
