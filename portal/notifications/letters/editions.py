"""E34: a new edition of the criteria is coming, or it is not after all."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Person
from portal.accounts.states import MembershipState
from portal.audit.work import Work
from portal.criteria.models import PublishedEdition
from portal.criteria.queries import edition_in_force
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications.actions import post
from portal.notifications.letter import Letter

# The letter that goes out at once is a point of the same series as the reminders, so that no address gets it twice.
AT_ONCE = "scheduled"


def every_owner(session: Session) -> tuple[str, ...]:
    """The addresses of the owners of every council that has an account: whoever has one may hold or want the Mark."""
    found = (
        select(Person.email)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == Role.OWNER, Membership.state == MembershipState.ACTIVE)
        .distinct()
    )
    return tuple(sorted(session.scalars(found)))


def key_of(row: PublishedEdition, point: str) -> str:
    """What names one point of the series for this scheduling; one that is taken back and made again begins anew."""
    return f"E34:{point}:{row.id}:{row.state_since.isoformat()}"


def coming_letter(name: str, in_force: str, counts_from: date) -> Letter:
    """The letter, half a year and one month before."""
    return Letter(
        "E34",
        words("A new edition of the criteria counts from %(day)s", day=counts_from),
        (
            words(
                "Edition %(name)s of the criteria of the Social Media Friendly Mark counts from %(day)s.",
                name=name,
                day=counts_from,
            ),
            words("An application that your council begins before that day keeps the present edition, for good."),
            words("An award that your council holds stays as it is. Your next application uses the new edition."),
        ),
        words("Read what changes"),
        f"/criteria/{name}/changes" if in_force else f"/criteria/{name}",
        words("You do not need to do anything now. The new edition counts by itself on its day."),
    )


def scheduled(work: Work, event: Event) -> None:
    """E34 to every owner, when an edition is scheduled."""
    row = work.session.get_one(PublishedEdition, event.subject_id)
    in_force = edition_in_force(work.session)
    if row.publish_on is not None:
        letter = coming_letter(row.slug, in_force.slug if in_force else "", row.publish_on)
        post(work, letter, every_owner(work.session), key=key_of(row, AT_ONCE))


def unscheduled(work: Work, event: Event) -> None:
    """E34 to every owner, when it is taken back."""
    row = work.session.get_one(PublishedEdition, event.subject_id)
    letter = Letter(
        "E34",
        words("Edition %(name)s of the criteria does not come yet", name=row.slug),
        (
            words(
                "We had said that edition %(name)s of the criteria counts from %(day)s. It does not: we have taken it"
                " back to change it.",
                name=row.slug,
                day=row.publish_on,
            ),
            words("The reason: %(reason)s", reason=event.reason),
            words("The present edition goes on. You hear from us half a year before a new one counts."),
        ),
        words("Read the present criteria"),
        "/criteria",
        words("You do not need to do anything now."),
    )
    post(work, letter, every_owner(work.session))
