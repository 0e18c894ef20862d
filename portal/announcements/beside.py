"""What a council's own pages show of its results and its award: the answers to ``applications.beside``."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.announcements.queries import held_awards, wish_of
from portal.announcements.rules import asked_words
from portal.answering.beside import HeldAward, ReleasedResult, Verdict
from portal.awards.queries import awards_of
from portal.awards.rules import STANDING_WORDS, holds_the_mark
from portal.decisions import results as decided
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words


class LaterSteps:
    """Answers from the decisions and the awards, for the pages of an earlier step."""

    def verdict(self, session: Session, actor: Actor, application_id: UUID, criterion: str) -> Verdict | None:
        """What was decided on the criterion, once the feedback is released and to whoever may read it."""
        return decided.verdict(session, actor, application_id, criterion)

    def results(self, session: Session, actor: Actor, council_id: UUID, today: date) -> Mapping[UUID, ReleasedResult]:
        """Every released result, by application; none for somebody who may not read the council's feedback."""
        if not may(actor, Permission.FEEDBACK_SEE, Record(council_id)):
            return {}
        return {
            found.application_id: ReleasedResult(
                label=found.label,
                released_on=found.released_on,
                is_award=found.outcome.is_award,
                resubmit_by=found.resubmit_by if found.may_be_resubmitted(today) else None,
                again_from=found.again_from,
            )
            for found in decided.results_of(session, council_id)
        }

    def public_on(self, session: Session, application_id: UUID) -> date | None:
        """The day on which the application's award becomes public, while it is held."""
        held = next(iter(held_awards(session, application_id)), None)
        return held.public_on if held else None

    def wish(self, session: Session, application_id: UUID, today: date) -> Words:
        """What the council asks for; once the result is out and the award is held, the day itself."""
        held = next(iter(held_awards(session, application_id)), None)
        if held:
            return words("The award becomes public on %(day)s.", day=held.public_on)
        asked = wish_of(session, application_id)
        return asked_words(asked.wish if asked else None, asked.wanted_on if asked else None, today)

    def award(self, session: Session, council_id: UUID, today: date) -> HeldAward | None:
        """The newest award as it stands today, which is public knowledge."""
        newest = next(iter(awards_of(session, council_id)), None)
        if newest is None:
            return None
        standing = newest.position(today).standing
        return HeldAward(
            number=newest.number,
            holds=holds_the_mark(standing),
            standing=STANDING_WORDS[standing],
            commendation=newest.commendation,
            valid_until=newest.valid_until,
            renewal_opens_on=newest.facts.renewal_opens_on,
        )
