"""Markup as the parser must find it to lose no words.

The parser is held to elements that close what is open in them; where a page is cut off, or leaves
open what is not shown, all that follows would be taken for the inside of it. Cost: linear.
"""

import re

# What these hold is not shown, and they end at their own end alone, whatever is left open in them.
# The parser reads elements of these other names so.
_NO_SCRIPT, _TEMPLATE = "noembed", "noframes"
_NOT_SHOWN = re.compile(r"(</?)(noscript|template)\b", re.IGNORECASE)
# Elements that hide all up to their own end. Scripts and styles without an end stay open, for they
# hold no words.
_HIDING = ("title", "textarea", "iframe", "noframes", "noembed", "xmp", "svg", "math", "object", "select")
_ALL_HIDING = (*_HIDING, "audio", "canvas", "datalist", "map", "template", "video")
_HIDING_TAG = re.compile(rf"</?(?:{'|'.join(_ALL_HIDING)})\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z/][^<>]*>")


def prepare(markup: str) -> bytes:
    r"""The markup as UTF-8, with what is not shown under names by which it ends at its own end.

    >>> prepare("<noscript><div></noscript>").decode()
    '<noembed><div></noembed>'
    """
    markup = _NOT_SHOWN.sub(_Renaming(), markup.replace("\0", ""))
    try:
        return markup.encode()
    except UnicodeEncodeError:
        # Half of a sign stands for nothing; a browser shows the sign of replacement.
        return markup.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


class _Renaming:
    """Gives each tag of what is not shown its other name; of templates in templates the outermost."""

    def __init__(self) -> None:
        self._depth = 0

    def __call__(self, found: re.Match[str]) -> str:
        """The beginning of a tag in the place of that which was found."""
        sign, name = found.groups()
        if name.lower() == "noscript":
            return sign + _NO_SCRIPT
        ends = sign == "</"
        is_outermost = self._depth == ends
        self._depth = max(self._depth + (-1 if ends else 1), 0)
        return sign + _TEMPLATE if is_outermost else found[0]


def mend(markup: str) -> str:
    """The markup without the signs that open what is never closed; their words stay.

    A browser shows nothing of what follows them; a page that was cut off shall keep its words.

    >>> mend("<title>a<p>b</p><!-- c <i d")
    '<title>a</title><p>b</p>  c &lt;i d'
    >>> mend('<p class="a>b</p>')
    '<p class=a>b</p>'
    """
    closed = markup.rfind("-->") + 3 if "-->" in markup else 0
    markup = markup[:closed] + markup[closed:].replace("<!--", " ")
    ended = markup.rfind(">") + 1
    markup = markup[:ended] + markup[ended:].replace("<", "&lt;")
    for name in _HIDING:
        ends = [found.end() for found in re.finditer(f"</{name}", markup, re.IGNORECASE)]
        closed = ends[-1] if ends else 0
        # What stands before the next tag is the title; what is not shown ends at once.
        text = "[^<]*" if name == "title" else ""
        opened = re.compile(rf"<{name}\b[^<>]*>{text}", re.IGNORECASE)
        markup = markup[:closed] + opened.sub(rf"\g<0></{name}>", markup[closed:])
    return _TAG.sub(_without_open_quotes, markup)


def show_all(markup: str) -> str:
    """The markup without the tags of elements that hide what is in them.

    >>> show_all("<audio src=x><p>a</p>")
    ' <p>a</p>'
    """
    return _HIDING_TAG.sub(" ", markup)


def restore(text: str) -> str:
    """What a page states, with the names that `prepare` gave to other elements turned back.

    >>> restore("The <noframes> tag")
    'The <template> tag'
    """
    return text.replace(f"<{_NO_SCRIPT}", "<noscript").replace(f"<{_TEMPLATE}", "<template")


def _without_open_quotes(tag: re.Match[str]) -> str:
    text = tag[0]
    for quote in "\"'":
        if text.count(quote) % 2:
            text = text.replace(quote, "")
    return text
