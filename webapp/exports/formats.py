"""The formats in which an answer leaves the desk.

`/search.json` has an answer in the form of its page too (`exports/answer_json.py`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from webapp.exports.atom import write_atom
from webapp.exports.csl_json import write_csl_json
from webapp.exports.json_lines import write_json_lines
from webapp.exports.ris import write_ris
from webapp.exports.rows import Head, Row
from webapp.exports.table import write_table


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its addresses, its name for people and its media type.

    `parameters` are those of the media type. A format that is not `kept` as a file is read where it is.
    """

    ending: str
    name: str
    media_type: str
    write: Callable[[Head, Iterable[Row]], Iterator[bytes]]
    parameters: str = ""
    kept: bool = True

    @property
    def content_type(self) -> str:
        """The media type with its parameters."""
        return f"{self.media_type}{self.parameters}"


FORMATS = {
    form.ending: form
    for form in (
        Format("csv", "CSV", "text/csv", write_table, "; charset=utf-8; header=present"),
        Format("jsonl", "JSON lines", "application/jsonl", write_json_lines),
        Format("ris", "RIS", "application/x-research-info-systems", write_ris, "; charset=utf-8"),
        Format("csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", write_csl_json),
        Format("atom", "Atom", "application/atom+xml", write_atom, "; charset=utf-8", kept=False),
    )
}
