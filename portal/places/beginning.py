"""A renewal begins with what is official now: the council takes out what it no longer wants and proves nothing anew."""

from sqlalchemy import select

from portal.applications.models import Presence
from portal.audit.work import Work
from portal.awards.queries import awards_of, official_places
from portal.awards.rules import is_running
from portal.kernel.clock import today
from portal.kernel.events import Event


def begin_with_official(work: Work, event: Event) -> None:
    """Put the websites and accounts of the award that the council has in the place of those of before: a reaction.

    Nothing where the earlier application had none: the council then says everything anew.
    """
    presence = work.session.scalar(select(Presence).where(Presence.application_id == event.subject_id))
    award = next(iter(awards_of(work.session, event.council_id)), None) if event.council_id else None
    if presence is None or award is None or not is_running(award.facts, today(work.clock)):
        return
    places = official_places(work.session, [award.id])[award.id]
    presence.domains, presence.accounts = "\n".join(places.domains), "\n".join(places.accounts)
    work.session.flush()
