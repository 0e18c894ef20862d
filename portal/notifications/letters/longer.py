"""Letters about more time: to the council for its answers, to a reviewer for the scores (E15a)."""

from datetime import date

from portal.accounts.models import Person
from portal.assignments.models import Assignment
from portal.audit.work import Work
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter


def to_answer(work: Work, event: Event) -> None:
    """E15a to the owners: there is more time to answer the questions."""
    found = people.case(work.session, event.case_id)
    day = date.fromisoformat(str(event.details["answer_by"]))
    letter = Letter(
        "E15a",
        words("You have more time to answer our questions on %(reference)s", reference=found.reference),
        (
            words("You now have until %(day)s to answer the reviewer’s questions.", day=day),
            words("The reason: %(reason)s", reason=event.reason),
            words("The time can be extended once only."),
        ),
        words("Read and answer the questions"),
        f"/council/{found.slug}/application",
        words("If you do nothing, the reviewer goes on after that day with what is there."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER), case_id=found.id)


def to_review(work: Work, event: Event) -> None:
    """E15a to the reviewer: the scores are due on a later day."""
    found = people.case(work.session, event.case_id)
    assignment = work.session.get_one(Assignment, event.subject_id)
    reviewer = work.session.get_one(Person, assignment.reviewer_id)
    day = date.fromisoformat(str(event.details["due"]))
    letter = Letter(
        "E15a",
        words("You have more time to review %(council)s", council=found.council),
        (
            words("Your scores for %(reference)s are now due by %(day)s.", reference=found.reference, day=day),
            words("The reason: %(reason)s", reason=event.reason),
        ),
        words("Open the review"),
        f"/reviews/{found.reference}/",
        words("If you do nothing, the council waits longer than we promise."),
    )
    post(work, letter, [reviewer.email], case_id=found.id)
