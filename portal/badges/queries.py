"""What a badge and its kit are made from."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.awards.queries import award_numbered, official_places
from portal.awards.rules import STANDING_WORDS, holds_the_mark
from portal.badges.drawing import HEIGHT, MOST_BYTES, WIDTH
from portal.badges.rules import Badge, Bearer, badge_of, is_elsewhere, unknown_badge
from portal.kernel.errors import NotFound
from portal.kernel.words import Words


@dataclass(frozen=True)
class KitPage:
    """What a web team needs to put the badge on its site. ``most_kilobytes`` is the most that the picture weighs."""

    number: str
    council: str
    standing: Words
    holds_the_mark: bool
    domains: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT
    most_kilobytes: int = MOST_BYTES // 1024


def badge(session: Session, number: str, day: date, referrer: str, own_host: str) -> Badge:
    """The badge with this number for the page that asks for it; one that says nothing where no award has the number."""
    try:
        award = award_numbered(session, number)
    except NotFound:
        return unknown_badge(day)
    domains = official_places(session, [award.id])[award.id].domains
    bearer = Bearer(award.number, award.council, domains, award.position(day).standing, award.commendation)
    return badge_of(bearer, day, elsewhere=is_elsewhere(referrer, domains, own_host))


def kit_page(session: Session, number: str, day: date) -> KitPage:
    """What the kit of an award shows. Raises NotFound."""
    award = award_numbered(session, number)
    standing = award.position(day).standing
    return KitPage(
        number=award.number,
        council=award.council,
        standing=STANDING_WORDS[standing],
        holds_the_mark=holds_the_mark(standing),
        domains=official_places(session, [award.id])[award.id].domains,
    )
