from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts.models import ConflictOfInterest, Person
from portal.accounts.states import InterestKind
from portal.audit.work import Work
from portal.councils.models import Council
from portal.interests import actions
from portal.interests.queries import oversee_page, own_page
from portal.kernel.clock import FixedClock
from portal.kernel.errors import NotFound, NotPermitted, RuleBroken
from portal.kernel.permissions import SYSTEM, Role
from portal.storage.engine import Database
from tests.factories.applications import acting
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_member, make_staff

TODAY = date(2026, 11, 18)
WHY = 'I led "press", =cmd\nŵ 🙂 שלום <b>'


@dataclass(frozen=True)
class Desk:
    """One transaction, a council, somebody who declares and somebody who oversees it."""

    work: Work
    council: Council
    lead: Person
    administrator: Person

    def declare(
        self, kind: InterestKind | None, last_day: date | None = None, why: str = WHY, council: str = ""
    ) -> None:
        """Let the lead reviewer declare a tie to the council."""
        command = actions.DeclareTie(council or self.council.name, kind, why, last_day)
        actions.declare_tie(acting(self.work, self.lead), command)

    def tie(self) -> ConflictOfInterest:
        """The one tie that there is."""
        return self.work.session.scalars(select(ConflictOfInterest)).one()


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Iterator[Desk]:
    """Nobody has declared anything."""
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        lead = make_staff(work, Role.LEAD, name=AWKWARD_NAME)
        yield Desk(work, make_council(work, name=AWKWARD_COUNCIL), lead, make_staff(work, Role.ADMINISTRATOR))


def test_tie_keeps_the_council_away_at_once(desk: Desk) -> None:
    desk.declare(InterestKind.RELATIVE, council="  " + AWKWARD_COUNCIL.upper())
    tie = desk.tie()
    assert (tie.person_id, tie.council_id, tie.kind, tie.reason, tie.until) == (
        desk.lead.id,
        desk.council.id,
        InterestKind.RELATIVE,
        WHY,
        None,
    )
    assert acting(desk.work, desk.lead).actor.conflicts == {desk.council.id}


def test_work_that_is_over_keeps_the_council_away_for_24_months(desk: Desk, clock: FixedClock) -> None:
    desk.declare(InterestKind.EMPLOYMENT, date(2025, 3, 31))
    assert desk.tie().until == date(2027, 3, 31)
    assert acting(desk.work, desk.lead).actor.conflicts == {desk.council.id}
    clock.at = clock.at.replace(year=2027, month=4, day=1)
    assert acting(desk.work, desk.lead).actor.conflicts == frozenset()


def test_tie_that_lasts_longer_takes_the_place_of_another_and_never_the_reverse(desk: Desk) -> None:
    desk.declare(InterestKind.EMPLOYMENT, date(2025, 3, 31))
    desk.declare(InterestKind.RELATIVE)
    assert (desk.tie().kind, desk.tie().until) == (InterestKind.RELATIVE, None)
    with pytest.raises(RuleBroken, match="lasts longer"):
        desk.declare(InterestKind.EMPLOYMENT, date(2025, 3, 31))


def test_tie_ends_by_the_word_of_its_owner_alone(desk: Desk) -> None:
    desk.declare(InterestKind.ADVICE)
    other = make_staff(desk.work, Role.REVIEWER)
    command = actions.EndTie(desk.tie().id, date(2026, 10, 31))
    with pytest.raises(NotFound):
        actions.end_tie(acting(desk.work, other), command)
    with pytest.raises(RuleBroken):
        actions.end_tie(acting(desk.work, desk.lead), actions.EndTie(desk.tie().id, date(2026, 11, 19)))
    assert desk.tie().until is None
    actions.end_tie(acting(desk.work, desk.lead), command)
    assert [tie.until for tie in own_page(desk.work.session, acting(desk.work, desk.lead).actor, TODAY).ties] == [
        date(2028, 10, 31)
    ]


@pytest.mark.parametrize("council", ["Nowhere", "' OR 1=1 --"])
def test_tie_to_no_council_is_refused(desk: Desk, council: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        desk.declare(None, why="", council=council)
    assert [problem.field for problem in refusal.value.problems] == ["council", "kind", "reason"]


def test_only_who_works_on_applications_declares(desk: Desk) -> None:
    owner = make_member(desk.work, desk.council.id, Role.OWNER)
    for person in (desk.administrator, owner):
        with pytest.raises(NotPermitted):
            actions.declare_year(acting(desk.work, person))
        with pytest.raises(NotPermitted):
            own_page(desk.work.session, acting(desk.work, person).actor, TODAY)


def test_everybody_who_has_not_declared_this_year_comes_first(desk: Desk, clock: FixedClock) -> None:
    make_staff(desk.work, Role.REVIEWER, name="Ann Adams")
    desk.declare(InterestKind.PARTY)
    doing = acting(desk.work, desk.administrator).actor
    page = oversee_page(desk.work.session, doing, TODAY)
    assert [(line.name, line.declared_at is None, len(line.ties)) for line in page.people] == [
        (AWKWARD_NAME, True, 1),
        ("Ann Adams", False, 0),
    ]
    for _twice in range(2):
        actions.declare_year(acting(desk.work, desk.lead))
    assert oversee_page(desk.work.session, doing, TODAY).missing == 0
    clock.at = clock.at.replace(year=2027)
    assert oversee_page(desk.work.session, doing, TODAY.replace(year=2027)).missing == 2
    reviewer = make_staff(desk.work, Role.REVIEWER)
    with pytest.raises(NotPermitted):
        oversee_page(desk.work.session, acting(desk.work, reviewer).actor, TODAY)
