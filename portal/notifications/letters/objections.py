"""Letters about objections to a reviewer, and about the beginning of a review (E16, E17, E21)."""

from sqlalchemy import select

from portal.accounts.models import Person
from portal.assignments.models import Assignment, Objection
from portal.assignments.rules import due_on
from portal.audit.work import Work
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.people import Case


def raised(work: Work, event: Event) -> None:
    """E21: a council objects, and nothing goes on before a lead reviewer has answered."""
    assignment, reviewer, found = _about(work, event)
    why = work.session.scalars(select(Objection.why).where(Objection.assignment_id == assignment.id)).one()
    letter = Letter(
        "E21",
        words("%(council)s objects to its reviewer", council=found.council),
        (
            words(
                "%(council)s does not want %(name)s to review it and says:", council=found.council, name=reviewer.name
            ),
            words("%(said)s", said=why),
        ),
        words("Answer the objection"),
        f"/reviews/{found.reference}/objection",
        words("If you do nothing, the review cannot begin."),
    )
    post(work, letter, people.in_scheme(work.session, Role.LEAD), case_id=found.id)


def not_upheld(work: Work, event: Event) -> None:
    """E16: the council's objection was not upheld, and why."""
    assignment, reviewer, found = _about(work, event)
    answer = _answer(work, assignment)
    if answer is not None:
        said = words("%(name)s reviews your application %(reference)s.", name=reviewer.name, reference=found.reference)
        _answered(work, found, words("Your objection was not upheld"), said, answer)


def taken_back(work: Work, event: Event) -> None:
    """E17 to whoever was asked: somebody else reviews; E16 to the council where its objection was the reason."""
    assignment, reviewer, found = _about(work, event)
    letter = Letter(
        "E17",
        words("Somebody else reviews %(council)s", council=found.council),
        (
            words(
                "You were asked to review %(reference)s. A lead reviewer has taken this back and says:",
                reference=found.reference,
            ),
            words("%(said)s", said=assignment.ended_why),
        ),
        words("See your reviews"),
        "/reviews/",
        words("There is nothing you need to do."),
    )
    post(work, letter, [reviewer.email], case_id=found.id)
    answer = _answer(work, assignment)
    if answer is not None:
        said = words(
            "Somebody else reviews your application %(reference)s. We tell you who.", reference=found.reference
        )
        _answered(work, found, words("Your objection was upheld"), said, answer)


def begun(work: Work, event: Event) -> None:
    """E17 to the reviewer who had to wait after accepting: the review can begin."""
    assignment, reviewer, found = _about(work, event)
    due = due_on(assignment.state, assignment.proposed_at, assignment.begun_at, place=assignment.place)
    if due is None or not event.details["waited"]:
        return
    letter = Letter(
        "E17",
        words("You can now review %(council)s", council=found.council),
        (words("The review of %(reference)s has begun: you can read it now.", reference=found.reference),),
        words("Open the review"),
        f"/reviews/{found.reference}/",
        words("Please finish it by %(day)s. If you do nothing, the council waits longer than we promise.", day=due),
    )
    post(work, letter, [reviewer.email], case_id=found.id)


def _about(work: Work, event: Event) -> tuple[Assignment, Person, Case]:
    assignment = work.session.get_one(Assignment, event.subject_id)
    reviewer = work.session.get_one(Person, assignment.reviewer_id)
    return assignment, reviewer, people.case(work.session, assignment.application_id)


def _answer(work: Work, assignment: Assignment) -> str | None:
    answered = select(Objection.answer).where(
        Objection.assignment_id == assignment.id, Objection.answered_at.is_not(None)
    )
    return work.session.scalars(answered).one_or_none()


def _answered(work: Work, found: Case, subject: Words, said: Words, answer: str) -> None:
    letter = Letter(
        "E16",
        subject,
        (said, words("The lead reviewer’s reason:"), words("%(said)s", said=answer)),
        words("See who reviews you"),
        f"/council/{found.slug}/reviewer",
        words("There is nothing you need to do."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER, Role.APPROVER), case_id=found.id)
