"""Final scores, one by one and taken over (C5, rows 20 and 21)."""

from collections.abc import Callable
from uuid import UUID

import pytest

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.audit.work import Work
from portal.decisions import actions, judging, kept, queries, releasing, sending_back
from portal.decisions.rules import Final
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken, StaleEdit
from portal.kernel.permissions import Role
from tests.factories import decisions as make
from tests.factories.people import make_conflict, make_member, make_staff
from tests.factories.reviews import AWKWARD_REASON, RAISES
from tests.integration.decisions.conftest import WEAK, Moderation


def moderate(
    case: Moderation, score: int | None, reason: str = AWKWARD_REASON, why: str = "", version: int = 0
) -> None:
    with case.work_of(case.lead_id) as work:
        actions.moderate(work, actions.Moderate(case.reference, WEAK, score, reason, why, version))


def finals(case: Moderation) -> dict[str, Final]:
    with case.services.database.reading() as session:
        return kept.finals_of(session, case.application_id)


def fields_refused(case: Moderation, score: int | None, reason: str = AWKWARD_REASON, why: str = "") -> list[str]:
    with pytest.raises(RuleBroken) as refusal:
        moderate(case, score, reason, why)
    assert finals(case) == {}
    return [problem.field for problem in refusal.value.problems]


def test_same_score_needs_no_other_reason(case: Moderation) -> None:
    moderate(case, 1)
    assert finals(case) == {WEAK: Final(1, AWKWARD_REASON, RAISES)}


def test_changed_score_is_kept_with_the_reason_for_the_change(case: Moderation) -> None:
    moderate(case, 3, why=make.AWKWARD_WHY)
    assert finals(case) == {WEAK: Final(3, AWKWARD_REASON, RAISES)}
    with case.work_of(case.lead_id) as work:
        page = judging.criterion_page(work.session, work.actor, case.reference, WEAK)
    assert (page.why_changed, page.version) == (make.AWKWARD_WHY, 1)


def test_changed_score_without_a_reason_for_the_change_is_refused(case: Moderation) -> None:
    assert fields_refused(case, 2) == ["why_changed"]


def test_score_without_a_reason_is_refused(case: Moderation) -> None:
    assert fields_refused(case, 1, reason="") == ["reason"]


def test_score_that_the_edition_does_not_have_is_refused(case: Moderation) -> None:
    assert fields_refused(case, 4, why=make.AWKWARD_WHY) == ["choice"]


def test_criterion_that_applies_to_this_council_cannot_be_left_out(case: Moderation) -> None:
    assert fields_refused(case, None, why=make.AWKWARD_WHY) == ["choice"]


def test_reason_for_a_change_goes_when_the_change_is_taken_back(case: Moderation) -> None:
    moderate(case, 3, why=make.AWKWARD_WHY)
    moderate(case, 1, why=make.AWKWARD_WHY, version=1)
    with case.work_of(case.lead_id) as work:
        page = judging.criterion_page(work.session, work.actor, case.reference, WEAK)
    assert page.why_changed == ""


def test_save_over_a_newer_score_shows_both(case: Moderation) -> None:
    moderate(case, 3, why=make.AWKWARD_WHY)
    with pytest.raises(StaleEdit) as stale, case.work_of(case.other_lead_id) as work:
        actions.moderate(work, actions.Moderate(case.reference, WEAK, 1, "Another reason.", "", 0))
    assert stale.value.yours == {"Score": "1", "Reason": "Another reason."}
    assert stale.value.theirs == {"Score": "3", "Reason": AWKWARD_REASON}
    assert (stale.value.saved_by, stale.value.current_version) == ("Lee Lead", 1)
    assert finals(case) == {WEAK: Final(3, AWKWARD_REASON, RAISES)}


def test_unknown_criterion_is_not_found(case: Moderation) -> None:
    with pytest.raises(NotFound), case.work_of(case.lead_id) as work:
        actions.moderate(work, actions.Moderate(case.reference, "XXX-9", 1, AWKWARD_REASON, "", 0))


def test_rest_is_taken_over_and_what_was_saved_stays(case: Moderation) -> None:
    moderate(case, 3, why=make.AWKWARD_WHY)
    case.moderate()
    found = finals(case)
    assert found.pop(WEAK) == Final(3, AWKWARD_REASON, RAISES)
    assert len(found) == 27
    assert set(found.values()) == {Final(2, AWKWARD_REASON, RAISES)}


def test_no_score_changes_once_it_is_decided(case: Moderation) -> None:
    case.moderate()
    case.decide()
    with pytest.raises(IllegalMove):
        moderate(case, 3, why=make.AWKWARD_WHY, version=1)
    with pytest.raises(IllegalMove):
        case.moderate()


def lead_who_reviewed(case: Moderation) -> UUID:
    with case.work() as work:
        return make_staff(work, Role.LEAD, work.session.get_one(Person, case.reviewer_id)).id


def lead_with_a_conflict(case: Moderation) -> UUID:
    with case.work() as work:
        lead = make_staff(work, Role.LEAD)
        make_conflict(work, lead, work.session.get_one(Application, case.application_id).council_id)
        return lead.id


def lead_of_the_council(case: Moderation) -> UUID:
    with case.work() as work:
        council_id = work.session.get_one(Application, case.application_id).council_id
        return make_member(work, council_id, Role.CONTRIBUTOR, make_staff(work, Role.LEAD)).id


WAYS: dict[str, Callable[[Work, str], object]] = {
    "moderate": lambda work, ref: actions.moderate(work, actions.Moderate(ref, WEAK, 1, AWKWARD_REASON, "", 0)),
    "accept": lambda work, ref: actions.accept_rest(work, actions.AcceptRest(ref)),
    "send back": lambda work, ref: sending_back.send_back(work, sending_back.SendBack(ref, make.AWKWARD_WHY)),
    "decide": lambda work, ref: actions.decide(work, actions.Decide(ref, "awarded")),
    "release": lambda work, ref: releasing.release(work, releasing.Release(ref, make.AWKWARD_WHY)),
    "see": lambda work, ref: queries.moderation_page(work.session, work.actor, ref),
    "see one": lambda work, ref: judging.criterion_page(work.session, work.actor, ref, WEAK),
}


@pytest.mark.parametrize("somebody", [lead_who_reviewed, lead_with_a_conflict, lead_of_the_council])
def test_lead_who_must_not_decide_is_told_of_no_such_application(
    case: Moderation, somebody: Callable[[Moderation], UUID]
) -> None:
    person_id, told = somebody(case), []
    for way, act in WAYS.items():
        with pytest.raises(NotFound), case.work_of(person_id) as work:
            act(work, case.reference)
        told.append(way)
    assert told == list(WAYS)


def test_lead_who_must_not_decide_gets_no_page_either(case: Moderation) -> None:
    address = f"/reviews/{case.reference}/moderation"
    case.visitor().visit(address)
    for person_id in (lead_who_reviewed(case), lead_with_a_conflict(case), lead_of_the_council(case)):
        case.visitor(person_id).visit(address, 404)
