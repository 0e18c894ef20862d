"""The decision, its release, and everything that follows in the same transaction (C5, rows 21 and 22; C9)."""

import hashlib
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.applications.states import ApplicationState
from portal.awards.models import Award
from portal.certificates import render
from portal.certificates.lettering import CertificateFailed
from portal.certificates.models import Certificate
from portal.decisions import actions, releasing
from portal.decisions.models import Decision
from portal.kernel.clock import LONDON
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.notifications.models import OutboxEmail
from tests.factories import decisions as make
from tests.integration.decisions.conftest import WEAK, Moderation

WORTH_THE_MARK = "awarded"
POOR: dict[str, int | None] = dict.fromkeys(("INF-1", "INF-2", "TWO-1", "INC-1", "SAF-1"), 0)
THURSDAY_CLOSING = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MONDAY_OPENING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def left_behind(case: Moderation) -> Counter[str]:
    """How many decisions, awards, certificates and emails there are."""
    kinds = (Decision, Award, Certificate, OutboxEmail)
    with case.services.database.reading() as session:
        found = {kind.__tablename__: len(session.scalars(select(kind.id)).all()) for kind in kinds}
    return Counter(found)


def decision(case: Moderation) -> Decision:
    with case.services.database.reading() as session:
        kept = session.scalars(select(Decision)).one()
        session.expunge(kept)
        return kept


def sweep(case: Moderation, moment: datetime) -> ApplicationState:
    case.clock.at = moment
    with case.services.database.reading() as session:
        due = tuple(releasing.releases_due(session, moment))
    for release in due:
        with case.work() as work:
            release(work)
    return case.state()


def test_decision_within_the_window_goes_out_at_once_with_award_certificate_and_emails(case: Moderation) -> None:
    case.moderate()
    case.decide()
    assert case.state() is ApplicationState.FEEDBACK_RELEASED
    with case.services.database.reading() as session:
        codes = Counter(session.scalars(select(OutboxEmail.code)))
    # The result to the owner and the approver, the badge to the owner.
    assert codes == Counter({"E23": 2, "E25": 1})
    assert left_behind(case) == Counter({"decision": 1, "award": 1, "certificate": 1, "outbox_email": 3})
    assert case.events()[-3:] == ["decision:made", "feedback:released", "award:granted"]


def test_what_does_not_pass_goes_out_without_an_award(case: Moderation) -> None:
    case.moderate(POOR)
    case.decide()
    assert decision(case).outcome == "not_yet_major"
    assert left_behind(case) == Counter({"decision": 1, "award": 0, "certificate": 0, "outbox_email": 2})


def test_decision_keeps_the_record_from_which_anybody_can_compute_it_again(case: Moderation) -> None:
    case.moderate({WEAK: 2})
    case.decide()
    kept = decision(case)
    told = json.loads(kept.record)
    assert kept.record_sha256 == hashlib.sha256(kept.record).hexdigest()
    assert (told["outcome"], told["total"], set(told["scores"].values())) == ("awarded", "200/3", {2})


def test_decision_on_unfinished_moderation_is_refused_and_says_what_is_missing(case: Moderation) -> None:
    with pytest.raises(RuleBroken, match=r"^These criteria have no final score yet.*: INF-1, INF-2, INF-3"):
        case.decide()
    assert left_behind(case).total() == 0


def test_decision_on_other_scores_than_the_page_showed_is_refused(case: Moderation) -> None:
    case.moderate(POOR)
    changed = pytest.raises(RuleBroken, match="The scores have changed since you opened the page")
    with changed, case.work_of(case.lead_id) as work:
        actions.decide(work, actions.Decide(case.reference, WORTH_THE_MARK))
    assert case.state() is ApplicationState.MODERATION
    assert left_behind(case).total() == 0


def test_second_decision_is_refused_and_changes_nothing(case: Moderation) -> None:
    case.moderate()
    case.decide()
    before = left_behind(case)
    with pytest.raises(IllegalMove), case.work_of(case.other_lead_id) as work:
        actions.decide(work, actions.Decide(case.reference, WORTH_THE_MARK))
    assert left_behind(case) == before


@pytest.mark.both_databases
def test_two_leads_who_decide_at_once_make_one_decision_and_one_award(case: Moderation) -> None:
    case.moderate()
    together = Barrier(2)

    def decide(person_id: UUID) -> str:
        together.wait()
        try:
            with case.work_of(person_id) as work:
                actions.decide(work, actions.Decide(case.reference, WORTH_THE_MARK))
        except IllegalMove:
            return "too late"
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, (case.lead_id, case.other_lead_id))) == ["decided", "too late"]
    assert left_behind(case) == Counter({"decision": 1, "award": 1, "certificate": 1, "outbox_email": 3})
    assert case.events().count("decision:made") == 1


