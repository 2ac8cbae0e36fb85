"""What is wrong with a part of a source file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """A line of a source file that cannot be used; the other lines go on."""

    line: int
    reason: str
