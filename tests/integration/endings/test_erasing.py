"""What was withdrawn before it was signed goes after twelve months; what began with it afterwards keeps its own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.applications import actions as applications
from portal.applications.actions import Withdraw
from portal.applications.models import Answer, AnswerRevision, Application, EvidenceItem, Presence
from portal.applications.states import ApplicationState
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.declarations.models import Declaration
from portal.endings.erasing import erasures_due
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.sharing.models import Allocation, Comment
from portal.storage.engine import Database
from tests.factories import declarations as signing
from tests.factories.applications import Team, acting, make_team, start_application

SAID = (Answer, Presence, EvidenceItem, Declaration, Comment, Allocation)


@pytest.fixture
def work(database: Database, clock: FixedClock) -> Iterator[Work]:
    with database.writing() as session:
        yield Work(session, SYSTEM, clock, {})


def withdrawn(work: Work, team: Team) -> Application:
    """An application that was sent to be signed once, commented on, and withdrawn."""
    application = signing.sent_application(work, team)
    said = {"text": "Who?", "written_by_id": team.owner.id, "written_at": work.clock.now()}
    work.session.add(Comment(application_id=application.id, criterion="INF-1", **said))
    applications.withdraw(acting(work, team.owner), Withdraw(team.council.slug, "Not this year."))
    return application


def counted(session: Session, application_id: UUID) -> dict[str, int]:
    """How many rows there are of what the application said."""

    def count(chosen: Select[int]) -> int:
        return session.scalar(chosen) or 0

    found = {
        table.__tablename__: count(select(func.count()).where(table.application_id == application_id)) for table in SAID
    }
    answers = select(Answer.id).where(Answer.application_id == application_id)
    revisions = count(select(func.count()).where(AnswerRevision.answer_id.in_(answers)))
    return {table: number for table, number in {**found, "answer_revision": revisions}.items() if number}


def sweep(work: Work, year: int, month: int, day: int) -> int:
    due = list(erasures_due(work.session, datetime(year, month, day, 9, tzinfo=UTC)))
    for step in due:
        step(work)
    work.session.flush()
    return len(due)


def test_withdrawn_application_says_nothing_any_more_after_twelve_months_but_that_there_was_one(work: Work) -> None:
    application = withdrawn(work, make_team(work))
    before = counted(work.session, application.id)
    assert set(before) == {"answer", "answer_revision", "presence", "evidence_item", "declaration", "comment"}
    assert sweep(work, 2027, 11, 17) == 0
    assert counted(work.session, application.id) == before

    assert sweep(work, 2027, 11, 18) == 1
    assert counted(work.session, application.id) == {}
    assert application.state is ApplicationState.WITHDRAWN
    assert trail(work.session, application.id)[-1].event == "application:withdrawn"
    assert sweep(work, 2027, 11, 19) == 0


def test_application_that_began_with_its_answers_keeps_them_and_the_files(work: Work) -> None:
    team = make_team(work)
    first = withdrawn(work, team)
    second = start_application(work, team)
    before = counted(work.session, second.id)
    assert before["evidence_item"] == counted(work.session, first.id)["evidence_item"]
    sweep(work, 2027, 11, 18)
    assert counted(work.session, second.id) == before
    kept = set(work.session.scalars(select(EvidenceItem.reused_from_id)))
    assert kept == {None}


def test_draft_and_what_was_signed_are_never_deleted(work: Work) -> None:
    team = make_team(work)
    signed = signing.signed_application(work, team)
    before = counted(work.session, signed.id)
    assert sweep(work, 2030, 1, 1) == 0
    assert counted(work.session, signed.id) == before
