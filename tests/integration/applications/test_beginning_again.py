"""A second application begins with the last answers: confirmed or changed, never sent unread (C5, row 1)."""

from uuid import UUID

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications import actions, queries
from portal.applications.actions import SaveAnswer, Withdraw
from portal.applications.models import Answer, AnswerRevision, EvidenceItem
from portal.applications.queries import ApplicationFacts
from portal.applications.rules import Answered
from portal.applications.states import ApplicationState
from portal.councils.models import Council
from portal.declarations import actions as declarations
from portal.kernel.errors import RuleBroken
from tests.factories.applications import AWKWARD_STATEMENT, PRESENCE, Team, fill_all
from tests.integration.applications.conftest import Case
from tests.integration.counting import counted_queries

NEW = 'We answer within an hour, "=cmd" <b>🙂</b>'


def newest(case: Case) -> ApplicationFacts:
    with case.database.reading() as session:
        found = queries.latest_application(session, case.council_id)
        assert found is not None
        return found


def marks(case: Case) -> dict[str, bool]:
    with case.database.reading() as session:
        return {name: facts.to_check for name, facts in queries.answers_of(session, newest(case).id).items()}


@pytest.fixture
def again(case: Case) -> Case:
    """The council has withdrawn a complete application and started another."""
    with case.work_of(case.owner) as work:
        people = [work.session.get_one(Person, key) for key in (case.owner, case.contributor, case.approver)]
        fill_all(work, Team(work.session.get_one(Council, case.council_id), *people))
        actions.withdraw(work, Withdraw(case.slug, ""))
    case.visitor(case.contributor).post(f"{case.here}/start")
    return case


def test_second_application_begins_with_every_answer_piece_of_evidence_and_the_presence(again: Case) -> None:
    second = newest(again)
    assert (second.state, second.begun_from_id) == (ApplicationState.DRAFT, again.application_id)
    with again.database.reading() as session:
        for read in (queries.answers_of, queries.evidence_of):
            assert read(session, second.id).keys() == read(session, again.application_id).keys()
        then, now = (queries.answers_of(session, key) for key in (again.application_id, second.id))
        assert {name: facts.answered for name, facts in now.items()} == {
            name: facts.answered for name, facts in then.items()
        }
        reused = select(EvidenceItem.reused_from_id).where(EvidenceItem.application_id == second.id)
        first = select(EvidenceItem.id).where(EvidenceItem.application_id == again.application_id)
        assert set(session.scalars(reused)) == set(session.scalars(first))
        presences = [queries.presence_of(session, key) for key in (again.application_id, second.id)]
        assert [found and found.typed for found in presences] == [PRESENCE, PRESENCE]
    assert set(marks(again).values()) == {True}


def test_task_list_says_check_this_and_nothing_counts_as_complete(again: Case) -> None:
    page = again.visitor(again.contributor).visit(again.here)
    assert page.text.count("Check this") == 28
    assert "You have completed 0 of 28 criteria." in page.text
    assert "28 answers were carried over from an earlier application." in page.text


def test_application_that_is_not_looked_through_cannot_be_sent(again: Case) -> None:
    with again.work_of(again.owner) as work, pytest.raises(RuleBroken) as refused:
        declarations.send(work, declarations.Send(again.slug, again.approver))
    said = "INF-1: confirm or change the answer carried over from an earlier application."
    assert said in [str(problem.words) for problem in refused.value.problems]
    assert len(refused.value.problems) == 28


def revisions(case: Case, criterion: str) -> list[int]:
    with case.database.reading() as session:
        return list(
            session.scalars(
                select(AnswerRevision.number)
                .join(Answer, Answer.id == AnswerRevision.answer_id)
                .where(Answer.application_id == newest(case).id, Answer.criterion == criterion)
                .order_by(AnswerRevision.number)
            )
        )


def test_confirmed_answer_stays_as_it_is_in_a_new_version_and_again_is_nothing_more(again: Case) -> None:
    officer = again.visitor(again.contributor)
    page = officer.visit(f"{again.here}/INF-1")
    assert "Confirm: this is still true" in page.text
    said = f"INF-1: {AWKWARD_STATEMENT}"
    for _ in range(2):
        page = officer.post(f"{again.here}/INF-1", then="confirm", self_score="2", statement=said, version="1")
    assert page.headings[0].startswith("INF-2")
    assert (marks(again)["INF-1"], revisions(again, "INF-1")) == (False, [1, 2])
    assert "Confirm: this is still true" not in officer.visit(f"{again.here}/INF-1").text


def test_saving_the_same_words_confirms_nothing(again: Case) -> None:
    with again.work_of(again.contributor) as work:
        answered = Answered(2, statement=f"INF-1: {AWKWARD_STATEMENT}")
        actions.save_answer(work, SaveAnswer(again.slug, "INF-1", 1, answered))
    assert (marks(again)["INF-1"], revisions(again, "INF-1")) == (True, [1])


def test_changed_answer_shows_both_versions_word_by_word_to_writer_and_approver(again: Case) -> None:
    with again.work_of(again.contributor) as work:
        actions.save_answer(work, SaveAnswer(again.slug, "INF-1", 1, Answered(3, statement=NEW)))
    assert marks(again)["INF-1"] is False
    page = again.visitor(again.contributor).visit(f"{again.here}/INF-1")
    assert "What you said last time" in page.text
    assert "Your statement, with what has changed since" in page.text
    assert [word in page.html for word in ("<del>", "<ins>", "<b>🙂</b>", "<script>alert")] == [
        True,
        True,
        False,
        False,
    ]
    page = again.visitor(again.approver).visit(f"{again.here}/check")
    assert "What has changed since last time" in page.text
    assert "Self-score: was 2" in page.text


def test_officer_may_choose_to_start_empty(again: Case) -> None:
    owner = again.visitor(again.owner)
    with again.work_of(again.owner) as work:
        actions.withdraw(work, Withdraw(again.slug, ""))
    assert "Start with empty pages instead" in owner.visit(f"/council/{again.slug}/").text
    owner.post(f"{again.here}/start", begin="empty")
    assert (marks(again), newest(again).begun_from_id) == ({}, None)


def test_page_of_an_answer_asks_as_often_with_much_evidence_as_with_little(again: Case) -> None:
    officer = again.visitor(again.contributor)
    officer.visit(f"{again.here}/INF-1")

    def asked() -> int:
        with counted_queries(again.app) as statements:
            officer.visit(f"{again.here}/INF-1")
            officer.visit(f"{again.here}/check")
        return len(statements)

    before = asked()
    with again.work_of(again.contributor) as work:
        second: UUID = newest(again).id
        for item in work.session.scalars(select(EvidenceItem).where(EvidenceItem.application_id == second)).all():
            item.removed_at = work.clock.now()
    assert asked() == before
