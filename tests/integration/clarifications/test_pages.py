from datetime import UTC, datetime, timedelta
from io import BytesIO

from portal.applications.queries import EvidenceFacts, evidence_of
from portal.applications.states import ApplicationState
from portal.assignments.desk import queue
from portal.audit.work import Work
from portal.kernel.clock import today
from tests.factories import clarifications as make
from tests.factories.applications import acting
from tests.factories.uploads import PDF
from tests.integration.clarifications.conftest import Scene
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor

TYPED = "Since May, daily 🙂"


def ask(scene: Scene, *criteria: str) -> None:
    with scene.work() as work:
        make.ask(work, scene.application(work), scene.person(work, "reviewer"), *criteria)
    scene.clock.at += timedelta(minutes=5)


def state(scene: Scene) -> ApplicationState:
    with scene.work() as work:
        return scene.application(work).state


def add(visitor: Visitor, scene: Scene, name: str, code: int = 200) -> str:
    link = {"link": f"https://example.gov.uk/{name}", "link_note": "Page 1", "link_look_at": ""}
    return visitor.post(f"/council/{scene.slug}/application/INF-1/evidence/link", code, **link).text


def test_questions_are_collected_changed_removed_and_sent_together(scene: Scene) -> None:
    reviewer = scene.visitor("reviewer")
    page = reviewer.visit(f"/reviews/{scene.reference}/INF-1")
    assert ("Ask the council", f"{scene.there}/INF-1") in page.links
    assert "Ask for missing facts, never for new activity." in reviewer.visit(f"{scene.there}/INF-1").text
    assert "Write your question." in reviewer.post(f"{scene.there}/INF-1", 422, question=" ").text
    reviewer.post(f"{scene.there}/INF-1", question="First?")
    reviewer.post(f"{scene.there}/INF-1", question=make.QUESTION)
    reviewer.post(f"{scene.there}/INF-2", question="Gone?")
    page = reviewer.post(f"{scene.there}/INF-2/remove")
    assert ("First?" in page.text, "Gone?" in page.text) == (False, False)
    assert "to be answered by 2 December 2026" in page.text
    assert state(scene) is ApplicationState.IN_REVIEW
    page = reviewer.post(scene.there)
    assert "The council has until 2 December 2026 to answer." in page.text
    assert state(scene) is ApplicationState.CLARIFICATION_REQUESTED
    reviewer.post(scene.there, 409)


def test_nothing_to_send_says_so(scene: Scene) -> None:
    reviewer = scene.visitor("reviewer")
    reviewer.visit(scene.there)
    assert "There is no question to send." in reviewer.post(scene.there, 422).text


def test_council_sees_a_question_beside_its_answer_only_once_it_is_sent(scene: Scene) -> None:
    reviewer, officer = scene.visitor("reviewer"), scene.visitor("contributor")
    reviewer.visit(scene.there)
    reviewer.post(f"{scene.there}/INF-1", question="Since when exactly?")
    assert "The reviewer has not asked anything." in officer.visit(scene.here).text
    reviewer.post(scene.there)
    page = officer.visit(scene.here)
    assert "Since when exactly?" in page.text
    assert "Please answer by 2 December 2026." in page.text
    assert ("Reply on INF-1", f"{scene.here}/INF-1") in page.links
    home = officer.visit(f"/council/{scene.slug}/")
    assert ("Answer the reviewer’s questions", scene.here) in home.links


def test_reply_is_saved_often_and_read_by_the_reviewer_only_once_sent(scene: Scene) -> None:
    ask(scene)
    officer, reviewer = scene.visitor("contributor"), scene.visitor("reviewer")
    form = officer.visit(f"{scene.here}/INF-1")
    page = officer.post(f"{scene.here}/INF-1", reply=TYPED, version=0)
    assert TYPED in page.text
    assert form.headings[0].startswith("Reply on INF-1")
    shown = [reviewer.visit(address).text for address in (scene.there, f"/reviews/{scene.reference}/INF-1")]
    assert [TYPED in text for text in shown] == [False, False]
    officer.post(scene.here, 403)
    owner = scene.visitor("owner")
    owner.visit(scene.here)
    assert "Your replies are with the reviewer." in owner.post(scene.here).text
    page = reviewer.visit(f"/reviews/{scene.reference}/INF-1")
    assert (TYPED in page.text, "Reply: New" in page.text) == (True, True)
    overview = f"/reviews/{scene.reference}/"
    assert "INF-1 Day-to-day service updates The council has replied." in reviewer.visit(overview).text
    reviewer.post(f"{scene.there}/INF-1/read")
    page = reviewer.visit(f"/reviews/{scene.reference}/INF-1")
    assert (TYPED in page.text, "Reply: New" in page.text) == (True, False)


