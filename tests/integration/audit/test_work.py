from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.accounts.models import Membership
from portal.accounts.states import MembershipState
from portal.audit.models import AuditEvent, Involvement
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.councils.kinds import Kind, Nation
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.errors import IllegalMove, NotPermitted
from portal.kernel.events import Event
from portal.kernel.permissions import SYSTEM, Actor, Part, Permission, Role
from portal.storage.engine import Database

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
CLOCK = FixedClock(NOW)


@pytest.fixture
def council_id(database: Database) -> UUID:
    council = Council(slug="here", name="Here", kind=Kind.DISTRICT, nation=Nation.ENGLAND)
    with database.writing() as session:
        session.add(council)
        session.flush()
        return council.id


def owner_of(council_id: UUID) -> Actor:
    return Actor(uuid4(), "Ŵena O’Neil 🙂", council_roles={council_id: frozenset({Role.OWNER})})


def membership(session: Session, council_id: UUID) -> Membership:
    from portal.accounts.models import Person

    person = Person(email=f"{uuid4().hex}@example.gov.uk", name="Ann", since=NOW)
    session.add(person)
    session.flush()
    return Membership(person_id=person.id, council_id=council_id, role=Role.CONTRIBUTOR, since=NOW)


def test_beginning_and_moving_a_record_leave_a_trail_of_who_what_before_after_and_why(
    database: Database, council_id: UUID
) -> None:
    owner = owner_of(council_id)
    with database.writing() as session:
        work = Work(session, owner, CLOCK, {})
        subject = membership(session, council_id)
        work.begin(subject, Permission.TEAM_MANAGE, "membership:begun")
        work.perform(subject, "end", reason='left, and said "bye"', note="=cmd")
        entries = trail(session, subject.case_id)
    assert [
        (e.actor_id, e.actor_name, e.command, e.event, e.state_before, e.state_after, e.reason, e.details)
        for e in entries
    ] == [
        (owner.person_id, owner.name, "begin", "membership:begun", None, "active", "", {}),
        (
            owner.person_id,
            owner.name,
            "end",
            "membership:ended",
            "active",
            "ended",
            'left, and said "bye"',
            {"note": "=cmd"},
        ),
    ]


def test_a_move_that_the_table_does_not_have_is_refused_and_leaves_no_trail(
    database: Database, council_id: UUID
) -> None:
    with database.writing() as session:
        work = Work(session, owner_of(council_id), CLOCK, {})
        subject = membership(session, council_id)
        work.begin(subject, Permission.TEAM_MANAGE, "membership:begun")
        work.perform(subject, "end")
        with pytest.raises(IllegalMove):
            work.perform(subject, "end")
        assert len(trail(session, subject.case_id)) == 2


def test_a_move_that_the_actor_may_not_make_is_refused_and_changes_nothing(
    database: Database, council_id: UUID
) -> None:
    with database.writing() as session:
        subject = membership(session, council_id)
        Work(session, owner_of(council_id), CLOCK, {}).begin(subject, Permission.TEAM_MANAGE, "membership:begun")
        with pytest.raises(NotPermitted):
            Work(session, owner_of(uuid4()), CLOCK, {}).perform(subject, "end")
        assert subject.state is MembershipState.ACTIVE


def test_reactions_run_as_the_portal_and_say_because_of_what(database: Database, council_id: UUID) -> None:
    heard: list[tuple[Actor, Event]] = []

    def end_at_once(work: Work, event: Event) -> None:
        heard.append((work.actor, event))
        subject = work.session.get_one(Membership, event.subject_id)
        work.perform(subject, "end", reason="at once")

    with database.writing() as session:
        work = Work(session, owner_of(council_id), CLOCK, {"membership:begun": [end_at_once]})
        subject = membership(session, council_id)
        work.begin(subject, Permission.TEAM_MANAGE, "membership:begun")
        first, second = trail(session, subject.case_id)
    assert [actor for actor, _event in heard] == [SYSTEM]
    assert (second.actor_name, second.because_id) == (SYSTEM.name, first.id)


def test_a_reaction_that_fails_undoes_the_move_that_caused_it(database: Database, council_id: UUID) -> None:
    def fail(_work: Work, _event: Event) -> None:
        raise RuntimeError("no certificate")

    with pytest.raises(RuntimeError, match="no certificate"), database.writing() as session:
        work = Work(session, owner_of(council_id), CLOCK, {"membership:begun": [fail]})
        work.begin(membership(session, council_id), Permission.TEAM_MANAGE, "membership:begun")
    with database.reading() as session:
        assert session.scalars(select(Membership)).all() == []
        assert session.scalars(select(AuditEvent)).all() == []


@pytest.mark.parametrize("change", [update(AuditEvent).values(reason="never happened"), delete(AuditEvent)])
def test_the_database_refuses_to_change_the_trail(database: Database, council_id: UUID, change: object) -> None:
    with database.writing() as session:
        work = Work(session, owner_of(council_id), CLOCK, {})
        work.begin(membership(session, council_id), Permission.TEAM_MANAGE, "membership:begun")
    with pytest.raises(DatabaseError, match="only added to"), database.writing() as session:
        session.execute(change)  # type: ignore[call-overload]  # either statement
    with database.reading() as session:
        assert [row.reason for row in session.scalars(select(AuditEvent))] == [""]


def test_a_part_is_noted_once_and_reaches_the_permission_table(database: Database, council_id: UUID) -> None:
    me = replace(owner_of(council_id), name="me")
    assert me.person_id is not None
    with database.writing() as session:
        work = Work(session, me, CLOCK, {})
        subject = membership(session, council_id)
        work.begin(subject, Permission.TEAM_MANAGE, "membership:begun")
        work.involve(subject, me.person_id, Part.SENDER)
        work.involve(subject, me.person_id, Part.SENDER)
        assert work.record_of(subject).parts == {Part.SENDER: frozenset({me.person_id})}
        assert len(session.scalars(select(Involvement)).all()) == 1


def test_an_announcement_reaches_the_reactions_and_leaves_no_trail(database: Database, council_id: UUID) -> None:
    heard: list[Event] = []
    with database.writing() as session:
        work = Work(session, owner_of(council_id), CLOCK, {"code:made": [lambda _work, event: heard.append(event)]})
        work.announce("code:made", council_id, code="123456")
        assert session.scalars(select(AuditEvent)).all() == []
    assert [event.details for event in heard] == [{"code": "123456"}]
