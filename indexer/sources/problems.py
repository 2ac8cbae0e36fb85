"""What is wrong with a part of a source file, and what was passed over in it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """A line or record of a source file that cannot be used; the others go on."""

    line: int
    reason: str
    unit: Literal["line", "record"] = "line"


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What was passed over in a source file though nothing is wrong with it."""

    text: str
