from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest

from portal.accounts import queries as accounts
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.declarations import actions
from portal.declarations.actions import Sign
from portal.declarations.queries import open_declaration
from portal.kernel.clock import FixedClock
from portal.kernel.errors import IllegalMove
from portal.kernel.permissions import SYSTEM, Role
from portal.storage.engine import Database
from tests.factories import declarations as make
from tests.factories.applications import make_team
from tests.factories.people import make_member


@pytest.mark.both_databases
@pytest.mark.parametrize("by_two_people", [False, True])
def test_declaration_signed_twice_at_once_is_signed_once(
    database: Database, clock: FixedClock, *, by_two_people: bool
) -> None:
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work)
        application_id = make.sent_application(work, team).id
        waiting = open_declaration(session, application_id).id
        second = make_member(work, team.council.id, Role.APPROVER) if by_two_people else team.approver
        people, slug = [(team.approver.id, team.approver.name), (second.id, second.name)], team.council.slug
    together = Barrier(2)

    def sign(person: tuple[UUID, str]) -> str:
        person_id, name = person
        together.wait()
        try:
            with database.writing() as session:
                actor = accounts.actor(session, person_id, name, clock.now(), second_step=True)
                doing = Work(session, actor, clock, {})
                actions.sign(doing, Sign(slug, waiting, name, "Chief executive", confirmed=True))
        except IllegalMove:
            return "too late"
        return "signed"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(sign, people))
    assert results == (["signed", "too late"] if by_two_people else ["signed", "signed"])
    with database.reading() as session:
        events = [entry.event for entry in trail(session, application_id)]
    assert events.count("application:submitted") == 1
