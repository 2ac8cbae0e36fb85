"""Cells of CSV that a spreadsheet does not run.

Source: OWASP, CSV Injection.
"""

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: str | int) -> str | int:
    """A cell as it may stand in a spreadsheet: one that would be run gets a quote in front.

    >>> safe_cell("=1+1"), safe_cell("--01-07"), safe_cell("Gao"), safe_cell(-3)
    ("'=1+1", "'--01-07", 'Gao', -3)
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
