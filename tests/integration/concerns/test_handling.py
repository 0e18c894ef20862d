"""What becomes of a concern: every move of C12, by whom, who is told, and what a council never reads."""

import pytest
from flask import Flask

from portal.concerns import escalating, handling
from portal.concerns.counting import counts_by_year
from portal.concerns.models import Concern
from portal.concerns.states import ConcernKind, ConcernState, Elsewhere, Escalation, Finding, Outcome
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted, RuleBroken
from portal.kernel.permissions import Part, Role
from tests.factories import concerns as make
from tests.factories.applications import acting
from tests.factories.concerns import ANSWERED, ASKED
from tests.factories.people import make_staff
from tests.integration.concerns.conftest import HOLDER, OTHER, Scene
from tests.integration.counting import counted_queries

ALL_CONCERNS = "/administration/concerns"
COUNCIL = f"/council/{HOLDER}/concerns"


def reported(scene: Scene, slug: str = HOLDER, kind: ConcernKind = ConcernKind.OLD_BADGE, email: str = "") -> str:
    """The reference of a new report about a council."""
    with scene.work() as work:
        return make.reported(work, scene.council(work, slug), kind, email=email).reference


def do(scene: Scene, who: str, reference: str, deed: str, code: int = 200, **fields: str) -> str:
    """Fill in the page of one next step and send it; what the page then says."""
    visitor = scene.visitor(who)
    address = f"{ALL_CONCERNS}/{reference}/do/{deed}"
    visitor.visit(address)
    return visitor.post(address, code, **fields).text


def asked(scene: Scene, slug: str = HOLDER, email: str = "") -> str:
    """The reference of a concern that is with its council."""
    reference = reported(scene, slug, email=email)
    with scene.work() as work:
        concern = make.by_reference(work, reference)
        make.with_council(work, concern, scene.person(work, "administrator"))
    return reference


def test_concern_is_asked_answered_checked_and_closed(scene: Scene) -> None:
    reference = reported(scene, email="rita@example.org")
    do(scene, "administrator", reference, "triage", kind="old-badge", council=scene.number)
    assert scene.concern(reference).owner_id == scene.people["administrator"]
    do(scene, "administrator", reference, "ask", asked=ASKED)
    assert scene.state(reference) is ConcernState.WITH_COUNCIL
    subject = "Someone has raised a concern about the Mark of %(council)s (%(reference)s)"
    assert ("owen@example.org", subject) in scene.letters("E36")
    owner = scene.visitor("owner")
    assert ASKED.split(",")[0] in owner.visit(COUNCIL).text
    owner.post(f"{COUNCIL}/{reference}", answer=ANSWERED)
    assert ("adam@example.org", "The council has answered about %(reference)s") in scene.letters("E35a")
    do(scene, "administrator", reference, "put-right", checked="I looked at the page.", told="It is gone now.")
    assert scene.letters("E35")[1:] == [("rita@example.org", "What came of your report %(reference)s")]
    do(scene, "administrator", reference, "close", outcome="put_right")
    # Told once: when it was put right.
    assert len(scene.letters("E35")) == 2
    page = scene.visitor().visit(f"/report/follow?reference={reference}")
    assert "It has been put right. One of us has checked." in page.text
    assert "It is gone now." in page.text


def test_council_never_reads_the_report_nor_does_a_contributor_or_another_council(scene: Scene) -> None:
    reference = asked(scene, email="rita@example.org")
    assert COUNCIL in [target for _said, target in scene.visitor("owner").visit(f"/council/{HOLDER}/").links]
    html = scene.visitor("owner").visit(COUNCIL).html
    assert ASKED.split(",")[0] in html
    assert [word for word in ("evil.example", "fake.example", "rita", "clearly") if word in html] == []
    scene.visitor("contributor").visit(COUNCIL, 403)
    scene.visitor("owner").visit(f"/council/{OTHER}/concerns", 404)
    scene.visitor("owner").visit(f"{ALL_CONCERNS}/{reference}", 403)


def test_council_answers_the_concern_that_is_due_first_before_the_others(scene: Scene) -> None:
    earlier = asked(scene)
    scene.pass_days(1)
    later = asked(scene)
    owner = scene.visitor("owner")
    page = owner.visit(COUNCIL).text
    assert page.index(earlier) < page.index(later) < page.index("Answer the one above first")
    assert (
        "You have answered. You hear from us when we have checked."
        in owner.post(f"{COUNCIL}/{earlier}", answer=ANSWERED).text
    )
    page = owner.visit(COUNCIL).text
    assert page.index(later) < page.index(earlier)


def test_list_of_one_council_holds_and_counts_its_concerns_alone(scene: Scene) -> None:
    own, other = reported(scene), reported(scene, OTHER)
    page = scene.visitor("administrator").visit(f"{ALL_CONCERNS}?council={OTHER}").text
    assert (own in page, other in page, "Open (1)" in page) == (False, True, True)
    assert "Concerns about Other District Council" in page


