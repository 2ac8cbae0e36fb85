"""Words of a query for peers whose query language would read its signs.

Standard library only: peers that bring their own interpreter import it.
"""

import re


def query_words(text: str) -> list[str]:
    """Runs of letters and digits in lower case.

    >>> query_words("What (NOT) is Lodge's plan?")
    ['what', 'not', 'is', 'lodge', 's', 'plan']
    """
    return re.findall(r"\w+", text.lower())
