from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications import actions, queries
from portal.applications.actions import SaveAnswer
from portal.applications.models import Answer, AnswerRevision
from portal.applications.rules import Answered
from portal.audit.work import Work
from portal.kernel.errors import StaleEdit
from portal.kernel.permissions import SYSTEM
from tests.factories.applications import AWKWARD_STATEMENT, acting, make_team
from tests.factories.people import AWKWARD_NAME
from tests.integration.applications.conftest import Case
from tests.integration.visiting import Page


def saved(case: Case, criterion: str = "INF-1") -> tuple[int, Answered]:
    with case.database.reading() as session:
        found = queries.answers_of(session, case.application_id)[criterion]
    return found.version, found.answered


def fields_of_form(page: Page, value: str) -> dict[str, str]:
    """What the form with this hidden value would send, without its token."""
    for form in page.forms:
        fields = form["fields"]
        assert isinstance(fields, list)
        if value in [field.get("value") for field in fields]:
            return {field["name"]: field["value"] for field in fields if field["name"] != "csrf_token"}
    raise AssertionError(f"no form with {value}")


def test_answer_is_saved_shown_again_and_leads_to_the_next_criterion(case: Case) -> None:
    officer = case.visitor(case.contributor)
    page = officer.visit(f"{case.here}/INF-1")
    assert ("Saved" in page.text, page.headings) == (False, ["INF-1 Day-to-day service updates"])
    page = officer.post(f"{case.here}/INF-1", self_score="2", statement=AWKWARD_STATEMENT, version="0", then="continue")
    assert officer.response.request.path == f"{case.here}/INF-2"
    assert saved(case) == (1, Answered(2, statement=AWKWARD_STATEMENT))
    page = officer.visit(f"{case.here}/INF-1")
    assert f"Saved 18 November 2026 at 10:00am by {AWKWARD_NAME}" in page.text
    assert [f["value"] for f in page.fields if f.get("name") == "self_score" and "checked" in f] == ["2"]
    assert "add evidence, which a self-score of 2 or 3 needs" in page.text


@pytest.mark.parametrize(
    ("then", "lands_on"), [("later", ""), ("continue", "/INF-2"), ("evidence", "/INF-1/evidence"), ("", "/INF-2")]
)
def test_button_says_where_a_saved_answer_leads(case: Case, then: str, lands_on: str) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1")
    officer.post(f"{case.here}/INF-1", statement="Half done", version="0", then=then)
    assert officer.response.request.path == case.here + lands_on
    assert saved(case) == (1, Answered(None, statement="Half done"))