def test_question_and_reply_half_typed_are_put_back_for_whoever_wrote_them(scene: Scene) -> None:
    reviewer, officer = scene.visitor("reviewer"), scene.visitor("contributor")
    assert TYPED in reviewer.leave_half_typed(f"{scene.there}/INF-1", question=TYPED).html
    ask(scene)
    assert TYPED in officer.leave_half_typed(f"{scene.here}/INF-1", reply=TYPED, version="0").html
    assert TYPED not in scene.visitor("owner").visit(f"{scene.here}/INF-1").html


def test_question_left_empty_must_be_meant(scene: Scene) -> None:
    ask(scene, "INF-1", "INF-2", "TWO-1")
    owner = scene.visitor("owner")
    page = owner.visit(scene.here)
    owner.post(f"{scene.here}/INF-1", reply=TYPED, version=0)
    page = owner.post(scene.here, 422)
    assert "Not answered yet: INF-2, TWO-1. Answer, or tick the box to send without." in page.text
    assert "Send without answering 2 questions" in page.text
    owner.post(scene.here, confirmed="y")
    assert state(scene) is ApplicationState.IN_REVIEW


def test_reply_adds_two_items_at_most_and_takes_back_only_those(scene: Scene) -> None:
    ask(scene)
    officer = scene.visitor("contributor")
    items = f"/council/{scene.slug}/application/INF-1/evidence"
    page = officer.visit(items)
    assert "0 of at most 2 items added in reply." in page.text
    before = [target for said, target in page.links if said.startswith("Remove")]
    add(officer, scene, "one")
    page = officer.post(f"{items}/file", file=(BytesIO(PDF), "Plan ŵ.pdf"), file_note="Page 2", file_look_at="")
    assert "2 of at most 2 items added in reply." in page.text
    assert "A reply may add 2 items for a criterion." in add(officer, scene, "three", 422)
    removable = [target for said, target in officer.visit(items).links if said.startswith("Remove")]
    assert (before, len(removable)) == ([], 2)
    officer.visit(removable[0])
    page = officer.post(removable[0])
    assert "1 of at most 2 items added in reply." in page.text


def test_evidence_sent_with_the_application_and_other_criteria_stay_closed(scene: Scene) -> None:
    with scene.work() as work:
        known = [item.id for item in _evidence(scene, work)]
    ask(scene)
    officer = scene.visitor("contributor")
    officer.visit(f"/council/{scene.slug}/application/INF-1/evidence/{known[0]}/remove", 404)
    officer.post(f"/council/{scene.slug}/application/INF-1/evidence/{known[0]}/remove", 409)
    officer.visit(f"/council/{scene.slug}/application/INF-2/evidence", 409)
    link = {"link": "https://example.gov.uk/x", "link_note": "x"}
    officer.post(f"/council/{scene.slug}/application/INF-2/evidence/link", 409, **link)
    answer = {"self_score": "3", "statement": "Better.", "version": "1"}
    officer.post(f"/council/{scene.slug}/application/INF-1", 409, **answer)
    with scene.work() as work:
        assert [item.id for item in _evidence(scene, work)] == known


def _evidence(scene: Scene, work: Work) -> tuple[EvidenceFacts, ...]:
    return evidence_of(work.session, scene.application_id)["INF-1"]


def test_other_reviewers_and_the_lead_see_no_question(scene: Scene) -> None:
    ask(scene)
    scene.visitor("stranger").visit(scene.there, 404)
    scene.visitor("lead").visit(scene.there, 403)
    scene.visitor("stranger").visit(scene.here, 403)


def test_reviewers_day_does_not_run_while_the_council_has_the_turn(scene: Scene) -> None:
    before = _due(scene)
    ask(scene)
    scene.clock.at = datetime(2026, 11, 25, 10, tzinfo=UTC)
    with scene.work() as work:
        make.send_replies(work, scene.team(work), confirmed=True)
    after = _due(scene)
    assert (before, after) == ("16 December 2026", "23 December 2026")
    assert f"Your scores are due by {after}." in scene.visitor("reviewer").visit(f"/reviews/{scene.reference}/").text


def _due(scene: Scene) -> str:
    with scene.work() as work:
        actor = acting(work, scene.person(work, "reviewer")).actor
        due = queue(work.session, actor, today(scene.clock)).own[0].due_on
        return f"{due:%-d %B %Y}" if due else ""


def test_page_of_many_questions_asks_no_more_often(scene: Scene) -> None:
    ask(scene)
    officer = scene.visitor("contributor")
    officer.visit(scene.here)
    with counted_queries(scene.app) as few:
        officer.visit(scene.here)
    with scene.work() as work:
        make.send_replies(work, scene.team(work), confirmed=True)
    ask(scene, "INF-1", "INF-2", "INF-3", "TWO-1", "TWO-2")
    officer.visit(scene.here)
    with counted_queries(scene.app) as many:
        officer.visit(scene.here)
    assert len(many) == len(few)
