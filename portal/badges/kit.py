"""What a web team copies: the badge as HTML for each way of showing it, and the lines for a content security policy.

Plain values in, text out. What changes with the award is in the picture; what is pasted into somebody else's page must
stay true however the award stands.
"""

from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import urlencode

from portal.badges.colours import Look
from portal.badges.drawing import BadgeFace, Translate
from portal.badges.layouts import MEASURES, Size
from portal.badges.pictures import picture
from portal.badges.rules import Form, Manner
from portal.kernel.words import Words, words

ALTERNATIVE: Final = words("Social Media Friendly Mark: check this council’s standing")
SIGNATURE: Final = words("Social Media Friendly Mark: check the standing of %(council)s at %(address)s")
FRAME_TITLE: Final = words("Social Media Friendly Mark")

SIZE_WORDS: Final[dict[Size, Words]] = {
    Size.COMPACT: words("Compact"),
    Size.STANDARD: words("Standard"),
    Size.LARGE: words("Large"),
}
LOOK_WORDS: Final[dict[Look, Words]] = {
    Look.AUTO: words("As the reader’s screen"),
    Look.LIGHT: words("Always light"),
    Look.DARK: words("Always dark"),
}


@dataclass(frozen=True)
class Addresses:
    """Where things are, in full: the portal, the verify page, the frame and, in its usual manner, the badge."""

    site: str
    verify: str
    frame: str
    svg: str
    png: str


@dataclass(frozen=True)
class Snippets:
    """What to copy. ``image_source`` and ``frame_source`` are what a policy has to allow, and no more."""

    image: str
    frame: str
    hosted: str
    email: str
    email_text: str
    image_source: str
    frame_source: str


@dataclass(frozen=True)
class Measure:
    """One size of the badge: its measures in CSS pixels and what it weighs as each kind of file, in bytes."""

    size: Size
    width: int
    height: int
    svg: int
    png: int


def snippets(to: Addresses, council: str, manner: Manner, translate: Translate) -> Snippets:
    """The snippets for a badge in this manner; ``translate`` gives the words of its language."""
    alternative = escape(translate(ALTERNATIVE.text))
    asked = _asked(manner)

    def linked(image: str, more: str = "", size: Size = manner.size) -> str:
        shown = f'<img src="{escape(image)}" {_measures(size)} alt="{alternative}"{more}>'
        return f'<a href="{escape(to.verify)}">{shown}</a>'

    return Snippets(
        image=linked(to.svg + asked, ' loading="lazy"'),
        frame=f'<iframe src="{escape(to.frame)}" {_measures(manner.size)} title="{escape(translate(FRAME_TITLE.text))}"'
        ' sandbox="allow-top-navigation-by-user-activation" loading="lazy" frameborder="0"></iframe>',
        # The file with the credential in it comes in the one size.
        hosted=linked("/images/social-media-friendly-mark.svg", size=Size.STANDARD),
        email=linked(to.png + asked, ' border="0"'),
        email_text=translate(SIGNATURE.text) % {"council": council, "address": to.verify},
        image_source=f"img-src {to.svg}",
        frame_source=f"frame-src {to.frame}",
    )


def measured(face: BadgeFace, manner: Manner, translate: Translate) -> list[Measure]:
    """Every size of this very badge and what it weighs."""
    return [
        Measure(
            size,
            *MEASURES[size],
            *(len(picture(face, Manner(form, size, manner.look, manner.lang), translate)) for form in Form),
        )
        for size in Size
    ]


def _measures(size: Size) -> str:
    width, height = MEASURES[size]
    return f'width="{width}" height="{height}"'


def _asked(manner: Manner) -> str:
    """What the address of a picture asks for: nothing where everything is as usual."""
    usual = Manner()
    chosen = {"size": manner.size, "look": manner.look, "lang": manner.lang}
    asked = {name: str(value) for name, value in chosen.items() if value != getattr(usual, name)}
    return f"?{urlencode(asked)}" if asked else ""
