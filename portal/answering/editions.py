"""Which edition of the criteria an application stays with, said where another one counts by now or is to come."""

from sqlalchemy.orm import Session

from portal.applications.queries import ApplicationFacts
from portal.applications.rules import WRITABLE
from portal.criteria.edition import Edition
from portal.criteria.queries import coming, edition_in_force
from portal.kernel.words import Words, words


def edition_note(session: Session, application: ApplicationFacts, edition: Edition) -> Words | None:
    """What the council reads about editions while it writes; None where there is but the one."""
    if application.state not in WRITABLE:
        return None
    in_force = edition_in_force(session)
    if in_force is not None and in_force.slug != edition.slug:
        return words(
            "This application stays with edition %(own)s of the criteria, on which it began. Edition %(now)s counts for"
            " applications that are begun now.",
            own=edition.slug,
            now=in_force.slug,
        )
    if (following := coming(session)) is None:
        return None
    return words(
        "Edition %(next)s of the criteria counts from %(day)s. This application stays with edition %(own)s, on which it"
        " began.",
        next=following.name,
        day=following.counts_from,
        own=edition.slug,
    )