def test_council_is_reminded_on_day_seven_and_not_after_its_answer(scene: Scene) -> None:
    asked(scene)
    again = asked(scene)
    with scene.work() as work:
        make.answered(work, make.by_reference(work, again))
    # Seven working days from a Wednesday.
    scene.pass_days(9)
    scene.sweep()
    scene.sweep()
    reminders = [subject for to, subject in scene.letters("E36") if subject.startswith("Please answer")]
    assert reminders == ["Please answer: a concern about the Mark of %(council)s (%(reference)s)"]


def test_council_without_an_account_gets_a_letter_on_paper_in_our_words(scene: Scene) -> None:
    reference = asked(scene, OTHER)
    assert scene.concern(reference).by_letter is True
    assert scene.letters("E36") == []
    page = scene.visitor("administrator").visit(f"{ALL_CONCERNS}/{reference}/letter")
    assert "The Monitoring Officer, Other District Council" in page.text
    assert "evil.example" not in page.html


def test_reports_of_the_same_go_on_in_one_and_end_with_it(scene: Scene) -> None:
    first, second, third = (reported(scene, email=f"{name}@example.org") for name in ("a", "b", "c"))
    do(scene, "administrator", third, "merge", into=second)
    assert "it must be open, and another one" in do(scene, "administrator", second, "merge", 422, into=second)
    do(scene, "administrator", second, "merge", into=first.lower())
    main = scene.concern(first)
    assert [scene.concern(one).merged_into_id for one in (second, third)] == [main.id, main.id]
    do(scene, "administrator", first, "not-for-us", elsewhere="ombudsman_england", told="")
    for reference in (first, second, third):
        page = scene.visitor().visit(f"/report/follow?reference={reference}")
        assert "Local Government and Social Care Ombudsman (England)" in page.text
    told = [to for to, subject in scene.letters("E35") if subject.startswith("What came")]
    assert sorted(told) == ["a@example.org", "b@example.org", "c@example.org"]


def test_concern_about_no_council_is_taken_further_with_a_letter(scene: Scene) -> None:
    with scene.work() as work:
        reference = make.reported(work, None, ConcernKind.FAKE).reference
    do(scene, "administrator", reference, "triage", kind="fake", council="")
    said = do(scene, "lead", reference, "escalate", 422, how="suspension", why="It misleads people.")
    assert "There is no award to suspend. Choose another way." in said
    do(scene, "lead", reference, "escalate", how="platform_report", why="It misleads people.")
    page = scene.visitor("lead").visit(f"{ALL_CONCERNS}/{reference}/letter")
    # As text: what a stranger wrote is never a link.
    assert "https://fake.example/" in page.text
    assert [target for _said, target in page.links if "example" in target] == []
    do(scene, "administrator", reference, "close", outcome="taken_further")
    assert scene.concern(reference).outcome is Outcome.TAKEN_FURTHER


def test_investigation_hears_the_council_and_needs_its_chair(scene: Scene) -> None:
    reference = reported(scene, kind=ConcernKind.FALSE_STATEMENT)
    do(scene, "administrator", reference, "triage", kind="false-statement", council=scene.number)
    page = scene.visitor("lead").visit(f"{ALL_CONCERNS}/{reference}/do/investigate")
    assert "Chris" in page.text
    assert "Tilda" not in page.text
    do(scene, "lead", reference, "investigate", asked=ASKED, chair=str(scene.people["chair"]))
    with scene.work("lead") as work, pytest.raises(RuleBroken, match="Hear it first"):
        escalating.find(work, escalating.Find(reference, Finding.FALSE, "The page says otherwise."))
    scene.visitor("tied").visit(f"/panel/concerns/{reference}", 404)
    with scene.work() as work:
        make.answered(work, make.by_reference(work, reference))
    do(scene, "lead", reference, "find", finding="false", why="The page says otherwise.")
    assert [to for to, _subject in scene.letters("E36a")] == ["chris@example.org"]
    with scene.work("administrator") as work, pytest.raises(RuleBroken):
        handling.close(work, handling.Close(reference, Outcome.PROVEN, ""))
    chair = scene.visitor("chair")
    assert reference in chair.visit("/panel/concerns").text
    chair.visit(f"/panel/concerns/{reference}")
    chair.post(f"/panel/concerns/{reference}", agrees="no", why="The page is of another council.")
    assert scene.concern(reference).finding is None
    do(scene, "lead", reference, "find", finding="false", why="The page says otherwise, and is theirs.")
    chair.visit(f"/panel/concerns/{reference}")
    chair.post(f"/panel/concerns/{reference}", agrees="yes", why="I see it as they do.")
    assert "Choose how it ended." in do(scene, "administrator", reference, "close", 422, outcome="not_proven")
    do(scene, "administrator", reference, "close", outcome="proven")
    assert scene.concern(reference).outcome is Outcome.PROVEN


