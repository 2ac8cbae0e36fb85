"""Compresses small blocks, with what news texts have in common.

A block can be read only with the dictionary that it was written with: whoever changes a letter
of DICTIONARY changes the format of the segments, and has to give it another number.
"""

import zlib

# Deflate knows nothing of a text before it has seen it, and most documents are too short to
# teach it: with these bytes before them they take a seventh less. What is likeliest stands last.
_WORDS = """
according against agreement already although American among announced another area around asked
attack authorities bank based because become before began being believe between billion both
business called can cannot capital carried central change children city civilians come commander
committee company conference continue control could council countries country court current day
dead December defence different director division down during early economic economy eight election
end even every expected expects fall February federal few fighters fighting figures financial first
five following forces foreign former found four France French Friday full general give good
government group groups had half head held her high higher his home house however human
if including increase increased industry information interest international into issue its January
July June just killed known large last late later law lead leaders leading least left less
level life like likely line little local long low lower made main major make many March market
may meeting members men might military million minister ministry Monday money month months more
morning most much must name nation national near need new news next night north northern not
November now number October off office officers official officials oil old one only open operations
order other others our out over own part party past peace people per percent period place plan
point police policy political position possible power president press price prices prime problem
production programme project public put rate reached recent record region regional report reported
result right rise road rose Russia Russian sales same Saturday say says second secretary security
sent September service set seven several share shares she should show since situation six small
social soldiers some sources south southern spokesman spokesperson state statement still stock stop
such Sunday support system take taken talks tax ten terms than their them then there these they
third those though three through Thursday time times today told took total town trade troops
Tuesday two under union United until used very village visit war was water way Wednesday week
weeks well went were west western what when where which while white who whose will within without
women work workers world would year years yesterday yet young
"""
_TURNS = (
    " according to the, at the end of the, in the first, as well as, a number of, one of the, some of the,"
    " members of the, prime minister, the United States, the United Nations, the government of,"
    " the president of the, the ministry of, per cent of the, last year, this year, last month,"
    " this week, two years ago, in an interview, he added that, she said, they said,"
    " said on Monday that the, said in a statement, told reporters, there is no, there was a, it is,"
    " it was, it would be, is expected to, will not be, have been, has been, had been, would have,"
    " could be, should be, did not, does not, was not, were not, that they, that he, that the,"
    " who was, which is, and that, but the, but it, for the first time, from the, with the, by the,"
    " on the, to be, to the, and the, of a, in a, with a, for a, as a, is a, was a, by a, and a,"
    " in the, of the, said the, said. ing tion ment ations ally ed the ed to ers of ing the es and. The."
    " It. He. In. A, and, the, which, who, but, said"
)
_ROWS = """
["day","metadata","month","year","header","line","url","list","rows","html","text"]
null,[],[["20"],"day","metadata","2019-01-",null,null],[],[[1],0,0,null,"prose"],[],[[""],0,0,false],[],[]]
"""

DICTIONARY = (" ".join(_WORDS.split()) + _TURNS + _ROWS).encode("ascii")

# Deflate's window as a power of 2, without header and checksum: the files have theirs. A small
# window is made ready in less time than most blocks are compressed.
_LEVEL, _WINDOW, _MEMORY = 3, -13, 5
_LONG_LEVEL, _LONG_WINDOW, _LONG_MEMORY = 6, -15, 8
_LONG = 1 << 13


def _packer(dictionary: bytes, *, long: bool) -> "zlib._Compress":
    if long:
        level, window, memory = _LONG_LEVEL, _LONG_WINDOW, _LONG_MEMORY
    else:
        level, window, memory = _LEVEL, _WINDOW, _MEMORY
    return zlib.compressobj(level, zlib.DEFLATED, window, memory, zlib.Z_DEFAULT_STRATEGY, dictionary)


_ready = _packer(DICTIONARY, long=False)


def deflate(plain: bytes, dictionary: bytes = DICTIONARY) -> bytes:
    """Compressed bytes; what stands in the dictionary takes next to nothing.

    Beyond 32 kB deflate sees nothing: of a longer dictionary the end counts.

    >>> len(deflate(b"said in a statement on Monday")) < 15
    True
    """
    if len(plain) + len(dictionary) > _LONG:
        packer = _packer(dictionary, long=True)
    else:
        packer = _ready.copy() if dictionary is DICTIONARY else _packer(dictionary, long=False)
    return packer.compress(plain) + packer.flush()


def inflate(packed: bytes, dictionary: bytes = DICTIONARY) -> bytes:
    """What was compressed with the same dictionary. Raises ValueError for other bytes."""
    unpacker = zlib.decompressobj(_LONG_WINDOW, dictionary)
    try:
        plain = unpacker.decompress(packed)
    except zlib.error as error:
        raise ValueError("the block is damaged") from error
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("the block is cut off, or goes on past its end")
    return plain
