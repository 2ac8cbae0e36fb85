"""Charset labels of web pages, by the WHATWG Encoding Standard.

A page may name anything; only these labels are obeyed, never a codec of Python that is no
encoding of the web.
"""

# Per encoding: its name in the standard, Python's decoder, its labels.
_TABLE = """
utf-8          utf-8        utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8
utf-8          utf-8        utf-16 utf-16le utf-16be unicode unicodefeff unicodefffe csunicode ucs-2
utf-8          utf-8        iso-10646-ucs-2
windows-1252   cp1252       windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1
windows-1252   cp1252       l1 ascii us-ascii ansi_x3.4-1968 iso-ir-100 ibm819 cp819 csisolatin1
windows-1252   cp1252       iso_8859-1:1987 x-user-defined
iso-8859-2     iso8859-2    iso-8859-2 iso8859-2 iso_8859-2 iso88592 latin2 l2 iso-ir-101 csisolatin2
iso-8859-2     iso8859-2    iso_8859-2:1987
iso-8859-3     iso8859-3    iso-8859-3 iso8859-3 iso_8859-3 iso88593 latin3 l3 iso-ir-109 csisolatin3
iso-8859-3     iso8859-3    iso_8859-3:1988
iso-8859-4     iso8859-4    iso-8859-4 iso8859-4 iso_8859-4 iso88594 latin4 l4 iso-ir-110 csisolatin4
iso-8859-4     iso8859-4    iso_8859-4:1988
iso-8859-5     iso8859-5    iso-8859-5 iso8859-5 iso_8859-5 iso88595 cyrillic iso-ir-144
iso-8859-5     iso8859-5    csisolatincyrillic iso_8859-5:1988
iso-8859-6     iso8859-6    iso-8859-6 iso8859-6 iso_8859-6 iso88596 arabic asmo-708 ecma-114 iso-ir-127
iso-8859-6     iso8859-6    csisolatinarabic iso-8859-6-e iso-8859-6-i csiso88596e csiso88596i
iso-8859-6     iso8859-6    iso_8859-6:1987
iso-8859-7     iso8859-7    iso-8859-7 iso8859-7 iso_8859-7 iso88597 greek greek8 ecma-118 elot_928
iso-8859-7     iso8859-7    iso-ir-126 csisolatingreek sun_eu_greek iso_8859-7:1987
iso-8859-8     iso8859-8    iso-8859-8 iso8859-8 iso_8859-8 iso88598 hebrew visual iso-ir-138
iso-8859-8     iso8859-8    csisolatinhebrew iso-8859-8-e csiso88598e iso_8859-8:1988
iso-8859-8-i   iso8859-8    iso-8859-8-i csiso88598i logical
iso-8859-10    iso8859-10   iso-8859-10 iso8859-10 iso885910 latin6 l6 iso-ir-157 csisolatin6
iso-8859-13    iso8859-13   iso-8859-13 iso8859-13 iso885913
iso-8859-14    iso8859-14   iso-8859-14 iso8859-14 iso885914
iso-8859-15    iso8859-15   iso-8859-15 iso8859-15 iso_8859-15 iso885915 l9 csisolatin9
iso-8859-16    iso8859-16   iso-8859-16
windows-874    cp874        windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620
windows-1250   cp1250       windows-1250 cp1250 x-cp1250
windows-1251   cp1251       windows-1251 cp1251 x-cp1251
windows-1253   cp1253       windows-1253 cp1253 x-cp1253
windows-1254   cp1254       windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso_8859-9 iso88599
windows-1254   cp1254       latin5 l5 iso-ir-148 csisolatin5 iso_8859-9:1989
windows-1255   cp1255       windows-1255 cp1255 x-cp1255
windows-1256   cp1256       windows-1256 cp1256 x-cp1256
windows-1257   cp1257       windows-1257 cp1257 x-cp1257
windows-1258   cp1258       windows-1258 cp1258 x-cp1258
koi8-r         koi8-r       koi8-r koi8 koi koi8_r cskoi8r
koi8-u         koi8-u       koi8-u koi8-ru
macintosh      mac-roman    macintosh mac csmacintosh x-mac-roman
x-mac-cyrillic mac-cyrillic x-mac-cyrillic x-mac-ukrainian
ibm866         cp866        ibm866 866 cp866 csibm866
gbk            gb18030      gbk gb2312 gb_2312 gb_2312-80 chinese csgb2312 csiso58gb231280 iso-ir-58 x-gbk
gb18030        gb18030      gb18030
big5           big5hkscs    big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp         euc-jp       euc-jp cseucpkdfmtjapanese x-euc-jp
iso-2022-jp    iso2022-jp   iso-2022-jp csiso2022jp
shift_jis      cp932        shift_jis shift-jis sjis x-sjis windows-31j ms_kanji ms932 csshiftjis
euc-kr         cp949        euc-kr korean windows-949 ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601
euc-kr         cp949        cseuckr csksc56011987 iso-ir-149
"""

WESTERN = "windows-1252"
_BY_LABEL = {
    label: (name, codec)
    for name, codec, *labels in map(str.split, _TABLE.split("\n")[1:-1])
    for label in labels
}


def find_encoding(label: str) -> tuple[str, str] | None:
    """The name of the encoding that a page declares, and its decoder; None where it is none of the web.

    A declaration that can be read as ASCII cannot be UTF-16: such a page is UTF-8.

    >>> find_encoding("Latin1"), find_encoding("UTF-16"), find_encoding("unicode_escape")
    (('windows-1252', 'cp1252'), ('utf-8', 'utf-8'), None)
    """
    return _BY_LABEL.get(label.lower())
