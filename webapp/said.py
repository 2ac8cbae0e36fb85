"""What the indexer says, in the language of the page.

Makes no sentence of its own: the templates are those that the indexer made its English text of.
"""

from indexer.api import Named, Said
from webapp.languages import ENGLISH, gettext, language, ngettext
from webapp.value_names import name_known, say_when
from webapp.wording import number


def translate(text: str) -> str:
    """A text of the indexer; one that does not tell what it was made of stays as it is.

    >>> translate("Mali"), translate("")
    ('Mali', '')
    """
    if language() == ENGLISH.language:
        return str(text)
    if isinstance(text, Named):
        return (
            name_known(text.facet, text.value, str(text))
            if text.facet != "when"
            else say_when(text.value, text)
        )
    if not isinstance(text, Said):
        return text
    values = {name: _say_value(value) for name, value in text.values.items()}
    if not text.several:
        return gettext(text.template) % values
    count = text.values["n"]
    assert isinstance(count, int)
    return ngettext(text.template, text.several, count) % values


def _say_value(value: object) -> object:
    if isinstance(value, int):
        return number(value)
    return translate(value) if isinstance(value, str) else value
