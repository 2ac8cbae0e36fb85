"""How templates write values: escaped, as plain text.

Escapes as markupsafe does, of which each value costs two calls in Python; a page writes two thousand.
"""

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, escape


def escape_text(text: str) -> str:
    """A text as markup holds it.

    >>> escape_text("<b> & 'c'")
    '&lt;b&gt; &amp; &#39;c&#39;'
    """
    escaped = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return escaped.replace("'", "&#39;").replace('"', "&#34;")


def write(value: object) -> str:
    """A value as a template writes it: markup as it is, all else escaped.

    >>> write(Markup("<b>")), write("<b>"), write(7)
    (Markup('<b>'), '&lt;b&gt;', Markup('7'))
    """
    kind = type(value)
    if kind is str:
        return escape_text(value)  # type: ignore[arg-type]  # its type was looked at
    return value if kind is Markup else escape(value)  # type: ignore[return-value]  # likewise


class _Generator(CodeGenerator):
    """Compiles templates that escape with `write`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.write_value(")


def write_quickly(environment: Environment) -> None:
    """Let the templates of an environment escape with `write`."""
    environment.code_generator_class = _Generator
    environment.write_value = write  # type: ignore[attr-defined]  # what compiled templates look up
