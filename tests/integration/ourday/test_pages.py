"""The public pages of the days, and a council's own."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.applications.models import EvidenceItem
from portal.kernel.errors import NotPermitted, RuleBroken, StaleEdit
from portal.ourday import actions, queries
from portal.ourday.actions import RecordPart, UseAsEvidence
from portal.ourday.models import DayRecord
from portal.ourday.queries import Totals
from portal.ourday.rules import Part
from tests.integration.applications.conftest import Case
from tests.integration.counting import counted_queries
from tests.integration.ourday.conftest import OVER, TO_COME
from tests.integration.visiting import Visitor

AWKWARD = '=cmd, "day" ŵ 🙂 שלום <script>alert(1)</script>\n' + "w" * 90
TYPED = {"posts": "1,045", "accounts": "6", "reached": "12 000", "best_post": "", "about": AWKWARD, "version": "0"}


def own(case: Case, year: int = OVER) -> str:
    return f"/council/{case.slug}/our-day/{year}"


SOME = Part(45, 6)


def record(case: Case, part: Part = SOME) -> None:
    with case.work_of(case.owner) as work:
        actions.record_part(work, RecordPart(case.slug, OVER, 0, part))


def test_part_that_was_recorded_is_public_at_once(case: Case, visitor: Visitor) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(own(case))
    officer.post(own(case), code=200, **TYPED)
    assert "Your part in 2025 is saved" in officer.page.text
    shown = visitor.visit(f"/our-day/{OVER}").text
    assert "1,045 posts from 6 accounts, 12,000 people reached" in shown
    assert "<script>alert(1)" in shown
    assert "<script>alert(1)" not in visitor.page.html
    assert "1,045" in visitor.visit("/our-day").text


def test_years_are_those_published_and_those_set_and_their_totals_are_added_up(case: Case) -> None:
    record(case, Part(45, 6, 1_000))
    with case.database.reading() as session:
        found = {year.day.year: year for year in queries.years_page(session).years}
    assert list(found) == [2026, 2025, 2020, 2018, 2017, 2016, 2015, 2014, 2013, 2012]
    assert found[OVER].recorded == Totals(councils=1, posts=45, accounts=6, reached=1_000)
    assert found[2017].recorded == Totals(0, 0, 0, 0)
    assert found[2017].published is not None
    assert found[OVER].published is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("posts", "many", "Give a whole number, such as 45."),
        ("posts", "", "Give a whole number, such as 45."),
        ("accounts", "²", "Give a whole number, such as 45."),
        ("posts", "0", "Give the number of posts, from 1 to 100000."),
        ("best_post", "javascript:alert(1)", "“javascript:alert(1)” must begin with https:// or http://."),
    ],
)
def test_figure_that_cannot_be_is_explained_and_what_was_typed_stays(
    case: Case, field: str, typed: str, said: str
) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(own(case))
    officer.post(own(case), code=422, **{**TYPED, field: typed})
    assert said in officer.page.text
    assert 'value="12 000"' in officer.page.html


def test_day_to_come_cannot_be_recorded(case: Case) -> None:
    officer = case.visitor(case.contributor)
    assert "#CouncilsCan" not in officer.visit(f"/council/{case.slug}/our-day").text
    officer.visit(own(case, TO_COME))
    officer.post(own(case, TO_COME), code=422, **TYPED)
    assert "This day is on 1 December 2026" in officer.page.text


def test_year_without_a_day_is_not_found(case: Case, visitor: Visitor) -> None:
    visitor.visit("/our-day/1999", code=404)
    officer = case.visitor(case.contributor)
    officer.visit(own(case, 1999), code=404)
    # More than any database takes for a number.
    officer.visit(own(case, 10**30), code=404)


def test_save_over_a_colleagues_newer_record_is_refused_and_shows_both(case: Case) -> None:
    record(case)
    with pytest.raises(StaleEdit) as stale, case.work_of(case.contributor) as work:
        actions.record_part(work, RecordPart(case.slug, OVER, 0, Part(50, 7)))
    assert (stale.value.yours["Posts"], stale.value.theirs["Posts"]) == ("50", "45")


def test_approver_reads_the_councils_record_and_does_not_change_it(case: Case) -> None:
    with pytest.raises(NotPermitted), case.work_of(case.approver) as work:
        actions.record_part(work, RecordPart(case.slug, OVER, 0, Part(50, 7)))


def test_record_that_is_removed_is_shown_no_more(case: Case, visitor: Visitor) -> None:
    record(case)
    officer = case.visitor(case.contributor)
    officer.visit(own(case))
    officer.post(f"{own(case)}/remove")
    assert "No council has recorded its part" in visitor.visit(f"/our-day/{OVER}").text
    with case.database.reading() as session:
        assert session.scalars(select(DayRecord)).all() == []


@pytest.mark.parametrize(
    ("best_post", "address"),
    [("https://social.example/@town/1", "https://social.example/@town/1"), ("", "https://mark.test/our-day/2025")],
)
def test_record_becomes_evidence_for_the_criterion_that_asks_about_the_day(
    case: Case, best_post: str, address: str
) -> None:
    record(case, Part(45, 6, 1_000, best_post))
    with case.work_of(case.owner) as work:
        used = UseAsEvidence(case.slug, OVER, "https://mark.test")
        assert actions.use_as_evidence(work, used) == "PPL-3"
    with case.database.reading() as session:
        item = session.scalars(select(EvidenceItem)).one()
        assert (item.criterion, item.address) == ("PPL-3", address)
        assert item.note == "#OurDay 2025: 45 posts from 6 accounts, 1000 people reached."


def test_record_is_no_evidence_while_no_answer_can_be_changed(case: Case) -> None:
    record(case)
    officer = case.visitor(case.owner)
    assert "Add as evidence for PPL-3" in officer.visit(own(case)).text
    officer.visit(f"{case.here}/withdraw")
    officer.post(f"{case.here}/withdraw", reason="")
    assert "Add as evidence" not in officer.visit(own(case)).text
    with pytest.raises(RuleBroken), case.work_of(case.owner) as work:
        actions.use_as_evidence(work, UseAsEvidence(case.slug, OVER, "https://mark.test"))


def test_command_sets_a_day_changes_it_and_refuses_another_years_date(case: Case) -> None:
    runner = case.app.test_cli_runner()
    done = runner.invoke(args=["ourday", "set", "2027", "--name", "#OurDay", "--on", "2027-11-17"])
    assert (done.exit_code, done.output) == (0, "#OurDay 2027 is on 2027-11-17.\n")
    assert runner.invoke(args=["ourday", "set", "2027", "--name", "#New", "--on", "2027-11-18"]).exit_code == 0
    refused = runner.invoke(args=["ourday", "set", "2027", "--name", "#New", "--on", "2026-11-18"])
    assert (refused.exit_code, refused.output) == (1, "Error: The day must be in 2027.\n")
    with case.database.reading() as session:
        day = queries.day_of(session, 2027)
        assert (day.name, day.held_on) == ("#New", date(2027, 11, 18))


def test_day_is_set_by_the_portal_alone(case: Case) -> None:
    with pytest.raises(NotPermitted), case.work_of(case.owner) as work:
        actions.set_day(work, actions.SetDay(OVER, "#Mine", date(OVER, 11, 18)))


def test_days_of_the_past_are_set_once_and_never_over_what_is_set(case: Case) -> None:
    with case.work() as work:
        actions.set_day(work, actions.SetDay(2017, "#Ours", date(2017, 1, 1)))
        actions.set_past_days(work)
        actions.set_past_days(work)
    with case.database.reading() as session:
        assert queries.day_of(session, 2017).name == "#Ours"
        assert queries.day_of(session, 2020).name == "#CouncilsCan"
        officer = accounts.actor(session, case.owner, "", case.clock.now(), second_step=False)
        shown = queries.own_years(session, officer, case.slug, date(2026, 11, 22))
    # The days that are over, without 2012, of which nobody seems to know the date.
    assert [part.day.year for part in shown.parts] == [2025, 2020, 2018, 2017, 2016, 2015, 2014, 2013]


def test_public_pages_ask_the_database_as_often_for_one_record_as_for_none(case: Case, visitor: Visitor) -> None:
    with counted_queries(case.app) as before:
        visitor.visit(f"/our-day/{OVER}")
    record(case)
    with counted_queries(case.app) as after:
        visitor.visit(f"/our-day/{OVER}")
    assert len(after) == len(before)
