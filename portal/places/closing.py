"""A website that was proposed for an award which has ended meanwhile: nobody has to decide about it any more."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.awards.models import Award
from portal.awards.queries import AwardRecord, awards
from portal.awards.rules import STANDING_WORDS, is_running
from portal.kernel.clock import day_of, today
from portal.places import queries
from portal.places.models import ProposedWebsite
from portal.places.states import WebsiteState

_WAITS = ProposedWebsite.state == WebsiteState.PROPOSED


def closings_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the closing of each website whose council has no award any more that it could be added to.

    A renewal that takes the place of an award takes what waits with it: it is decided for the new one.
    """
    rows = session.execute(select(ProposedWebsite.id, ProposedWebsite.council_id).where(_WAITS)).all()
    newest: dict[UUID, AwardRecord] = {}
    if rows:
        for award in awards(session, Award.council_id.in_({row.council_id for row in rows})):
            newest.setdefault(award.council_id, award)
    for website_id, council_id in rows:
        if not is_running(newest[council_id].facts, day_of(now)):
            yield partial(_close, website_id=website_id)


def _close(work: Work, website_id: UUID) -> None:
    row = work.session.scalar(select(ProposedWebsite).where(ProposedWebsite.id == website_id, _WAITS).with_for_update())
    day = today(work.clock)
    # Somebody may have decided since we looked.
    if row is None or is_running((award := queries.award_of(work.session, row.council_id)).facts, day):
        return
    standing = STANDING_WORDS[award.position(day).standing]
    row.refused_because = (
        f"The award ended before this was decided ({standing}). You can ask again once your council holds the Mark."
    )
    work.perform(row, "close", reason=row.refused_because, host=row.host)
