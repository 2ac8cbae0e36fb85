"""Cells of CSV that a spreadsheet does not run.

Source: OWASP, CSV Injection.
"""

# A spreadsheet takes a cell that begins so for a formula, also in the wide forms of East Asian text
# and behind a character that it leaves out.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_cell(value: str | float) -> str | float:
    """A cell as it may stand in a spreadsheet: one that would be run gets a quote in front.

    >>> safe_cell("=1+1"), safe_cell("--01-07"), safe_cell("Gao"), safe_cell(-3)
    ("'=1+1", "'--01-07", 'Gao', -3)
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
