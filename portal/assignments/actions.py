"""What lead reviewers and reviewers do about assignments (C5 rows 13 to 15 and 20, C6 of docs/process.md)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments import rules
from portal.assignments.candidates import candidates
from portal.assignments.models import Assignment, Objection
from portal.assignments.states import LIVE_STATES, PLACE_ASKED, AssignmentState, Interest, Place
from portal.assignments.ties import KnownTies
from portal.audit.work import Work
from portal.councils.models import Council
from portal.interests.actions import keep_conflict
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound, Problem, RuleBroken
from portal.kernel.permissions import Part, Permission, may
from portal.kernel.words import Words, words


@dataclass(frozen=True)
class ProposeReviewer:
    """Ask this person to review the application; ``why`` is the reason for the choice."""

    reference: str
    reviewer_id: UUID | None
    why: str


@dataclass(frozen=True)
class TakeBackProposal:
    """Ask somebody else instead: the council has objected, or no answer came. Whoever was asked is told ``why``."""

    reference: str
    why: str


@dataclass(frozen=True)
class AnswerInvitation:
    """A reviewer's answer: the interest declared, or None to decline for another reason; ``text`` explains it."""

    reference: str
    interest: Interest | None
    text: str


def propose_reviewer(work: Work, command: ProposeReviewer) -> Assignment:
    """Ask a reviewer (row 13), or a second one (row 18). Raises RuleBroken for whom C6 bars from this council."""
    application = to_assign(work, command.reference)
    place = PLACE_ASKED.get(application.state, Place.FIRST)
    if problems := tuple(_choice_problems(work, application, command)):
        raise RuleBroken(problems)
    now, why = work.clock.now(), command.why.strip()
    # First the application: of two clicks, the second finds that it has moved on.
    if application.state is not ApplicationState.SECOND_REVIEW:
        work.perform(application, "propose_reviewer", reason=why)
    elif _live(work, application, Place.SECOND) is not None:
        raise IllegalMove(application.lifecycle.name, application.state, "propose_reviewer")
    assignment = Assignment(
        application_id=application.id,
        council_id=application.council_id,
        reviewer_id=command.reviewer_id,
        proposed_by_id=work.actor.person_id,
        place=place,
        round=application.round,
        why=why,
        proposed_at=now,
    )
    work.begin(
        assignment, Permission.REVIEW_ASSIGN, "assignment:proposed", reviewer_id=str(command.reviewer_id), why=why
    )
    work.involve(application, assignment.reviewer_id, Part.INVITED)
    return assignment


def _choice_problems(work: Work, application: Application, command: ProposeReviewer) -> Iterator[Problem]:
    council_name = work.session.scalars(select(Council.name).where(Council.id == application.council_id)).one()
    everybody = candidates(work.session, application, council_name, today(work.clock))
    chosen = next((person for person in everybody if person.person_id == command.reviewer_id), None)
    if chosen is None:
        yield Problem("reviewer", words("Choose a reviewer from the list."))
    elif chosen.bar is not None:
        why = rules.bar_words(chosen.bar, chosen.name, council_name)
        yield Problem("reviewer", words("%(why)s Choose somebody else.", why=why))
    yield from rules.reason_problems(
        "why", command.why, words("Say in a sentence why you choose this reviewer. It is kept with the application.")
    )


def take_back_proposal(work: Work, command: TakeBackProposal) -> None:
    """Ask somebody else (row 15). Raises NotFound where nobody was asked, IllegalMove once the review began."""
    application = to_assign(work, command.reference)
    if problems := tuple(
        rules.reason_problems("why", command.why, words("Say in a sentence why this reviewer is not to be asked."))
    ):
        raise RuleBroken(problems)
    take_back(work, application, waiting(work, application), command.why.strip())


def take_back(work: Work, application: Application, assignment: Assignment, why: str) -> None:
    """Take the invitation back, and with it an acceptance; an objection that waits is upheld with it.

    Raises IllegalMove once the review has begun.
    """
    if assignment.begun_at is not None:
        raise IllegalMove(assignment.lifecycle.name, assignment.state, "take_back")
    if assignment.place is Place.FIRST:
        work.perform(application, "take_back_proposal", reason=why)
    objection = work.session.scalars(
        select(Objection).where(Objection.assignment_id == assignment.id, Objection.upheld.is_(None))
    ).one_or_none()
    if objection is not None:
        objection.upheld, objection.answer = True, why
        objection.answered_by_id, objection.answered_at = work.person_id, work.clock.now()
    assignment.ended_why = why
    work.perform(assignment, "take_back", reason=why)


def answer_invitation(work: Work, command: AnswerInvitation) -> Assignment:
    """Declare interests and accept or decline (rows 14 and 15).

    Only somebody without any interest accepts. With a minor link a lead reviewer decides who reviews; a conflict is
    kept for later applications of this council. Raises RuleBroken also where the portal knows of a tie meanwhile.
    """
    application = _application(work, command.reference)
    assignment = _own(work, application)
    work.require(Permission.REVIEW_ANSWER, work.record_of(assignment))
    if assignment.state is AssignmentState.PROPOSED and PLACE_ASKED.get(application.state) is not assignment.place:
        raise application.lifecycle.refusal(application.state, "answer")
    if assignment.state is not AssignmentState.PROPOSED:
        raise IllegalMove(assignment.lifecycle.name, assignment.state, "answer")
    if command.interest is Interest.NONE:
        _accept(work, application, assignment)
    elif command.interest is Interest.MINOR:
        _declare_link(work, assignment, command)
    else:
        _decline(work, application, assignment, command)
    return assignment


