"""A council that holds the Mark, its team, an administrator, and every website that there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.notifications.models import OutboxEmail
from portal.places.models import ProposedWebsite
from tests.factories.applications import make_team
from tests.factories.awards import make_award, make_council
from tests.factories.people import make_staff
from tests.integration.links.conftest import app, web, worker
from tests.integration.visiting import Visitor

__all__ = ["app", "web", "worker"]


@dataclass
class Places:
    """The council by its slug and the number of its award, and people by their keys."""

    app: Flask
    slug: str
    council_id: UUID
    award_id: UUID
    number: str
    owner: UUID
    contributor: UUID
    administrator: UUID

    @property
    def here(self) -> str:
        """The page of its places."""
        return f"/council/{self.slug}/award/places"

    @property
    def clock(self) -> FixedClock:
        """The portal's clock."""
        clock = self.app.extensions["portal"].clock
        assert isinstance(clock, FixedClock)
        return clock

    def visitor(self, person_id: UUID) -> Visitor:
        """A browser in which this person has signed in."""
        return Visitor(self.app).sign_in(person_id)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A change that the portal makes by itself."""
        with self.app.extensions["portal"].database.writing() as session:
            yield Work(session, SYSTEM, self.clock, {})

    def proposed(self) -> ProposedWebsite:
        """The newest website that was asked for."""
        with self.work() as work:
            newest = select(ProposedWebsite).order_by(ProposedWebsite.proposed_at.desc()).limit(1)
            found = work.session.scalars(newest).one()
            work.session.expunge(found)
            return found

    def letters(self) -> list[tuple[str, str]]:
        """The number and the address of every letter so far."""
        with self.work() as work:
            rows = work.session.execute(select(OutboxEmail.code, OutboxEmail.to_address).order_by(OutboxEmail.id))
            return sorted((code, address) for code, address in rows)

    def asks_for(self, host: str) -> ProposedWebsite:
        """The owner asks for a website to be added."""
        # A minute later each time, so that the newest is the newest.
        self.clock.at += timedelta(minutes=1)
        visitor = self.visitor(self.owner)
        visitor.visit(self.here)
        visitor.post(f"{self.here}/websites", website=host, purpose="Our news")
        return self.proposed()

    def decided(self, website: ProposedWebsite, decision: str, reason: str = "") -> Visitor:
        """The administrator decides."""
        visitor = self.visitor(self.administrator)
        visitor.visit(f"/administration/places/{website.id}")
        visitor.post(f"/administration/places/{website.id}", decision=decision, reason=reason)
        return visitor


@pytest.fixture
def places(app: Flask, clock: FixedClock) -> Places:
    """The council, with an award granted today."""
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        council = make_council(work, name="Llanfair-ŵyn Council", slug="llanfair", host="llanfair.gov.uk")
        team = make_team(work, council)
        award = make_award(work, council, domains="llanfair.gov.uk\nold.llanfair.gov.uk")
        administrator = make_staff(work, Role.ADMINISTRATOR)
        return Places(
            app,
            council.slug,
            council.id,
            award.id,
            award.number,
            team.owner.id,
            team.contributor.id,
            administrator.id,
        )
