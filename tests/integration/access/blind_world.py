"""An application on its way through two reviews, in which everything that must stay blind bears a mark.

It is told on a copy of the world, so that every route can be asked for with real values in its address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.sessions import begin_session
from portal.applications.models import Application
from portal.assignments.models import Assignment
from portal.assignments.states import LIVE_STATES, Place
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.queries import edition_of
from portal.decisions import sending_back
from portal.kernel.clock import today
from portal.kernel.permissions import SYSTEM, Role
from portal.reviews import actions as reviews
from portal.reviews.models import LiveCheck, SecondReview
from portal.reviews.rules import Judgement
from tests.factories import decisions
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.factories.people import make_staff
from tests.integration.access.addresses import IN_REVIEW
from tests.integration.access.columns import Knocker
from tests.integration.access.world import CRITERION, World

SLUG = IN_REVIEW


class Mark(StrEnum):
    """What must not be seen too early; each is a word that stands nowhere else."""

    FIRST_REASON = "zeugma-first-reason"
    FIRST_IMPROVEMENT = "zeugma-first-improvement"
    FIRST_CHECK = "zeugma-first-check"
    FIRST_ACCOUNT = "zeugma-first-account"
    SECOND_REASON = "zeugma-second-reason"
    SECOND_IMPROVEMENT = "zeugma-second-improvement"
    SECOND_CHECK = "zeugma-second-check"
    SECOND_ACCOUNT = "zeugma-second-account"
    SECOND_OPINION = "zeugma-opinion-wanted"
    SENT_BACK = "zeugma-sent-back"


class Reader(StrEnum):
    """Who looks. SECOND is also a lead reviewer, of every other application."""

    VISITOR = "visitor"
    OWNER = "owner"
    APPROVER = "approver"
    OTHER_COUNCIL = "other_council"
    FIRST = "first"
    SECOND = "second"
    UNINVOLVED = "uninvolved"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    PANEL = "panel"


@dataclass
class Story:
    """The application, who reads, and what their browsers hold of a session."""

    app: Flask
    world: World
    people: dict[Reader, UUID] = field(default_factory=dict)
    tokens: dict[Reader, str] = field(default_factory=dict)

    def change(self, step: Callable[[Work, Application], None]) -> None:
        """Take one step with all its consequences, and send what it brings about."""
        running = self.app.extensions["portal"]
        with running.database.writing() as session:
            work = Work(session, SYSTEM, running.clock, running.reactions)
            found = select(Application).join(Council, Council.id == Application.council_id).where(Council.slug == SLUG)
            step(work, session.scalars(found).one())
        self.app.extensions["portal-worker"].sweep()

    def person(self, work: Work, reader: Reader) -> Person:
        """Who that is."""
        return work.session.get_one(Person, self.people[reader])


def tell(app: Flask, world: World) -> Story:
    """Everybody who reads, before the first score."""
    story = Story(app, world)
    known = world.people[SLUG]
    story.people = {
        Reader.OWNER: known[Knocker.OWNER],
        Reader.APPROVER: known[Knocker.APPROVER],
        Reader.OTHER_COUNCIL: known[Knocker.OTHER_COUNCIL],
        Reader.FIRST: known[Knocker.REVIEWER],
        Reader.SECOND: known[Knocker.OTHER_REVIEWER],
        Reader.LEAD: known[Knocker.LEAD],
        Reader.ADMINISTRATOR: known[Knocker.ADMINISTRATOR],
    }

    def begin(work: Work, _application: Application) -> None:
        make_staff(work, Role.LEAD, story.person(work, Reader.SECOND))
        story.people[Reader.UNINVOLVED] = make_staff(work, Role.REVIEWER, name="Una").id
        story.people[Reader.PANEL] = make_staff(work, Role.PANEL, name="Pan").id
        for reader, person_id in sorted(story.people.items()):
            story.tokens[reader] = begin_session(work.session, work.clock, person_id, second_step=True)

    story.change(begin)
    return story


def _judged(place: Place, criterion: str, score: int) -> Judgement:
    marks = {
        Place.FIRST: (Mark.FIRST_REASON, Mark.FIRST_IMPROVEMENT, Mark.FIRST_CHECK),
        Place.SECOND: (Mark.SECOND_REASON, Mark.SECOND_IMPROVEMENT, Mark.SECOND_CHECK),
    }[place]
    reason, improvement, check = (f"{mark} {criterion}" for mark in marks)
    return Judgement(score, False, reason, improvement, check)


def _give(story: Story, work: Work, application: Application, place: Place) -> None:
    reader = {Place.FIRST: Reader.FIRST, Place.SECOND: Reader.SECOND}[place]
    edition = edition_of(work.session, application.edition_id)
    mine = select(Assignment).where(
        Assignment.application_id == application.id, Assignment.place == place, Assignment.state.in_(LIVE_STATES)
    )
    assignment = work.session.scalars(mine).one()
    named = work.session.scalars(select(SecondReview.criteria).filter_by(application_id=application.id)).one_or_none()
    account = {Place.FIRST: Mark.FIRST_ACCOUNT, Place.SECOND: Mark.SECOND_ACCOUNT}[place]
    for criterion in edition.criteria:
        if place is Place.SECOND and criterion.id not in (named or ()):
            continue
        low = {Place.FIRST: 1, Place.SECOND: 0}[place]
        judged = _judged(place, criterion.id, low if criterion.id == CRITERION else 2)
        make.score(work, application, story.person(work, reader), criterion.id, judged)
    work.session.add(
        LiveCheck(
            assignment_id=assignment.id,
            criterion=CRITERION,
            account=f"https://social.example/@{account}",
            checked_on=today(work.clock),
            sampled=7,
            good=3,
            recorded_at=work.clock.now(),
        )
    )


def _first_scores(story: Story, work: Work, application: Application) -> None:
    _give(story, work, application, Place.FIRST)


def _second_scores(story: Story, work: Work, application: Application) -> None:
    first = acting(work, story.person(work, Reader.FIRST))
    reviews.lock_scores(first, reviews.LockScores(application.reference, True, f"Please look: {Mark.SECOND_OPINION}"))
    second = story.person(work, Reader.SECOND)
    make.assign(work, application, second, story.person(work, Reader.LEAD))
    make.accept(work, application, second)
    _give(story, work, application, Place.SECOND)


def _both_locked(story: Story, work: Work, application: Application) -> None:
    make.lock(work, application, story.person(work, Reader.SECOND))


def _sent_back(story: Story, work: Work, application: Application) -> None:
    command = sending_back.SendBack(application.reference, f"Again: {Mark.SENT_BACK}", frozenset({Place.FIRST}))
    sending_back.send_back(acting(work, story.person(work, Reader.LEAD)), command)


def _decided(story: Story, work: Work, application: Application) -> None:
    make.lock(work, application, story.person(work, Reader.FIRST))
    lead = story.person(work, Reader.LEAD)
    # The two differ on this one, so nobody can take it over unseen.
    decisions.moderated(work, application, lead, {CRITERION: 1})
    decisions.decided(work, application, lead, not_before=today(work.clock) + timedelta(days=14))


def _released(story: Story, work: Work, application: Application) -> None:
    decisions.released(work, application, story.person(work, Reader.LEAD))


# In their order; each begins where the one before has ended.
PHASES: Mapping[str, Callable[[Story, Work, Application], None]] = {
    "first_scores": _first_scores,
    "second_scores": _second_scores,
    "both_locked": _both_locked,
    "sent_back": _sent_back,
    "decided": _decided,
    "released": _released,
}
