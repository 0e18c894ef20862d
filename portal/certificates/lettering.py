"""Which letters a certificate can show, and what happens to those that it cannot.

The fonts that are shipped have every letter of English and Welsh and those of the other alphabets of Europe and the
Middle East. A certificate never shows an empty box, nor a letter of whichever font the machine has.
"""

import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from portal.documents.pdf import OwnFiles
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import Words, words

# Pictures, marks that stand on nothing, and signs that nobody can see: a name is the same without them.
_DISPENSABLE = frozenset({"So", "Sk", "Mn", "Me", "Cc", "Cf", "Co", "Cn"})


class CertificateFailed(RuleBroken):
    """The certificate could not be made; what it belongs to is undone with it. The problem says why and what helps."""


def failed(why: str | Words) -> CertificateFailed:
    """What to raise where it is not the award that is at fault."""
    said = words(
        "The certificate could not be made, so nothing has been issued and nothing was changed. "
        "Ask whoever runs the portal to look into this: %(why)s.",
        why=why,
    )
    return CertificateFailed([Problem("", said)])


def shown(name: str, files: OwnFiles) -> tuple[str, str]:
    """A name as it can be printed, and the signs that had to be left out of it.

    Raises CertificateFailed where the name has a letter that the fonts among these files lack, or a font is missing.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    try:
        there = _letters(tuple(str(path) for path, kind in files.values() if kind == "font/woff2"))
    except OSError as lost:
        raise failed(str(lost)) from lost
    invisible = {sign for sign in name if unicodedata.category(sign) in ("Cc", "Cf")}
    missing = {sign for sign in name if ord(sign) not in there} | invisible
    if unknown := sorted(sign for sign in missing if unicodedata.category(sign) not in _DISPENSABLE):
        said = words(
            "A certificate cannot show “%(letters)s”, which is in the name “%(name)s”, so nothing has been issued. "
            "Correct the name in the register of councils, then do this again.",
            letters=" ".join(unknown),
            name=name,
        )
        raise CertificateFailed([Problem("", said)])
    kept = "".join(sign for sign in name if sign not in missing)
    left_out = "".join(sign for sign in dict.fromkeys(name) if sign in missing)
    return " ".join(kept.split()), left_out


@cache
def _letters(fonts: tuple[str, ...]) -> frozenset[int]:
    found: set[int] = set()
    for path in fonts:
        with TTFont(path) as font:
            found |= font.getBestCmap().keys()
    return frozenset(found)
