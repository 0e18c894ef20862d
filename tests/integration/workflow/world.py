"""One council, everybody who has to do with its applications, and what any of them may try at any moment."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.queries import latest_application, locked, unlocked_of
from portal.applications.rules import PARTLY_OPEN
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted, RuleBroken, StaleEdit
from portal.kernel.permissions import SYSTEM, Role
from portal.reactions import due, reactions
from portal.storage.engine import Database
from portal.storage.files import FileStore
from tests.factories.applications import Team, acting, make_team
from tests.factories.awards import the_edition
from tests.factories.keys import ISSUER
from tests.factories.people import make_staff

# What the portal may answer to somebody who tries what cannot be done now. Anything else is a fault.
REFUSALS = (IllegalMove, NotFound, NotPermitted, RuleBroken, StaleEdit)
# Nobody is drawn for a second review by chance: a walk must be the same each time it is tried.
ONE_IN = 10**9
# Enough that somebody is always left, however many declare a conflict or have been objected to.
REVIEWERS = ("rita", "rolf", "ruth", "ravi", *(f"reserve {number}" for number in range(12)))
Attempt = Callable[[Work], object]


class World:
    """The database, the clock and the people; ``try_as`` is one person's attempt in a transaction of its own."""

    def __init__(self, database: Database, clock: FixedClock, folder: Path) -> None:
        self.database, self.clock = database, clock
        self._choose = Random(1).choice  # noqa: S311 # a walk is to be the same each time
        self._reactions, self._due = reactions(ISSUER, ONE_IN), due(ISSUER, FileStore(folder), ONE_IN)
        with database.writing() as session:
            work = Work(session, SYSTEM, clock, self._reactions, choose=self._choose)
            the_edition(work)
            self.team: Team = make_team(work)
            self.slug = self.team.council.slug
            self.people: dict[str, Person] = {
                "owner": self.team.owner,
                "contributor": self.team.contributor,
                "approver": self.team.approver,
                "administrator": make_staff(work, Role.ADMINISTRATOR, name="Ada"),
                **{name: make_staff(work, Role.REVIEWER, name=name) for name in REVIEWERS},
                **{name: make_staff(work, Role.LEAD, name=name) for name in ("lena", "luke")},
                **{name: make_staff(work, Role.PANEL, name=name) for name in ("pia", "paul")},
                "petra": make_staff(work, Role.PANEL, name="petra", outside_local_government=True),
            }
            session.expunge_all()

    def try_as(self, name: str, attempt: Attempt) -> bool:
        """Let this person try; whether the portal did it. Every refusal must be one that people are told about."""
        try:
            self.do_as(name, attempt)
        except REFUSALS:
            return False
        return True

    def do_as(self, name: str, attempt: Attempt) -> None:
        """Let this person do it, a minute later; a refusal is raised."""
        self.clock.at += timedelta(minutes=1)
        with self.database.writing() as session:
            attempt(acting(Work(session, SYSTEM, self.clock, self._reactions, choose=self._choose), self.people[name]))

    def wait(self, days: int) -> None:
        """Let days go by, and then everything happen that has fallen due."""
        self.clock.at += timedelta(days=days)
        for find in self._due:
            with self.database.reading() as session:
                steps = list(find(session, self.clock.now()))
            for step in steps:
                with self.database.writing() as session:
                    step(Work(session, SYSTEM, self.clock, self._reactions, choose=self._choose))

    def application(self, session: Session) -> Application:
        """The council's newest application."""
        found = latest_application(session, self.team.council.id)
        if found is None:
            raise NotFound("no application")
        return locked(session, found.id)

    def state(self) -> str | None:
        """Where the newest application stands; None before the first."""
        with self.database.reading() as session:
            newest = select(Application.state).order_by(Application.started_at.desc(), Application.id).limit(1)
            return session.scalar(newest)

    def reference(self, work: Work) -> str:
        """By what the newest application is known."""
        return self.application(work.session).reference

    def may_change(self, work: Work, item: str) -> bool:
        """Whether somebody of the council may change this now."""
        application = self.application(work.session)
        if application.state in PARTLY_OPEN:
            return item in unlocked_of(work.session, application.id)
        return application.state is ApplicationState.DRAFT
