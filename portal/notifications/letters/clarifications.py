"""Letters about a reviewer's questions (E19, E19a, E20)."""

from datetime import date

from sqlalchemy import select

from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState
from portal.audit.work import Work
from portal.clarifications.models import ClarificationRound
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.people import Case


def questions_letter(found: Case, answer_by: date, *, reminder: bool = False) -> Letter:
    """E19: the reviewer has questions, and by when the council can answer. It never says what they are about."""
    subject = (
        words("Reminder: we have some questions about %(reference)s", reference=found.reference)
        if reminder
        else words("We have some questions about %(reference)s", reference=found.reference)
    )
    return Letter(
        "E19",
        subject,
        (
            words(
                "The reviewer of %(council)s’s application asks for some facts. You find each question beside its "
                "criterion.",
                council=found.council,
            ),
            words("Please answer by %(day)s. The days until you answer do not count towards our time.", day=answer_by),
        ),
        words("Read and answer the questions"),
        f"/council/{found.slug}/application",
        words("If you do nothing, the reviewer goes on after that day with what is there."),
    )


def requested(work: Work, event: Event) -> None:
    """E19 to the owners."""
    found, asked = people.case(work.session, event.subject_id), _newest_round(work, event)
    if asked.answer_by is not None:
        owners = people.in_council(work.session, found.council_id, Role.OWNER)
        post(work, questions_letter(found, asked.answer_by), owners, case_id=found.id)


def answered(work: Work, event: Event) -> None:
    """E20 to the reviewer."""
    found = people.case(work.session, event.subject_id)
    _tell_reviewer(
        work,
        found,
        words("The council has replied to your questions on %(reference)s", reference=found.reference),
        words("%(council)s has answered your questions. You can go on with the review.", council=found.council),
    )


def timed_out(work: Work, event: Event) -> None:
    """E19a to the owners, E20 to the reviewer: the time for answers is over."""
    found = people.case(work.session, event.subject_id)
    letter = Letter(
        "E19a",
        words("The review of %(reference)s goes on", reference=found.reference),
        (
            words("The time to answer the reviewer’s questions has ended."),
            words("The reviewer now goes on with what is there, and with whatever you had answered by then."),
        ),
        words("See how things stand"),
        f"/council/{found.slug}/",
        words("You do not need to do anything now."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER), case_id=found.id)
    _tell_reviewer(
        work,
        found,
        words("The time for answers on %(reference)s has ended", reference=found.reference),
        words("%(council)s has not sent its answers in time. Go on with what is there.", council=found.council),
    )


def _tell_reviewer(work: Work, found: Case, subject: Words, said: Words) -> None:
    reviewing = select(Assignment.reviewer_id).where(
        Assignment.application_id == found.id, Assignment.state == AssignmentState.ACCEPTED
    )
    letter = Letter(
        "E20",
        subject,
        (said,),
        words("Open the review"),
        f"/reviews/{found.reference}/",
        words("Your time to finish the review runs again from today."),
    )
    readers = [people.address(work.session, person_id) for person_id in work.session.scalars(reviewing)]
    post(work, letter, readers, case_id=found.id)


def _newest_round(work: Work, event: Event) -> ClarificationRound:
    rounds = select(ClarificationRound).where(ClarificationRound.application_id == event.subject_id)
    return work.session.scalars(rounds.order_by(ClarificationRound.number.desc()).limit(1)).one()
