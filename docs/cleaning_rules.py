"""Writes the rules of cleaning into docs/cleaning.md, as the code has them.

Run from the project's folder: python -m docs.cleaning_rules
What stands above the heading of the rules is written by hand, and stays.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from indexer.cleaning.rule import Rule
from indexer.cleaning.rules import RULES

PAGE = Path(__file__).with_name("cleaning.md")
HEADING = "## The rules\n"
_PLACES = {
    "anywhere": "anywhere",
    "head": "above all sentences",
    "tail": "below all sentences",
    "edges": "above or below all sentences",
}
_NEWLINE = " ↵ "


def rewrite(page: str, rules: Sequence[Rule] = RULES) -> str:
    """A page with its part on the rules made anew."""
    above, _, _ = page.partition(HEADING)
    return above + HEADING + describe(rules)


def describe(rules: Sequence[Rule]) -> str:
    """All rules: a table, then each with its examples."""
    rows = [
        f"| [`{rule.name}`](#{rule.name}) | {rule.kind} | {rule.says} | {_PLACES[rule.place]}"
        f" | {', '.join(rule.languages)} |"
        for rule in rules
    ]
    introduction = (
        f"\n{len(rules)} rules, in the order of their precedence: where two take the same characters the"
        " earlier one is named.\n\n| rule | kind | what it takes | where | languages |\n|---|---|---|---|---|"
    )
    return "\n".join((introduction, *rows)) + "\n" + "".join(map(_section, rules))


def _section(rule: Rule) -> str:
    """One rule with what it takes and what it leaves."""
    parts = [f"\n### {rule.name}\n", f"Removed as {rule.says}.\n"]
    for title, examples in (("Takes", rule.takes), ("Leaves", rule.leaves)):
        parts.append(f"{title}:\n")
        parts.append("".join(f"- {code(example)}\n" for example in examples))
    return "\n".join(parts)


def code(text: str) -> str:
    r"""A text as code in Markdown, on one line and whatever is in it.

    >>> code("a\nb"), code("a `b`"), code("`")
    ('`a ↵ b`', '``a `b` ``', '`` ` ``')
    """
    flat = text.replace("\n", _NEWLINE)
    longest = max(map(len, re.findall("`+", flat)), default=0)
    fence = "`" * (longest + 1)
    before = " " if flat.startswith("`") else ""
    after = " " if flat.endswith("`") else ""
    return f"{fence}{before}{flat}{after}{fence}"


if __name__ == "__main__":
    PAGE.write_text(rewrite(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