def test_lead_reviewer_who_scored_the_council_does_not_investigate_it(scene: Scene) -> None:
    reference = reported(scene, kind=ConcernKind.FALSE_STATEMENT)
    with scene.work() as work:
        concern = make.by_reference(work, reference)
        make.triaged(work, concern, scene.person(work, "administrator"))
        make.involve_in_award(work, scene.council(work), scene.people["lead"], Part.SCORER)
    command = escalating.Investigate(reference, ASKED, scene.people["chair"])
    with scene.work("lead") as work, pytest.raises(RuleBroken, match="another lead reviewer"):
        escalating.investigate(work, command)


def test_conflict_of_interest_hides_a_concern_and_nobody_hands_one_to_a_council_of_theirs(scene: Scene) -> None:
    reference = reported(scene)
    other = reported(scene, OTHER)
    page = scene.visitor("conflicted").visit(ALL_CONCERNS)
    assert (reference in page.html, other in page.html) == (False, True)
    with scene.work("conflicted") as work, pytest.raises(NotFound):
        handling.triage(work, handling.Triage(reference, ConcernKind.FAKE, ""))
    with scene.work("conflicted") as work, pytest.raises(NotPermitted):
        handling.triage(work, handling.Triage(other, ConcernKind.FAKE, scene.number))
    assert scene.state(other) is ConcernState.RECEIVED


@pytest.mark.parametrize("who", ["lead", "administrator"])
def test_only_whoever_may_makes_a_move(scene: Scene, who: str) -> None:
    reference = asked(scene)
    with scene.work(who) as work, pytest.raises(NotPermitted):
        if who == "lead":
            handling.put_right(work, handling.PutRight(reference, "I have looked.", ""))
        else:
            escalating.escalate(work, escalating.Escalate(reference, Escalation.FORMAL_LETTER, "It goes on."))
    with scene.work("administrator") as work, pytest.raises(IllegalMove):
        handling.not_for_us(work, handling.NotForUs(reference, Elsewhere.COUNCIL, ""))


def test_list_shows_what_is_overdue_first_and_can_be_narrowed(scene: Scene) -> None:
    late = reported(scene)
    scene.pass_days(8)
    new = asked(scene, OTHER)
    page = scene.visitor("administrator").visit(ALL_CONCERNS)
    assert page.html.index(late) < page.html.index(new)
    assert "1 is overdue." in page.text
    narrowed = scene.visitor("administrator").visit(f"{ALL_CONCERNS}?turn=council")
    assert (late in narrowed.html, new in narrowed.html) == (False, True)


def test_list_and_case_ask_the_database_as_often_for_many_as_for_one(scene: Scene, app: Flask) -> None:
    counts = []
    for _ in range(2):
        reference = reported(scene)
        visitor = scene.visitor("administrator")
        visitor.visit(ALL_CONCERNS)
        with counted_queries(app) as statements:
            visitor.visit(ALL_CONCERNS)
            visitor.visit(f"{ALL_CONCERNS}/{reference}")
        counts.append(len(statements))
        with scene.work() as work:
            for _more in range(4):
                same = make.reported(work, scene.council(work))
                handling.merge(
                    acting(work, scene.person(work, "administrator")), handling.Merge(same.reference, reference)
                )
            make.reported(work, scene.council(work, OTHER))
    assert counts[0] == counts[1]


def test_counts_of_a_year_leave_out_what_is_merged_or_put_aside_and_hide_small_numbers(scene: Scene) -> None:
    references = [reported(scene, OTHER) for _ in range(6)]
    with scene.work("administrator") as work:
        for reference in references[:5]:
            handling.not_for_us(work, handling.NotForUs(reference, Elsewhere.COUNCIL, ""))
    with scene.services.database.reading() as session:
        (year,) = counts_by_year(session)
    assert (year.year, year.received) == (2026, 6)
    assert {str(said): number for said, number in year.ended if number != 0} == {"Closed: not for us": 5}
    assert scene.count(Concern) == 6
    assert "Concerns in 2026 Received6 Closed: not for us5" in scene.visitor().visit("/statistics").text


def test_somebody_else_looks_after_it(scene: Scene) -> None:
    reference = reported(scene)
    with scene.work() as work:
        other = make_staff(work, Role.ADMINISTRATOR, name="Ada").id
    visitor = scene.visitor("administrator").sign_in(other)
    visitor.visit(f"{ALL_CONCERNS}/{reference}")
    visitor.post(f"{ALL_CONCERNS}/{reference}/take-on")
    assert scene.concern(reference).owner_id == other
