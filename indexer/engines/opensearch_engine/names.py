"""Names of generations, and of their indices and aliases on a cluster."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

# In names of indices the letters are small; elsewhere they are those of the folders of generations.
_NAME = re.compile(r"gen-\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{16}")
_FACTS = "-facts"


def new_name() -> str:
    """A name for a generation that begins now; names sort by time."""
    return f"gen-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(8)}"


def is_name(text: str) -> bool:
    """Whether a text is the name of a generation.

    >>> is_name("gen-20240327T101500.000000Z-0123456789abcdef"), is_name("gen-1")
    (True, False)
    """
    return bool(_NAME.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Names:
    """The names below one prefix.

    >>> names = Names("cuttings")
    >>> names.facts_of("gen-20240327T101500.000000Z-0123456789abcdef")
    'cuttings-gen-20240327t101500.000000z-0123456789abcdef-facts'
    """

    prefix: str

    @property
    def facts_alias(self) -> str:
        """The alias of the current companion; that of the current documents is the prefix."""
        return self.prefix + _FACTS

    @property
    def builds(self) -> str:
        """The index that says which generation the shards of a build fill."""
        return f"{self.prefix}-builds"

    @property
    def pattern(self) -> str:
        """What matches every index of a generation."""
        return f"{self.prefix}-gen-*"

    def index_of(self, generation: str) -> str:
        """The index of its documents."""
        return f"{self.prefix}-{generation.lower()}"

    def facts_of(self, generation: str) -> str:
        """The index of its facts."""
        return self.index_of(generation) + _FACTS

    def generation_of(self, index: str) -> str | None:
        """The generation of an index, None where it is another's.

        >>> Names("c").generation_of("c-gen-20240327t101500.000000z-0123456789abcdef-facts")
        'gen-20240327T101500.000000Z-0123456789abcdef'
        """
        begin = f"{self.prefix}-gen-"
        if not index.startswith(begin):
            return None
        stamp, _, digits = index[len(begin) :].removesuffix(_FACTS).rpartition("-")
        name = f"gen-{stamp.upper()}-{digits}"
        return name if is_name(name) else None
