"""Generic references: "the junta".

Found only where the document leaves one government to mean; always weak, never counted.
"""

import re
from collections.abc import Iterable, Mapping

from indexer.schema.document import ActorMention

_JUNTA = re.compile(
    r"(?<![^\W_])(?:[Tt]he (?:ruling |military |ruling military )?[Jj]unta"
    r"|[Ll]a junte(?: militaire| au pouvoir)?)(?![^\W_])"
)


def find_generic(
    text: str, linked: Iterable[str], main: str | None, governments: Mapping[str, str]
) -> list[ActorMention]:
    """Weak mentions of the one government that "the junta" can mean here.

    Args:
        text: the masked text.
        linked: the linked ids.
        main: the state that the text is mostly about, if any.
        governments: the government of each Sahel state, by the state's id.
    """
    named = {id_ for id_ in governments.values() if id_ in set(linked)}
    if len(named) == 1:
        meant = named.pop()
    elif not named and main is not None and main in governments:
        meant = governments[main]
    else:
        return []
    return [ActorMention(meant, *found.span(), weak=True) for found in _JUNTA.finditer(text)]
