"""A council with a released 'not yet', and everybody who may have to do with its appeal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.appeals.models import Appeal
from portal.appeals.states import AppealState
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.web.services import Services
from tests.factories import appeals as make
from tests.factories import decisions
from tests.factories.appeals import Panel
from tests.factories.applications import acting
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import make_staff
from tests.integration.visiting import Visitor

SLUG = "awkward"
HOME = f"/council/{SLUG}/appeal"
# An essential criterion: with it below 2 and all else at 2 the result is 'not yet: small changes'.
NAMED = "INF-1"


@dataclass(frozen=True)
class Case:
    """The keys of a released result and of everybody around it, in the application's own database."""

    app: Flask
    clock: FixedClock
    reference: str
    application_id: UUID
    council_id: UUID
    people: Mapping[str, UUID]

    @property
    def services(self) -> Services:
        """What the application holds."""
        running: Services = self.app.extensions["portal"]
        return running

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One change with all its consequences, begun by the portal."""
        with self.services.database.writing() as session:
            yield Work(session, SYSTEM, self.clock, self.services.reactions)

    @contextmanager
    def work_of(self, who: str) -> Iterator[Work]:
        """One change with all its consequences, made by this person."""
        with self.work() as work:
            yield acting(work, work.session.get_one(Person, self.people[who]))

    def person(self, work: Work, who: str) -> Person:
        """Somebody in this transaction."""
        return work.session.get_one(Person, self.people[who])

    def council(self, work: Work) -> Council:
        """The council in this transaction."""
        return work.session.get_one(Council, self.council_id)

    def panel(self, work: Work) -> Panel:
        """The three in this transaction."""
        return Panel(*(self.person(work, who) for who in ("chair", "member", "outsider")))

    def appeal(self, work: Work) -> Appeal:
        """The newest appeal."""
        return make.appeal_of(work, self.council_id)

    def visitor(self, who: str) -> Visitor:
        """A browser in which this person has signed in."""
        return Visitor(self.app).sign_in(self.people[who])

    def state(self) -> ApplicationState:
        """Where the application stands."""
        with self.services.database.reading() as session:
            return session.get_one(Application, self.application_id).state

    def appeal_state(self) -> AppealState:
        """Where the newest appeal stands."""
        with self.services.database.reading() as session:
            rows = select(Appeal).order_by(Appeal.written_at.desc()).limit(1)
            return session.scalars(rows).one().state

    def appeal_reference(self) -> str:
        """What the newest appeal is called."""
        with self.work() as work:
            return self.appeal(work).reference

    def pass_days(self, days: int) -> None:
        """Move the clock on."""
        self.clock.at += timedelta(days=days)

    def sweep(self) -> None:
        """Do everything that has fallen due."""
        self.app.extensions["portal-worker"].sweep()

    def lodge(self, criteria: tuple[str, ...] = (NAMED,)) -> str:
        """Let the council lodge an appeal; its reference."""
        with self.work() as work:
            return make.lodged(work, self.council(work), criteria).reference

    def admit(self, criteria: tuple[str, ...] = (NAMED,)) -> str:
        """Let the council lodge an appeal and the chair admit it; its reference."""
        reference = self.lodge(criteria)
        with self.work() as work:
            make.admitted(work, self.appeal(work), self.person(work, "administrator"), self.panel(work))
        return reference


def build(app: Flask, clock: FixedClock, scores: Mapping[str, int | None]) -> Case:
    """A released result on these scores; 2 on every other criterion."""
    running: Services = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, running.reactions)
        council = make_council(work, name=AWKWARD_COUNCIL, slug=SLUG)
        reviewer = make_staff(work, Role.REVIEWER, name="Rhys Reviewer", employer="Mansfield District Council")
        lead = make_staff(work, Role.LEAD, name="Lee Lead")
        application = decisions.scored(work, council, reviewer, lead, scores)
        clock.at += timedelta(minutes=1)
        decisions.moderated(work, application, lead)
        decided = decisions.decided(work, application, lead)
        if decided.state is ApplicationState.DECIDED:
            decided = decisions.released(work, application, lead)
        assert decided.state is ApplicationState.FEEDBACK_RELEASED
        panel = make.make_panel(work)
        people = {
            "owner": accounts.members(session, council.id, Role.OWNER)[0].person_id,
            "approver": accounts.members(session, council.id, Role.APPROVER)[0].person_id,
            "reviewer": reviewer.id,
            "lead": lead.id,
            "administrator": make_staff(work, Role.ADMINISTRATOR, name="Adam Administrator").id,
            "chair": panel.chair.id,
            "member": panel.member.id,
            "outsider": panel.outsider.id,
        }
        return Case(app, clock, application.reference, application.id, council.id, people)


@pytest.fixture
def case(app: Flask, clock: FixedClock) -> Case:
    """One essential criterion was scored 1: not yet, small changes."""
    return build(app, clock, {NAMED: 1})


@pytest.fixture
def awarded(app: Flask, clock: FixedClock) -> Case:
    """The council has been awarded the Mark, four criteria short of the commendation's share of threes."""
    return build(app, clock, {})
