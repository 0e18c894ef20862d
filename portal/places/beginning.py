"""A renewal begins with what is official now: the council takes out what it no longer wants and proves nothing anew."""

from uuid import UUID, uuid4

from sqlalchemy import select

from portal.applications.models import Application, Presence
from portal.audit.work import Work
from portal.awards.queries import awards_of, official_places
from portal.awards.rules import is_running
from portal.kernel.clock import today
from portal.kernel.events import Event


def begin_with_official(work: Work, event: Event) -> None:
    """Put the websites and accounts of the award that the council has into its new application: a reaction."""
    application = work.session.get_one(Application, event.subject_id)
    award = next(iter(awards_of(work.session, application.council_id)), None)
    if award is None or event.actor_id is None or not is_running(award.facts, today(work.clock)):
        return
    places = official_places(work.session, [award.id])[award.id]
    presence = _presence(work, application.id, event.actor_id)
    presence.domains, presence.accounts = "\n".join(places.domains), "\n".join(places.accounts)
    work.session.flush()


def _presence(work: Work, application_id: UUID, person_id: UUID) -> Presence:
    found = work.session.scalar(select(Presence).where(Presence.application_id == application_id))
    if found is None:
        found = Presence(id=uuid4(), application_id=application_id, saved_by_id=person_id, saved_at=work.clock.now())
        work.session.add(found)
    return found