def _accept(work: Work, application: Application, assignment: Assignment) -> None:
    if problems := tuple(_own_problems(work, application)):
        raise RuleBroken(problems)
    # When the review begins is not the reviewer's to say: the council may still object.
    assignment.interest, assignment.accepted_at = Interest.NONE, work.clock.now()
    work.perform(assignment, "accept", interest=Interest.NONE.value)


def _own_problems(work: Work, application: Application) -> Iterator[Problem]:
    """What has come up since the proposal: what bars somebody from being asked keeps them from accepting too."""
    day = today(work.clock)
    council_name = work.session.get_one(Council, application.council_id).name
    person = work.session.get_one(Person, work.person_id)
    found = rules.bar(KnownTies(work.session, application, day).of(person), council_name, day)
    if found is rules.Bar.NOT_DECLARED:
        said = words(
            "Declare your interests for %(year)s first, on the page “Your interests”. Then accept.", year=day.year
        )
        yield Problem("answer", said)
    elif found is not None:
        why = rules.bar_words(found, person.name, council_name)
        said = words("You cannot accept: %(why)s Decline, or ask the lead reviewers to put this right.", why=why)
        yield Problem("answer", said)


def _declare_link(work: Work, assignment: Assignment, command: AnswerInvitation) -> None:
    """The application stays as it is: a lead reviewer reads what was declared and decides (C6)."""
    said = words("Describe the link in a sentence, so that the lead reviewer can judge it.")
    assignment.interest, assignment.declaration = Interest.MINOR, said_reason(command.text, said)
    work.perform(assignment, "declare_link", reason=assignment.declaration, interest=Interest.MINOR.value)


def said_reason(typed: str, said: Words, field: str = "text") -> str:
    """The reason that was typed. Raises RuleBroken with ``said`` for the field where there is none."""
    if problems := tuple(rules.reason_problems(field, typed, said)):
        raise RuleBroken(problems)
    return typed.strip()


def _decline(work: Work, application: Application, assignment: Assignment, command: AnswerInvitation) -> None:
    said = (
        words("Say in a sentence why you decline.")
        if command.interest is None
        else words("Describe the conflict in a sentence. It is kept, so that you are not asked again.")
    )
    text = said_reason(command.text, said)
    assignment.ended_why = text
    if command.interest is not None:
        assignment.interest, assignment.declaration = command.interest, text
    if command.interest is Interest.DISQUALIFYING:
        keep_conflict(work, assignment.reviewer_id, assignment.council_id, text)
    declared = command.interest.value if command.interest else ""
    work.perform(assignment, "decline", reason=text, interest=declared)
    if assignment.place is Place.FIRST:
        work.perform(application, "decline_review", reason=text, interest=declared)


def reopen(work: Work, application_id: UUID, why: str, places: Collection[Place] = (Place.FIRST,)) -> None:
    """Let these reviewers change locked scores, because the lead reviewer has sent them back (row 20).

    Raises NotFound where there is no locked review at one of the places.
    """
    locked = work.session.scalars(
        select(Assignment)
        .where(
            Assignment.application_id == application_id,
            Assignment.place.in_(places),
            Assignment.state == AssignmentState.LOCKED,
        )
        .order_by(Assignment.place)
        .with_for_update()
    ).all()
    if {assignment.place for assignment in locked} != set(places):
        raise NotFound("no locked review")
    for assignment in locked:
        assignment.reopened_why = why
        work.perform(assignment, "reopen", reason=why)


def to_assign(work: Work, reference: str) -> Application:
    """The application, held until the end. Raises NotFound also for a lead reviewer with a tie to its council."""
    application = _application(work, reference)
    if not may(work.actor, Permission.REVIEW_ASSIGN, work.record_of(application)):
        raise NotFound(f"no application {reference} for {work.actor.name}")
    return application


def _application(work: Work, reference: str) -> Application:
    # Locked before anything else is read, so that of two people the second sees what the first has done.
    found = work.session.scalars(
        select(Application).where(Application.reference == reference).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound(f"no application {reference}")
    if found.state is ApplicationState.ON_HOLD:
        raise found.lifecycle.refusal(found.state, "assign")
    return found


def waiting(work: Work, application: Application) -> Assignment:
    """The assignment, held, that is to fill the place for which somebody is asked now, begun or not.

    Raises IllegalMove where no reviewer is wanted now, NotFound where nobody has been asked.
    """
    place = PLACE_ASKED.get(application.state)
    if place is None:
        raise application.lifecycle.refusal(application.state, "answer")
    found = _live(work, application, place)
    if found is None:
        raise NotFound(f"nobody has been asked to review {application.reference}")
    return found


def _live(work: Work, application: Application, place: Place) -> Assignment | None:
    return work.session.scalars(
        select(Assignment)
        .where(
            Assignment.application_id == application.id,
            Assignment.place == place,
            Assignment.state.in_(LIVE_STATES),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _own(work: Work, application: Application) -> Assignment:
    """What the actor was last asked for; what has ended only where nothing else is left. Raises NotFound."""
    found = work.session.scalars(
        select(Assignment)
        .where(Assignment.application_id == application.id, Assignment.reviewer_id == work.actor.person_id)
        .order_by(Assignment.state.in_(LIVE_STATES).desc(), Assignment.proposed_at.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound(f"no invitation to {application.reference}")
    return found
