"""How a council is found by its name: what is kept of each name, and what is looked for.

Of each word of a name every ending is kept (``camden``, ``amden``, ``mden`` …), so that whatever somebody types is the
beginning of one: found in an index, in the same way on every database and without an extension (ADR 0035).
"""

import re
import unicodedata

# Longer beginnings are as good as the whole; an index refuses rows that are too long.
LONGEST_PART = 100
# Before a whole name, as no word begins: what tells names that begin with what was typed.
BEGINNING = " "

# What people write of a county.
SHORT_NAMES = {
    "bedfordshire": "beds",
    "berkshire": "berks",
    "buckinghamshire": "bucks",
    "cambridgeshire": "cambs",
    "gloucestershire": "glos",
    "hampshire": "hants",
    "hertfordshire": "herts",
    "lancashire": "lancs",
    "leicestershire": "leics",
    "lincolnshire": "lincs",
    "northamptonshire": "northants",
    "nottinghamshire": "notts",
    "oxfordshire": "oxon",
    "shropshire": "salop",
    "staffordshire": "staffs",
    "warwickshire": "warks",
    "wiltshire": "wilts",
    "worcestershire": "worcs",
    "yorkshire": "yorks",
}
# What people call a council beside its names, by its slug: letters in common use, and main towns of areas that bear
# another name.
ALSO_CALLED = {
    "barking-and-dagenham": "lbbd",
    "barnsley": "bmbc",
    "bath-and-north-east-somerset": "banes b&nes",
    "blackburn-with-darwen": "bwd",
    "blaenau-gwent": "ebbw vale",
    "calderdale": "halifax",
    "caerphilly": "blackwood",
    "carmarthenshire": "llanelli",
    "ceredigion": "aberystwyth",
    "cheshire-east": "macclesfield crewe",
    "cheshire-west-and-chester": "cwac",
    "conwy": "llandudno colwyn bay",
    "denbighshire": "rhyl ruthin",
    "east-riding-of-yorkshire": "beverley bridlington",
    "flintshire": "mold",
    "greater-london-authority": "gla",
    "greater-manchester-combined-authority": "gmca",
    "gwynedd": "bangor caernarfon",
    "hammersmith-and-fulham": "lbhf",
    "isle-of-anglesey": "holyhead llangefni",
    "kensington-and-chelsea": "rbkc",
    "kirklees": "huddersfield dewsbury",
    "knowsley": "huyton kirkby",
    "medway": "chatham gillingham rochester",
    "monmouthshire": "abergavenny chepstow",
    "north-east-lincolnshire": "grimsby cleethorpes",
    "north-lincolnshire": "scunthorpe",
    "north-somerset": "weston-super-mare",
    "north-tyneside": "wallsend whitley bay",
    "pembrokeshire": "haverfordwest",
    "powys": "brecon llandrindod newtown",
    "rhondda-cynon-taf": "rct pontypridd",
    "rutland": "oakham",
    "sandwell": "west bromwich",
    "sefton": "bootle southport",
    "south-gloucestershire": "yate",
    "south-tyneside": "jarrow south shields",
    "tameside": "ashton",
    "thurrock": "grays tilbury",
    "torbay": "torquay paignton",
    "torfaen": "cwmbran pontypool",
    "trafford": "altrincham sale stretford",
    "vale-of-glamorgan": "barry penarth",
    "west-berkshire": "newbury",
    "west-midlands-combined-authority": "wmca",
    "west-yorkshire-combined-authority": "wyca",
    "wirral": "birkenhead wallasey",
}

_BETWEEN_LETTERS = re.compile(r"(?<=\w)[-–/](?=\w)")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc", "'"))


def folded(text: str) -> str:
    """The text as it is compared in a search: without capitals and accents, so that Mon finds Môn."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def search_words(q: str) -> tuple[str, ...]:
    """The words to look for, each once; none where nothing was typed that a name could have.

    A hyphen between letters may be typed or not, “and” may be “&”, and a full stop after a short form is left out.
    """
    text = _BETWEEN_LETTERS.sub(" ", folded(q).translate(_APOSTROPHES))
    found = (("and" if word == "&" else word.rstrip(".,;:") or word) for word in text.split())
    return tuple(dict.fromkeys(word[:LONGEST_PART] for word in found))


def name_parts(slug: str, *names: str) -> frozenset[str]:
    """Every ending of every word by which the council is found, and each whole name after BEGINNING."""
    text = " ".join((*(folded(name) for name in names), ALSO_CALLED.get(slug, ""))).translate(_APOSTROPHES)
    words = {*text.split(), *text.replace("'", "").split(), *_BETWEEN_LETTERS.sub(" ", text).split()}
    words |= {short for long, short in SHORT_NAMES.items() if any(long in word for word in words)}
    words |= {"and"} if "&" in words else set()
    parts = {word[start:][:LONGEST_PART] for word in words for start in range(len(word))}
    return frozenset(parts | {BEGINNING + folded(name)[:LONGEST_PART] for name in names if name})
