"""From a request to an answer: filters, facets, evidence. Knows no engine and no page."""