def test_answer_of_301_words_is_refused_and_every_word_is_kept(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1")
    typed = "ŵord " * 300 + "over"
    page = officer.post(f"{case.here}/INF-1", 422, self_score="3", statement=typed, version="0")
    assert "You have written 301 words and may write 300. Take out 1." in page.text
    assert typed in page.html
    assert [f["value"] for f in page.fields if f.get("name") == "self_score" and "checked" in f] == ["3"]
    with case.database.reading() as session:
        assert queries.answers_of(session, case.application_id) == {}


def test_not_applicable_is_refused_where_the_criterion_applies(case: Case) -> None:
    officer = case.visitor(case.contributor)
    assert "It does not apply to us" not in officer.visit(f"{case.here}/SAF-4").text
    page = officer.post(f"{case.here}/SAF-4", 422, self_score="na", statement="No.", version="0")
    assert "This criterion applies to your council." in page.text


def test_second_save_over_a_newer_one_shows_both_and_can_be_sent_again(case: Case) -> None:
    ann, ben = case.visitor(case.owner), case.visitor(case.contributor)
    for both in (ann, ben):
        both.visit(f"{case.here}/INF-1")
    ann.post(f"{case.here}/INF-1", self_score="1", statement="Ann’s words", version="0")
    page = ben.post(f"{case.here}/INF-1", 409, self_score="2", statement="Ben’s words", version="0", then="later")
    for shown in ("Ann’s words", "Ben’s words", "Saved by Owen Owner", "1: Some services post updates"):
        assert shown in page.text
    assert saved(case) == (1, Answered(1, statement="Ann’s words"))
    kept = fields_of_form(page, "Ben’s words")
    assert kept["version"] == "1"
    ben.post(f"{case.here}/INF-1", 200, **kept)
    assert ben.response.request.path == case.here
    assert saved(case) == (2, Answered(2, statement="Ben’s words"))


def test_same_answer_sent_twice_is_saved_once(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1")
    for _ in range(2):
        officer.post(f"{case.here}/INF-1", self_score="1", statement="Once", version="0")
    assert saved(case) == (1, Answered(1, statement="Once"))


def test_every_version_is_kept_under_its_number(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1")
    for version, score in enumerate(("1", "2", "3")):
        officer.post(f"{case.here}/INF-1", self_score=score, statement=f"Try {score}", version=str(version))
    with case.database.reading() as session:
        rows = session.execute(
            select(AnswerRevision.number, AnswerRevision.self_score, AnswerRevision.statement)
            .join(Answer, Answer.id == AnswerRevision.answer_id)
            .order_by(AnswerRevision.number)
        )
        assert [tuple(row) for row in rows] == [(1, 1, "Try 1"), (2, 2, "Try 2"), (3, 3, "Try 3")]


@pytest.mark.both_databases
def test_of_two_first_saves_at_once_one_is_stale_and_none_is_lost(case: Case) -> None:
    ready, outcomes = Barrier(2, timeout=20), list[str]()

    def save(words: str, person_id: UUID) -> None:
        with case.database.reading() as session:
            actor = acting(Work(session, SYSTEM, case.clock, {}), session.get_one(Person, person_id)).actor
        ready.wait()
        try:
            with case.database.writing() as session:
                answered = Answered(1, statement=words)
                actions.save_answer(Work(session, actor, case.clock, {}), SaveAnswer(case.slug, "INF-1", 0, answered))
            outcomes.append("saved")
        except StaleEdit as stale:
            outcomes.append(f"stale {stale.current_version}")

    threads = [Thread(target=save, args=pair) for pair in (("Ann’s", case.owner), ("Ben’s", case.contributor))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "stale 1"]


def test_answer_belongs_to_its_council_alone(case: Case) -> None:
    with case.work() as work:
        stranger = make_team(work).owner.id
    other = case.visitor(stranger)
    for page in ("", "/INF-1", "/presence", "/INF-1/evidence"):
        other.visit(case.here + page, 404)
    other.visit(f"/council/{case.slug}/", 404)
    other.post(f"{case.here}/INF-1", 404, statement="Not mine", version="0")
    case.visitor(case.contributor).visit(f"{case.here}/INF-1")


def test_approver_reads_the_answer_and_cannot_write_it(case: Case) -> None:
    approver = case.visitor(case.approver)
    page = approver.visit(f"{case.here}/INF-1")
    assert ("statement" in [field.get("name") for field in page.fields], "No self-score yet." in page.text) == (
        False,
        True,
    )
    approver.post(f"{case.here}/INF-1", 403, statement="Mine", version="0")


def test_answer_is_frozen_once_the_application_is_sent(case: Case) -> None:
    with case.work_of(case.owner) as work:
        work.perform(queries.locked(work.session, case.application_id), "send")
    officer = case.visitor(case.contributor)
    page = officer.visit(f"{case.here}/INF-1")
    assert "statement" not in [field.get("name") for field in page.fields]
    officer.post(f"{case.here}/INF-1", 409, statement="Too late", version="0")
    officer.post(f"{case.here}/presence", 409, summary="Too late", version="0")
    officer.post(f"{case.here}/INF-1/evidence/link", 409, link="https://a.example/", link_note="Late")
    officer.visit(f"{case.here}/INF-1/evidence", 409)


def test_criterion_that_the_edition_does_not_have_is_not_found(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/XXX-9", 404)
    officer.post(f"{case.here}/XXX-9", 404, statement="What?", version="0")
