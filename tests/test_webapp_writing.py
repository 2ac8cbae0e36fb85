"""What templates write is what markupsafe would, and their marks are those of any text."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from indexer.api import Mark, Settings
from webapp import highlighting
from webapp.app import create_app
from webapp.writing import write

ODD = st.text(st.one_of(st.sampled_from("<>&'\"\r\n\x00\u0085 ab"), st.characters()), max_size=60)
MARKS = st.lists(st.tuples(st.integers(-2, 60), st.integers(-2, 60), st.sampled_from(["word", "alias"])))


@given(value=st.one_of(ODD, ODD.map(Markup), st.integers(), st.none(), ODD.map(lambda text: [text])))
def test_values_are_escaped_as_markupsafe_does(value):
    """Text of every kind, markup, and what is neither."""
    assert str(escape(value)) == str(write(value))


@given(text=ODD, places=MARKS, start=st.integers(0, 3))
def test_a_plain_text_is_marked_as_any_other(text, places, start):
    """The short way gives what the long one does, which splits a text where it is longer than it."""
    marks = [Mark(first, last, kind, "x") for first, last, kind in sorted(places)]
    parted = "".join(str(piece) for piece, _ in highlighting._pieces(text, marks, start))
    assert highlighting.sanitise(parted) == highlighting.highlight(text, marks, start)


def test_templates_escape_what_they_write(seeds_index):
    """In a page, a macro and a filter alike."""
    environment = create_app(Settings(index=seeds_index)).jinja_env
    source = "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ x }}{{ m(x) }}{{ x | capitalize }}{{ x | safe }}"
    environment.autoescape = True
    assert "&lt;b&gt;<i>&lt;b&gt;</i>&lt;b&gt;<b>" == environment.from_string(source).render(x="<b>")
