"""What colleagues tell each other about an application: lines of the daily summary (E9)."""

from sqlalchemy import select

from portal.accounts.queries import members
from portal.audit.work import Work
from portal.kernel.events import Event
from portal.kernel.permissions import COUNCIL_ROLES, Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.people import Case
from portal.sharing.models import Allocation, Comment


def _line(found: Case, criterion: str, said: Words) -> Letter:
    """Only that something was said, never what: the words stay on the page."""
    return Letter(
        "E9",
        said,
        (said,),
        words("Open the criterion"),
        f"/council/{found.slug}/application/{criterion}",
        words("You need not do anything because of this email."),
    )


def comment_written(work: Work, event: Event) -> None:
    """To whoever answers the criterion, has commented there or owns the account; never to who wrote it."""
    found, criterion = people.case(work.session, event.subject_id), str(event.details["criterion"])
    said = words(
        "New comment on criterion %(criterion)s of %(council)s’s application",
        criterion=criterion,
        council=found.council,
    )
    here = (
        (Allocation.person_id, Allocation.application_id, Allocation.criterion),
        (
            Comment.written_by_id,
            Comment.application_id,
            Comment.criterion,
        ),
    )
    concerned = {
        person_id
        for who, where, about in here
        for person_id in work.session.scalars(select(who).where(where == found.id, about == criterion))
    }
    readers = [
        member.email
        for member in members(work.session, found.council_id, *COUNCIL_ROLES)
        if member.person_id != event.actor_id and (member.role is Role.OWNER or member.person_id in concerned)
    ]
    post(work, _line(found, criterion, said), readers, case_id=found.id)


def answer_allocated(work: Work, event: Event) -> None:
    """To the person who is to answer the criterion, unless they gave it to themselves."""
    found, criterion = people.case(work.session, event.subject_id), str(event.details["criterion"])
    said = words(
        "Criterion %(criterion)s of %(council)s’s application is yours to answer",
        criterion=criterion,
        council=found.council,
    )
    readers = [
        member.email
        for member in members(work.session, found.council_id, *COUNCIL_ROLES)
        if str(member.person_id) == str(event.details["person_id"]) and member.person_id != event.actor_id
    ]
    post(work, _line(found, criterion, said), readers, case_id=found.id)
