"""Applications that two people have reviewed, as rows: what is counted of them needs many, and of each only this."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState, Interest, Place
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.queries import published_edition
from portal.criteria.terms import Outcome
from portal.decisions.models import Decision
from portal.reviews.models import Score, ScoreRevision

_numbers = count(1)
Given = Mapping[str, tuple[int | None, int | None]]


def doubly_reviewed(
    work: Work,
    council: Council,
    reviewers: tuple[Person, Person],
    given: Given,
    *,
    state: ApplicationState = ApplicationState.FEEDBACK_RELEASED,
    second_state: AssignmentState = AssignmentState.LOCKED,
    released_at: datetime | None = None,
    carried: bool = False,
) -> Application:
    """An application with two reviews: for each criterion what the first and the second reviewer gave.

    It is decided where its state says so; ``released_at`` is when the result went out, now unless given.
    """
    now = released_at or work.clock.now()
    application = Application(
        id=uuid4(),
        reference=f"TWICE-{next(_numbers)}",
        council_id=council.id,
        edition_id=published_edition(work.session)[0],
        state=state,
        state_since=now,
        started_at=now - timedelta(days=60),
        submitted_at=now - timedelta(days=50),
        held_from=ApplicationState.MODERATION if state is ApplicationState.ON_HOLD else None,
        held_why="Counted." if state is ApplicationState.ON_HOLD else "",
    )
    work.session.add(application)
    work.session.flush()
    for place, person, own in zip(Place, reviewers, zip(*given.values(), strict=True), strict=True):
        scores = dict(zip(given, own, strict=True))
        _review(work, application, person, place, scores, second_state, now, carried=carried)
    if state in (ApplicationState.DECIDED, ApplicationState.FEEDBACK_RELEASED, ApplicationState.CLOSED):
        work.session.add(
            Decision(
                application_id=application.id,
                decided_by_id=reviewers[0].id,
                decided_at=now,
                outcome=Outcome.AWARDED,
                record=b"{}",
                record_sha256="0" * 64,
                release_from=now,
                released_at=None if state is ApplicationState.DECIDED else now,
            )
        )
    work.session.flush()
    return application


def _review(
    work: Work,
    application: Application,
    person: Person,
    place: Place,
    scores: Mapping[str, int | None],
    second_state: AssignmentState,
    now: datetime,
    *,
    carried: bool,
) -> None:
    assignment = Assignment(
        id=uuid4(),
        application_id=application.id,
        council_id=application.council_id,
        reviewer_id=person.id,
        proposed_by_id=person.id,
        place=place,
        why="Counted.",
        state=second_state if place is Place.SECOND else AssignmentState.LOCKED,
        state_since=now,
        interest=Interest.NONE,
        proposed_at=now,
        accepted_at=now,
        begun_at=now,
        ended_why="Counted.",
    )
    work.session.add(assignment)
    work.session.flush()
    said = {
        criterion: {
            "score": score,
            "agreed_not_applicable": score is None,
            "reason": "Counted.",
            "improvement": "More.",
        }
        for criterion, score in scores.items()
    }
    more = {"live_check": "", "answer_revision_number": 1, "saved_at": now}
    rows = {
        criterion: Score(id=uuid4(), assignment_id=assignment.id, criterion=criterion, carried=carried, **given, **more)
        for criterion, given in said.items()
    }
    work.session.add_all(rows.values())
    work.session.flush()
    work.session.add_all(
        ScoreRevision(score_id=row.id, number=1, **said[criterion], **more) for criterion, row in rows.items()
    )
