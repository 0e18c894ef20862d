"""One line of the register, as plain values: what the page, the open data and the verify page all show of an award."""

from dataclasses import dataclass
from datetime import date

from portal.awards.queries import AwardRecord, OfficialPlaces
from portal.awards.rules import STANDING_WORDS, Position, Standing, held_until, holds_the_mark
from portal.awards.states import ReasonType
from portal.councils.kinds import KIND_WORDS, Kind, Nation
from portal.kernel.words import Names, Words
from portal.register.rules import REASON_WORDS, first_line


@dataclass(frozen=True)
class Entry:
    """An award and whose it is, as it stood on the day that was asked about. Both dates are included."""

    number: str
    council: str
    council_cy: str
    council_slug: str
    kind: Kind
    nation: Nation
    region: str
    position: Position
    commendation: bool
    first_awarded_on: date
    valid_from: date
    valid_until: date
    edition: str
    edition_version: str
    domains: tuple[str, ...]
    accounts: tuple[str, ...]
    summary: str
    promise_address: str

    @property
    def standing(self) -> Standing:
        """How it stands, as machines read it."""
        return self.position.standing

    @property
    def standing_words(self) -> Words:
        """How it stands, as people read it."""
        return STANDING_WORDS[self.position.standing]

    @property
    def holds_the_mark(self) -> bool:
        """Yes or no."""
        return holds_the_mark(self.position.standing)

    @property
    def held_until(self) -> date:
        """The last day of the award as it is known now: the day before whatever has ended it early."""
        return held_until(self.position, self.valid_from, self.valid_until)

    @property
    def names(self) -> Names:
        """What the council is called, for the reader's language to choose from."""
        return Names(self.council, self.council_cy)

    @property
    def first_line(self) -> Words:
        """Yes or no, in a sentence."""
        return first_line(self.names, self.position, self.valid_until)

    @property
    def kind_words(self) -> Words:
        """What kind of council it is."""
        return KIND_WORDS[self.kind]

    @property
    def reason_type(self) -> ReasonType | None:
        """Why the award was withdrawn, as machines read it."""
        return self.position.reason_type

    @property
    def reason_words(self) -> Words | None:
        """Why the award was withdrawn, as people read it."""
        return REASON_WORDS[self.position.reason_type] if self.position.reason_type else None


NOWHERE = OfficialPlaces()


def entry_of(
    award: AwardRecord, day: date, first_awarded_on: date | None = None, places: OfficialPlaces = NOWHERE
) -> Entry:
    """The line about an award on a day; ``first_awarded_on`` is that of the council's first award, if not this one."""
    return Entry(
        number=award.number,
        council=award.council,
        council_cy=award.council_cy,
        council_slug=award.council_slug,
        kind=award.kind,
        nation=award.nation,
        region=award.region,
        position=award.position(day),
        commendation=award.commendation,
        first_awarded_on=first_awarded_on or award.starts_on,
        valid_from=award.starts_on,
        valid_until=award.valid_until_on(day),
        edition=award.edition,
        edition_version=award.edition_version,
        domains=places.domains,
        accounts=places.accounts,
        summary=award.public_summary,
        promise_address=award.promise_address,
    )