@pytest.mark.parametrize("decided_at", [THURSDAY_CLOSING, FRIDAY, SUNDAY])
def test_decision_outside_the_window_waits_for_monday_morning(case: Moderation, decided_at: datetime) -> None:
    case.moderate()
    case.clock.at = decided_at
    case.decide()
    assert case.state() is ApplicationState.DECIDED
    assert decision(case).release_from == MONDAY_OPENING
    assert left_behind(case) == Counter({"decision": 1, "award": 0, "certificate": 0, "outbox_email": 0})
    for too_early in (decided_at, SUNDAY, MONDAY_OPENING - timedelta(seconds=1)):
        assert sweep(case, too_early) is ApplicationState.DECIDED
    assert sweep(case, MONDAY_OPENING) is ApplicationState.FEEDBACK_RELEASED
    assert left_behind(case)["award"] == 1


def test_last_second_before_the_window_closes_is_inside_it(case: Moderation) -> None:
    case.moderate()
    case.clock.at = THURSDAY_CLOSING - timedelta(seconds=1)
    case.decide()
    assert case.state() is ApplicationState.FEEDBACK_RELEASED


def test_second_sweep_releases_nothing_again(case: Moderation) -> None:
    case.moderate()
    case.clock.at = FRIDAY
    case.decide()
    sweep(case, MONDAY_OPENING)
    before = left_behind(case)
    assert sweep(case, MONDAY_OPENING + timedelta(minutes=1)) is ApplicationState.FEEDBACK_RELEASED
    assert left_behind(case) == before


def test_result_is_held_until_the_day_that_was_agreed(case: Moderation) -> None:
    case.moderate()
    until = case.clock.at.astimezone(LONDON).date() + timedelta(days=12)
    with case.work() as work:
        make.decided(work, *case.rows(work), not_before=until)
    # A Monday, at nine.
    assert decision(case).release_from == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert sweep(case, MONDAY_OPENING) is ApplicationState.DECIDED
    assert sweep(case, datetime(2026, 11, 30, 9, 0, tzinfo=UTC)) is ApplicationState.FEEDBACK_RELEASED


def test_result_is_held_for_thirty_days_at_most(case: Moderation) -> None:
    case.moderate()
    until = case.clock.at.astimezone(LONDON).date() + timedelta(days=31)
    with pytest.raises(RuleBroken) as refusal, case.work() as work:
        make.decided(work, *case.rows(work), not_before=until)
    assert [problem.field for problem in refusal.value.problems] == ["not_before"]
    assert case.state() is ApplicationState.MODERATION


def test_lead_releases_before_the_window_with_a_reason(case: Moderation) -> None:
    case.moderate()
    case.clock.at = FRIDAY
    case.decide()
    with pytest.raises(RuleBroken, match="why this cannot wait"), case.work() as work:
        make.released(work, *case.rows(work), why="Because")
    assert case.state() is ApplicationState.DECIDED
    with case.work() as work:
        make.released(work, *case.rows(work), why=make.AWKWARD_WHY)
    assert case.state() is ApplicationState.FEEDBACK_RELEASED
    assert left_behind(case)["certificate"] == 1


def test_nothing_is_released_before_it_is_decided(case: Moderation) -> None:
    with pytest.raises(IllegalMove), case.work() as work:
        make.released(work, *case.rows(work))


def test_unknown_reference_is_not_found(case: Moderation) -> None:
    with pytest.raises(NotFound), case.work_of(case.lead_id) as work:
        actions.decide(work, actions.Decide("APP-NONE", WORTH_THE_MARK))


def lose_the_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, (_path, kind) in list(render.OWN_FILES.items()):
        monkeypatch.setitem(render.OWN_FILES, name, (tmp_path / "lost" / name, kind))


def test_certificate_that_fails_undoes_the_decision_with_all_that_follows(
    case: Moderation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case.moderate()
    before = case.events()
    with monkeypatch.context() as broken:
        lose_the_files(broken, tmp_path)
        with pytest.raises(CertificateFailed):
            case.decide()
    assert case.state() is ApplicationState.MODERATION
    assert left_behind(case).total() == 0
    assert case.events() == before
    case.decide()
    assert left_behind(case)["certificate"] == 1


def test_certificate_that_fails_undoes_a_release_but_not_the_decision_before_it(
    case: Moderation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case.moderate()
    case.clock.at = FRIDAY
    case.decide()
    with monkeypatch.context() as broken:
        lose_the_files(broken, tmp_path)
        with pytest.raises(CertificateFailed):
            sweep(case, MONDAY_OPENING)
    assert case.state() is ApplicationState.DECIDED
    assert left_behind(case) == Counter({"decision": 1, "award": 0, "certificate": 0, "outbox_email": 0})
    assert sweep(case, MONDAY_OPENING) is ApplicationState.FEEDBACK_RELEASED
