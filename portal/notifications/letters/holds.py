"""Letters about a hold: that there is one and why, and that it is over (E22)."""

from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications.history import entered
from portal.applications.reckoning import decision_by
from portal.assignments.models import Assignment
from portal.assignments.states import OPEN_STATES
from portal.audit.work import Work
from portal.kernel.clock import today
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.people import Case


def held(work: Work, event: Event) -> None:
    """E22 to owners and approvers: on hold, and why; to the reviewers that they need not go on, without the reason."""
    found = people.case(work.session, event.subject_id)
    letter = Letter(
        "E22",
        words("Your application %(reference)s is on hold", reference=found.reference),
        (
            words("A lead reviewer has put the application of %(council)s on hold:", council=found.council),
            words("%(reason)s", reason=event.reason),
            words(
                "The decision will take longer than we said. We cannot name a day yet, and write again as soon as we "
                "go on. Nothing lapses meanwhile: every day that was set for you moves on by the days of the hold."
            ),
        ),
        words("See how things stand"),
        f"/council/{found.slug}/",
        words("You do not need to do anything now."),
    )
    post(work, letter, _council(work, found), case_id=found.id)
    pause = Letter(
        "E22",
        words("%(reference)s is on hold: you need not go on", reference=found.reference),
        (
            words(
                "A lead reviewer has put the application of %(council)s on hold. Your scores are kept, and your time "
                "does not run.",
                council=found.council,
            ),
        ),
        words("Open your reviews"),
        "/reviews/",
        words("You do not need to do anything now. We write again when it goes on."),
    )
    post(work, pause, _reviewers(work, found), case_id=found.id)


def resumed(work: Work, event: Event) -> None:
    """E22 to owners, approvers and reviewers: it goes on, and when a decision is to be expected now."""
    found = people.case(work.session, event.subject_id)
    day = decision_by(entered(work.session, [found.id])[found.id], today(work.clock))
    said = [words("The application of %(council)s is off hold and goes on where it was.", council=found.council)]
    if event.reason:
        said.append(words("%(reason)s", reason=event.reason))
    if day is not None and day > today(work.clock):
        said.append(words("We still mean to decide by %(day)s. If it takes longer, we tell you before.", day=day))
    else:
        said.append(words("We are sorry that it takes longer than we said. We decide as soon as we can."))
    letter = Letter(
        "E22",
        words("Your application %(reference)s goes on", reference=found.reference),
        tuple(said),
        words("See how things stand"),
        f"/council/{found.slug}/",
        words("If it is your turn, your council’s page says so, and by when: you have as long as before the hold."),
    )
    post(work, letter, _council(work, found), case_id=found.id)
    go_on = Letter(
        "E22",
        words("%(reference)s goes on: please continue", reference=found.reference),
        (words("The application of %(council)s is off hold. You have as long as before.", council=found.council),),
        words("Open your reviews"),
        "/reviews/",
        words("If you do nothing, the council waits longer than we promise."),
    )
    post(work, go_on, _reviewers(work, found), case_id=found.id)


def _council(work: Work, found: Case) -> list[str]:
    return people.in_council(work.session, found.council_id, Role.OWNER, Role.APPROVER)


def _reviewers(work: Work, found: Case) -> list[str]:
    """Everybody with a review of this application still to do; none of them learns of another."""
    reviewing = select(Person.email).join(Assignment, Assignment.reviewer_id == Person.id)
    return list(
        work.session.scalars(
            reviewing.where(Assignment.application_id == found.id, Assignment.state.in_(OPEN_STATES)).distinct()
        )
    )
