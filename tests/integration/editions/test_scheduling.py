"""From a draft to an edition that counts: the dry run, the day, the letters, and applications that keep theirs."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select, update

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.audit.models import AuditEvent
from portal.criteria.canonical import edition_hash
from portal.criteria.loading import load_edition
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
from portal.criteria.terms import Outcome
from portal.decisions.models import Decision
from portal.kernel.permissions import Role
from portal.notifications.models import OutboxEmail
from tests.factories.applications import make_team, start_application
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.doubled import doubly_reviewed
from tests.factories.people import make_conflict, make_member
from tests.integration.counting import counted_queries
from tests.integration.editions.conftest import START, Office
from tests.integration.visiting import Visitor
from tests.unit.criteria.sample import EDITION

DRAFT = f"{START}/2027"
DAY = {"publish_on": ["1", "6", "2027"]}
ON_THE_DAY = datetime(2027, 5, 31, 23, 1, tzinfo=UTC)  # one minute past midnight in London


def by_bea(office: Office, **fields: str) -> Visitor:
    browser = office.visitor(office.bea_id)
    browser.visit(f"{DRAFT}/schedule")
    sent: dict[str, Any] = {"version": "1", **DAY, **fields}
    browser.post(f"{DRAFT}/schedule", **sent)
    return browser


def editions(office: Office) -> dict[str, EditionState]:
    with office.work() as work:
        return {row.slug: row.state for row in work.session.scalars(select(PublishedEdition))}


def letters(office: Office) -> list[tuple[str, str]]:
    with office.work() as work:
        found = select(OutboxEmail).where(OutboxEmail.code == "E34").order_by(OutboxEmail.queued_at)
        return [(row.to_address, str(row.letter["path"])) for row in work.session.scalars(found)]


def decided(office: Office, score: int, outcome: Outcome, name: str = "") -> None:
    """A result that is out: its record says that every criterion scored this."""
    with office.work() as work:
        reviewers = tuple(work.session.get_one(Person, person_id) for person_id in (office.ada_id, office.bea_id))
        assert len(reviewers) == 2
        council = make_council(work, name)
        application = doubly_reviewed(work, council, (reviewers[0], reviewers[1]), {"INF-1": (2, 2)})
        record = {"kind": "district", "scores": {criterion.id: score for criterion in EDITION.criteria}}
        work.session.execute(
            update(Decision)
            .where(Decision.application_id == application.id)
            .values(record=json.dumps(record).encode(), outcome=outcome)
        )


def test_dry_run_says_what_the_draft_would_have_made_of_every_result(office: Office) -> None:
    decided(office, 2, Outcome.AWARDED, AWKWARD_COUNCIL)
    decided(office, 3, Outcome.AWARDED_WITH_COMMENDATION)
    browser = office.begin()
    browser.visit(f"{DRAFT}.yaml")
    text = str(browser.response.data, "utf-8").replace("threshold_percent: 60", "threshold_percent: 70", 1)
    text = text.replace("60% or more", "70% or more", 1)
    browser.visit(f"{DRAFT}/text")
    browser.post(f"{DRAFT}/text", source=text, version="1")
    assert "cannot be tried before" in browser.visit(f"{DRAFT}/dry-run").text
    sound = text.replace("outcome: awarded\n", "outcome: not_yet_major\n", 1)
    browser.visit(f"{DRAFT}/text")
    browser.post(f"{DRAFT}/text", source=sound, version="2")
    page = browser.visit(f"{DRAFT}/dry-run")
    assert "Awarded then, not under the draft1" in page.text
    assert "2 then; 1 in the worst case, 1 in the best" in page.text
    assert "The weighted total is 66.7%. It must be 70% or more." in page.text
    browser.visit(f"{DRAFT}/dry-run.csv")
    lines = str(browser.response.data, "utf-8")
    assert "'=cmd" in lines
    assert len(lines.split("TWICE-")) == 3
    browser.visit(f"{DRAFT}/dry-run.xlsx")
    with ZipFile(io.BytesIO(browser.response.data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_dry_run_asks_as_often_for_many_results_and_stores_nothing(office: Office) -> None:
    browser = office.begin()
    decided(office, 2, Outcome.AWARDED)
    browser.visit(f"{DRAFT}/dry-run")
    with counted_queries(office.app) as few:
        browser.visit(f"{DRAFT}/dry-run")
    for _each in range(3):
        decided(office, 2, Outcome.AWARDED)
    with counted_queries(office.app) as many:
        browser.visit(f"{DRAFT}/dry-run")
    assert len(many) == len(few)
    assert [said for said in many if said.lstrip().upper().startswith(("INSERT", "DELETE"))] == []


def test_dry_run_does_not_name_a_council_that_the_reader_is_tied_to(office: Office) -> None:
    browser = office.begin()
    decided(office, 2, Outcome.AWARDED, "Barset")
    assert "Barset" in browser.visit(f"{DRAFT}/dry-run").text
    with office.work() as work:
        council_id = work.session.scalars(select(Application.council_id)).one()
        make_conflict(work, work.session.get_one(Person, office.ada_id), council_id)
    page = browser.visit(f"{DRAFT}/dry-run")
    assert "Barset" not in page.text
    assert "1 result of a council that you are tied to is counted above and not shown here." in page.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"publish_on": ["17", "5", "2027"]}, "Councils are given 6 months to prepare. Choose 18 May 2027"),
        ({"publish_on": ["30", "2", "2027"]}, "Type the day, the month and the year as numbers"),
        ({"version": "2"}, "The draft has changed since you opened this page."),
    ],
)
def test_day_that_is_too_near_and_a_draft_that_was_not_read_are_refused(
    office: Office, fields: dict[str, Any], said: str
) -> None:
    office.begin()
    browser = office.visitor(office.bea_id)
    browser.visit(f"{DRAFT}/schedule")
    page = browser.post(f"{DRAFT}/schedule", 422, **{"version": "1", **DAY, **fields})
    assert said in page.text
    assert editions(office) == {"2026": EditionState.PUBLISHED}


def test_whoever_changed_it_last_cannot_schedule_it(office: Office) -> None:
    browser = office.begin()
    assert "You changed this draft last." in browser.visit(f"{DRAFT}/schedule").text
    page = browser.post(f"{DRAFT}/schedule", 422, version="1", **DAY)
    assert "Somebody else must read it and schedule it" in page.text


def test_scheduled_edition_is_public_closed_and_has_the_hash_of_the_draft(office: Office, visitor: Visitor) -> None:
    office.begin()
    browser = by_bea(office)
    assert "It counts from 1 June 2027, by itself." in browser.page.text
    browser.visit(f"{DRAFT}.yaml")
    draft = load_edition(str(browser.response.data, "utf-8"))
    with office.work() as work:
        row = work.session.scalars(select(PublishedEdition).where(PublishedEdition.slug == "2027")).one()
        assert (row.sha256, row.state) == (edition_hash(draft), EditionState.SCHEDULED)
        commands = select(AuditEvent.command).where(AuditEvent.subject_id == row.id).order_by(AuditEvent.at)
        assert set(work.session.scalars(commands)) == {"begin", "schedule"}
    assert "This edition counts from 1 June 2027" in visitor.visit("/criteria/2027").text
    assert "differ in nothing but their names" in visitor.visit("/criteria/2027/changes").text
    assert "Edition 2027 counts from 1 June 2027." in visitor.visit("/criteria").text
    assert "195 days left" in browser.visit(START).text
    browser.visit(f"{DRAFT}/schedule")
    browser.post(f"{DRAFT}/text", 409, source="x", version="2")
    browser.visit(f"{DRAFT}.yaml")
    assert load_edition(str(browser.response.data, "utf-8")) == draft


def test_owners_are_told_at_once_and_a_month_before_each_time_once(office: Office) -> None:
    with office.work() as work:
        team = make_team(work, make_council(work))
        owner = team.owner.email
        make_member(work, make_council(work).id, Role.OWNER, work.session.get_one(Person, team.owner.id))
    office.begin()
    by_bea(office)
    office.sweep()
    assert letters(office) == [(owner, "/criteria/2027/changes")]
    office.sweep(datetime(2027, 4, 30, 9, 0, tzinfo=UTC))
    assert len(letters(office)) == 1
    office.sweep(datetime(2027, 5, 4, 9, 0, tzinfo=UTC))
    office.sweep()
    assert letters(office) == [(owner, "/criteria/2027/changes")] * 2


def test_edition_that_is_taken_back_is_a_draft_again_and_owners_read_why(office: Office, visitor: Visitor) -> None:
    with office.work() as work:
        make_team(work, make_council(work))
    office.begin()
    browser = by_bea(office)
    assert "Say why" in browser.post(f"{DRAFT}/unschedule", 422, reason=" ").text
    browser.visit(f"{DRAFT}/schedule")
    browser.post(f"{DRAFT}/unschedule", reason="A =mistake <b>")
    assert editions(office)["2027"] is EditionState.DRAFT
    assert [path for _to, path in letters(office)] == ["/criteria/2027/changes", "/criteria"]
    visitor.visit("/criteria/2027", 404)
    browser.visit(f"{DRAFT}/text")
    browser.post(f"{DRAFT}/discard", 409, version="2")
    office.sweep(ON_THE_DAY)
    assert editions(office) == {"2026": EditionState.PUBLISHED, "2027": EditionState.DRAFT}
    office.clock.at = ON_THE_DAY - timedelta(days=190)
    again = by_bea(office, version="2")
    assert editions(office)["2027"] is EditionState.SCHEDULED
    assert len(letters(office)) == 3
    assert "It counts from 1 June 2027" in again.page.text


def test_one_edition_is_scheduled_at_a_time(office: Office) -> None:
    office.begin()
    by_bea(office)
    office.begin("2028")
    browser = office.visitor(office.bea_id)
    assert "one is scheduled at a time" in browser.visit(f"{START}/2028/schedule").text
    page = browser.post(f"{START}/2028/schedule", 422, version="1", **DAY)
    assert "Edition 2027 is scheduled already" in page.text


def test_on_its_day_the_edition_counts_and_what_has_begun_keeps_its_own(office: Office, visitor: Visitor) -> None:
    office.begin()
    with office.work() as work:
        team = make_team(work, make_council(work))
        before, owner_id = start_application(work, team).id, team.owner.id
        tasks = f"/council/{team.council.slug}/application"
    by_bea(office)
    browser = office.visitor(owner_id)
    assert "This application stays with edition 2026, on which it began." in browser.visit(tasks).text
    office.sweep(ON_THE_DAY - timedelta(minutes=2))
    assert editions(office)["2027"] is EditionState.SCHEDULED
    office.sweep(ON_THE_DAY)
    assert editions(office) == {"2026": EditionState.RETIRED, "2027": EditionState.PUBLISHED}
    assert "Edition 2027" in visitor.visit("/criteria").text
    assert "This edition is retired" in visitor.visit("/criteria/2026").text
    said = office.visitor(owner_id).visit(tasks).text
    assert "This application stays with edition 2026 of the criteria, on which it began. Edition 2027 counts" in said
    with office.work() as work:
        new = start_application(work, make_team(work, make_council(work)))
        slugs = {row.id: row.slug for row in work.session.scalars(select(PublishedEdition))}
        assert slugs[new.edition_id] == "2027"
        assert slugs[work.session.get_one(Application, before).edition_id] == "2026"
        moved = select(AuditEvent.actor_id).where(AuditEvent.command == "publish")
        assert list(work.session.scalars(moved)) == [None]
    assert (
        "It is published, and a published edition never changes."
        in office.visitor(office.ada_id).visit(f"{DRAFT}/schedule").text
    )
