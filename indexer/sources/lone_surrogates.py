"""Characters that no UTF-8 holds, out of names and metadata.

JSON can hold half of a UTF-16 pair, and Python reads a file name that is not UTF-8 as such halves.
Never used on a page's text: that stays as it was read.
"""

import re

_LONE = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate; its length stays.

    >>> replace_surrogates("The " + chr(0xD800) + "Herald") == "The " + chr(0xFFFD) + "Herald"
    True
    """
    return text if text.isascii() else _LONE.sub("\ufffd", text)
