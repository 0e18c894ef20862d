"""Whether an award holds beyond its end because its renewal is being reviewed (C9, fourth and sixth row)."""

from sqlalchemy import select

from portal.announcements.queries import held_awards
from portal.applications.models import Application
from portal.applications.states import OPEN_STATES
from portal.audit.work import Work
from portal.awards import extending
from portal.awards.queries import AwardRecord, awards_of
from portal.awards.rules import holds_the_mark, is_extended
from portal.awards.states import RUNNING
from portal.kernel.clock import today
from portal.kernel.events import Event


def settle(work: Work, event: Event) -> None:
    """Follow whatever may begin or end the review of a council's renewal: a reaction.

    Signed on or before the end date, the renewal keeps the award; its result, its withdrawal or its lapsing ends that.
    Being sent back to add what is missing does not: it was signed in time.
    """
    award = next(iter(awards_of(work.session, event.council_id)), None) if event.council_id else None
    if award is None or award.facts.changes[-1].state not in RUNNING:
        return
    day, signed = today(work.clock), _signed_renewals(work, award)
    renewal = next((one for one in signed if _has_no_end_yet(work, one)), None)
    if is_extended(award.facts, day):
        if renewal is None and signed:
            extending.shorten(work, award.id, signed[0].id)
    elif renewal is not None and holds_the_mark(award.position(day).standing):
        extending.extend(work, award.id, renewal.id)


def _signed_renewals(work: Work, award: AwardRecord) -> list[Application]:
    """Every other application of the award's council that was ever signed, the newest first."""
    signed = select(Application).where(
        Application.council_id == award.council_id,
        Application.id != award.application_id,
        Application.submitted_at.is_not(None),
    )
    return list(work.session.scalars(signed.order_by(Application.submitted_at.desc())))


def _has_no_end_yet(work: Work, renewal: Application) -> bool:
    """Whether there is no result; or one that is an award, which waits for its day."""
    return renewal.state in OPEN_STATES or bool(held_awards(work.session, renewal.id))
