"""What the names of an element speak of.

Themes name their parts alike: `share-buttons`, `relatedPosts`, `entry-content`. A name is evidence,
never a decision: themes also call the wrapper of a whole page has-sidebar or ad-free.
"""

import re
from functools import lru_cache

# Kinds of words that stand in class and id; each is a bit, in this order.
_TOPICS = (
    "nav navbar navigation menu breadcrumb pagination pager skip toolbar topbar masthead header dropdown",
    "sidebar side rail aside widget secondary module",
    (
        "related recommend recommended recommendation recirc recirculation more next prev previous popular"
        " trending latest teaser read also card carousel slider feed story post list grid headline tile link"
        " topic tag category categories trc taboola outbrain sponsored"
    ),
    "share sharing shared social sharedaddy follow facebook twitter tool icon print email",
    (
        "ad advert advertisement advertising adsense dfp banner sponsor sponsored promo promotion commercial"
        " affiliate shop product buy deal"
    ),
    (
        "newsletter subscribe subscription subscriber signup sign optin cta donate support paywall register"
        " login cookie consent gdpr popup modal overlay alert notice disclaimer disclosure"
    ),
    "comment respond reply replies disqus discussion",
    "footer foot copyright legal bottom",
    "caption credit figure image img photo media gallery video player embed picture thumb thumbnail",
    (
        "byline author bio writer contributor meta date time timestamp published updated info dateline source"
        " kicker eyebrow label section"
    ),
    (
        "title headline dek subtitle subhead subheading standfirst summary excerpt deck lead intro"
        " description key highlight"
    ),
    "toc content contents",
    "content body article entry story post text copy paragraph main single prose rich wysiwyg",
    "quote pullquote blockquote faq table step",
    "hidden hide sr screen visually offscreen collapsed collapse",
)
TOPICS = len(_TOPICS)
# What readers write below an article.
COMMENTS = 6
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_CHARACTERS = 300


def _bits() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, words in enumerate(_TOPICS):
        for word in words.split():
            for form in (word, f"{word}s"):
                found[form] = found.get(form, 0) | 1 << number
    return found


_BITS = _bits()


@lru_cache(maxsize=65_536)
def read_names(names: str) -> int:
    """The topics of class and id together, as bits.

    >>> read_names("relatedPosts") == read_names("posts-related")
    True
    >>> read_names("e12ab")
    0
    """
    topics = 0
    for word in _WORD.findall(names[:_CHARACTERS]):
        topics |= _BITS.get(word.lower(), 0)
    return topics
