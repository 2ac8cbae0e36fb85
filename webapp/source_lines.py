"""Texts of sources where a format takes less than any text.

Changes nothing that a reader would see.
"""

import re

# Controls and lone surrogates: what a reader of lines may stop at, or has no bytes in UTF-8.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Characters outside of XML 1.0, section 2.2.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def one_line(text: str) -> str:
    r"""A text in one line, whatever a reader takes for the end of one, without controls.

    >>> one_line("a\u2028b \r\n c\x00")
    'a b c\ufffd'
    """
    return _CONTROLS.sub("\ufffd", " ".join(text.split()))


def xml_text(text: str) -> str:
    r"""A text without what XML cannot hold.

    >>> xml_text("a\x00b <c>")
    'a\ufffdb <c>'
    """
    return _NO_XML.sub("\ufffd", text)
