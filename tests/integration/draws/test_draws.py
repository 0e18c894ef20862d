"""Seeds committed to in advance, secret while they can draw anybody, and public afterwards (C6)."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEvent
from portal.draws import actions, queries, rules
from portal.draws.models import DrawSeed
from portal.kernel.clock import FixedClock
from portal.kernel.errors import NotPermitted
from portal.reactions import reactions
from tests.factories.applications import acting, make_team
from tests.factories.awards import make_council
from tests.factories.declarations import sent_application, sign, signed_application
from tests.factories.keys import ISSUER
from tests.factories.people import make_person
from tests.integration.conftest import NOBODY_BY_CHANCE, NOW
from tests.integration.visiting import Visitor
from tests.integration.working import Working, working_in

NEXT_QUARTER = datetime(2027, 1, 1, 0, 0, tzinfo=UTC)


@pytest.fixture
def working(app: Flask) -> Working:
    return working_in(app)


def sweep(app: Flask) -> None:
    app.extensions["portal-worker"].sweep()


def seeds(working: Working) -> dict[str, DrawSeed]:
    with working() as work:
        found = {row.period: row for row in work.session.scalars(select(DrawSeed))}
        work.session.expunge_all()
    return found


def test_this_and_the_next_period_are_committed_to_in_advance_and_once(app: Flask, working: Working) -> None:
    sweep(app)
    first = seeds(working)
    sweep(app)
    assert sorted(first) == ["2026-Q4", "2027-Q1"]
    assert {period: row.commitment for period, row in seeds(working).items()} == {
        period: rules.commitment(period, NOBODY_BY_CHANCE, row.seed) for period, row in first.items()
    }
    with working() as work:
        events = work.session.scalars(select(AuditEvent).where(AuditEvent.subject_type == "draw_seed")).all()
        assert sorted((event.details for event in events), key=lambda details: str(details["period"])) == [
            {"period": period, "one_in": NOBODY_BY_CHANCE, "commitment": row.commitment}
            for period, row in sorted(first.items())
        ]


def test_signature_commits_to_its_period_where_nobody_has_before(working: Working) -> None:
    with working() as work:
        team = make_team(work, make_council(work))
        sent_application(work, team)
        assert list(work.session.scalars(select(DrawSeed))) == []
        work._reactions = {"application:submitted": reactions(ISSUER, 7)["application:submitted"][:1]}
        sign(work, team)
        found = {row.period: row.one_in for row in work.session.scalars(select(DrawSeed))}
    assert found == {"2026-Q4": 7}


def test_nobody_but_the_portal_commits(working: Working) -> None:
    with pytest.raises(NotPermitted), working() as work:
        actions.commit(acting(work, make_person(work)), "2026-Q4", 5)


def test_seed_is_shown_once_its_period_is_over_and_everything_signed_in_it_is_decided(
    app: Flask, working: Working, clock: FixedClock, visitor: Visitor
) -> None:
    with working() as work:
        reference = signed_application(work, make_team(work)).reference
    sweep(app)
    seed = seeds(working)["2026-Q4"].seed
    clock.at = NEXT_QUARTER - timedelta(seconds=1)
    _set_state(working, ApplicationState.DECIDED)
    sweep(app)
    assert seed.hex() not in visitor.visit("/second-reviews").text
    clock.at = NEXT_QUARTER
    _set_state(working, ApplicationState.SECOND_REVIEW)
    sweep(app)
    assert seed.hex() not in visitor.visit("/second-reviews").text
    _set_state(working, ApplicationState.DECIDED)
    sweep(app)
    page = visitor.visit("/second-reviews")
    assert seed.hex() in page.text
    assert rules.canonical("2026-Q4", NOBODY_BY_CHANCE, seed) in page.text
    assert seeds(working)["2027-Q1"].seed.hex() not in page.text
    shown = app.test_cli_runner().invoke(args=["draws", "verify", reference.lower()])
    assert shown.exit_code == 0
    assert f"{reference}, signed in 2026-Q4: was not drawn." in shown.output


def _set_state(working: Working, state: ApplicationState) -> None:
    with working() as work:
        work.session.execute(update(Application).values(state=state))


def test_seed_stays_secret_while_anything_is_reviewed_afresh(working: Working, clock: FixedClock) -> None:
    with working() as work:
        signed_application(work, make_team(work))
        work.session.execute(update(Application).values(round=2))
    clock.at = datetime(2027, 4, 1, tzinfo=UTC)
    with working() as work:
        assert queries.is_in_use(work.session, "2027-Q1") is True
        work.session.execute(update(Application).values(state=ApplicationState.CLOSED))
        assert queries.is_in_use(work.session, "2027-Q1") is False


def test_seed_that_comes_after_the_signature_draws_nobody(working: Working, visitor: Visitor) -> None:
    with working() as work:
        application = signed_application(work, make_team(work))
        assert actions.seed_for(work, application).one_in == rules.NOBODY
    assert "Nobody: there was no commitment in time" in visitor.visit("/second-reviews").text


def test_verifying_finds_a_seed_that_was_changed_and_a_commitment_that_came_late(app: Flask, working: Working) -> None:
    with working() as work:
        reference = signed_application(work, make_team(work)).reference
        row = actions.commit(work, "2026-Q4", 5)
        row.committed_at = NOW + timedelta(days=1)
    checked = app.test_cli_runner().invoke(args=["draws", "verify"])
    assert checked.exit_code == 0
    assert f"Signed before the commitment was public: {reference}." in checked.output
    with working() as work:
        work.session.execute(update(DrawSeed).values(seed=b"another"))
    checked = app.test_cli_runner().invoke(args=["draws", "verify", "APP-XXX-XXX"])
    assert checked.exit_code == 1
    assert "DOES NOT FIT" in app.test_cli_runner().invoke(args=["draws", "verify"]).output
