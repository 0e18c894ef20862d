"""What a badge, its frame and its kit are made from."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from portal.awards.queries import AwardRecord, award_numbered, official_places
from portal.awards.rules import STANDING_WORDS, Standing, holds_the_mark
from portal.badges.drawing import BadgeFace, Translate
from portal.badges.lettering import ELLIPSIS
from portal.badges.rules import Badge, Bearer, badge_of, hosts_of, is_elsewhere, unknown_badge
from portal.kernel.errors import NotFound
from portal.kernel.words import Words, words

FRAME_WORDS: Final = {
    Standing.SUSPENDED: words("Does not hold the Mark at present"),
    Standing.COUNCIL_REPLACED: words("This council has been replaced"),
}
# Characters: of a website in the frame, and from which on names are in smaller letters.
MOST_SHOWN: Final = 36
LONG_NAME: Final = 36
LONG_WEBSITE: Final = 26
NO_LONGER: Final = words("No longer holds the Mark")
HOLDS: Final = words("Holds the Mark")
HOLDS_WITH_COMMENDATION: Final = words("Holds the Mark with commendation")


@dataclass(frozen=True)
class FramePage:
    """What the framed badge says. ``bearer`` is None where no award has the number; ``hosts`` may frame it."""

    number: str
    bearer: Bearer | None
    standing: Words
    holds_the_mark: bool
    hosts: frozenset[str]
    day: date

    @property
    def website(self) -> str:
        """The website that the frame names, empty for none; a long one without its beginning: the end tells whose."""
        host = self.bearer.domains[0] if self.bearer and self.bearer.domains else ""
        return host if len(host) <= MOST_SHOWN else ELLIPSIS + host[1 - MOST_SHOWN :]

    def is_tight(self, lang: str) -> bool:
        """Whether the council's name in this language or the website is so long that smaller letters are needed."""
        name = self.bearer.named(lang) if self.bearer else ""
        return len(name) > LONG_NAME or len(self.website) > LONG_WEBSITE


@dataclass(frozen=True)
class KitPage:
    """What a web team needs to put the badge on its site; ``face`` is what the badge says there today."""

    number: str
    council: str
    standing: Words
    holds_the_mark: bool
    domains: tuple[str, ...]
    face: BadgeFace


def bearer(session: Session, number: str, day: date) -> Bearer | None:
    """Who bears the badge with this number, and how the award stands; None where no award has the number.

    The badge of an award that was replaced shows the newer one (C9), so that a renewal leaves nobody's page behind.
    """
    try:
        award = _newest(session, award_numbered(session, number), day)
    except NotFound:
        return None
    domains = official_places(session, [award.id])[award.id].domains
    standing = award.position(day).standing
    return Bearer(award.number, award.council, domains, standing, award.commendation, award.council_cy)


def badge(
    session: Session,
    number: str,
    day: date,
    referrer: str,
    own_host: str,
    lang: str = "en",
    translate: Translate = str,
) -> Badge:
    """The badge with this number for the page that asks for it; one that says nothing where no award has the number."""
    found = bearer(session, number, day)
    if found is None:
        return unknown_badge(day, lang, translate)
    elsewhere = is_elsewhere(referrer, hosts_of(found.domains), own_host)
    return badge_of(found, day, elsewhere=elsewhere, lang=lang, translate=translate)


def frame_page(session: Session, number: str, day: date) -> FramePage:
    """What the frame of an award shows and where. An award that is over keeps its websites: there it says so."""
    found = bearer(session, number, day)
    if found is None:
        return FramePage(number, None, words("No award has this number"), False, frozenset(), day)
    held = holds_the_mark(found.standing)
    standing = FRAME_WORDS.get(found.standing, NO_LONGER)
    if held:
        standing = HOLDS_WITH_COMMENDATION if found.commendation else HOLDS
    return FramePage(found.number, found, standing, held, hosts_of(found.domains), day)


def kit_page(session: Session, number: str, day: date, lang: str = "en", translate: Translate = str) -> KitPage:
    """What the kit of an award shows: of the newer one, where it has been replaced. Raises NotFound."""
    found = bearer(session, number, day)
    if found is None:
        raise NotFound(f"no award {number}")
    return KitPage(
        number=found.number,
        council=found.named(lang),
        standing=STANDING_WORDS[found.standing],
        holds_the_mark=holds_the_mark(found.standing),
        domains=found.domains,
        face=badge_of(found, day, elsewhere=False, lang=lang, translate=translate).face,
    )


def _newest(session: Session, award: AwardRecord, day: date) -> AwardRecord:
    while newer := award.position(day).replaced_by:
        award = award_numbered(session, newer)
    return award
