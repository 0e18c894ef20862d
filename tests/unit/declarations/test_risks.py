from datetime import UTC, datetime
from uuid import uuid4

from portal.applications.facts import EvidenceFacts
from portal.applications.models import EvidenceKind, LinkVerdict
from portal.applications.rules import Answered
from portal.criteria.loading import EDITIONS, load_edition
from portal.declarations.risks import Risk, risks_in

EDITION = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))
ESSENTIAL = next(criterion for criterion in EDITION.criteria if criterion.essential)
OTHER = next(criterion for criterion in EDITION.criteria if not criterion.essential)
MAY_NOT_APPLY = next(criterion for criterion in EDITION.criteria if criterion.na_allowed_for)


def link(criterion: str, verdict: LinkVerdict | None = LinkVerdict.OPENS) -> EvidenceFacts:
    at = datetime(2026, 11, 2, tzinfo=UTC)
    shown = f"https://www.town.gov.uk/{criterion}"
    return EvidenceFacts(
        uuid4(), criterion, EvidenceKind.LINK, shown, "", "", None, None, None, None, "Ann", at, verdict, "unknown_host"
    )


EVIDENCE = {criterion.id: (link(criterion.id),) for criterion in EDITION.criteria}


def everything_at(score: int) -> dict[str, Answered]:
    return {criterion.id: Answered(score, statement="x") for criterion in EDITION.criteria}


def test_strong_application_with_evidence_has_no_risks() -> None:
    assert risks_in(EDITION, "district", everything_at(3), EVIDENCE).are_none


def test_essential_below_two_is_a_risk_with_what_its_score_is_called() -> None:
    found = risks_in(EDITION, "district", {**everything_at(3), ESSENTIAL.id: Answered(1)}, EVIDENCE)
    assert found.short == (Risk(ESSENTIAL.id, ESSENTIAL.title, "Starting"),)


def test_scored_answer_without_evidence_is_a_risk_and_one_scored_0_is_not() -> None:
    answers = {**everything_at(3), OTHER.id: Answered(1)}
    without = {name: items for name, items in EVIDENCE.items() if name != OTHER.id}
    assert [risk.criterion for risk in risks_in(EDITION, "district", answers, without).bare] == [OTHER.id]
    assert risks_in(EDITION, "district", {**answers, OTHER.id: Answered(0)}, without).bare == ()


def test_criterion_that_is_said_not_to_apply_is_a_risk() -> None:
    answers = {**everything_at(3), MAY_NOT_APPLY.id: Answered(not_applicable=True)}
    found = risks_in(EDITION, MAY_NOT_APPLY.na_allowed_for[0], answers, EVIDENCE)
    assert [(risk.criterion, risk.score_label) for risk in found.left_out] == [(MAY_NOT_APPLY.id, "")]
    assert found.bare == ()


def test_total_within_five_points_of_the_limit_on_either_side_is_near() -> None:
    # Everything at 2 is 66.7 %; one point of weight is 0.6.
    def at(fewer: int) -> int | None:
        answers = everything_at(2)
        left = fewer
        for criterion in EDITION.criteria:
            if not criterion.essential and left >= criterion.weight:
                answers[criterion.id] = Answered(1)
                left -= criterion.weight
        return risks_in(EDITION, "district", answers, EVIDENCE).near_limit

    assert [at(fewer) for fewer in (0, 2, 3, 12, 20, 21, 25)] == [None, None, 60, 60, 60, None, None]


def test_link_that_did_not_open_is_a_risk_and_one_not_tried_yet_is_none() -> None:
    dead = link(OTHER.id, LinkVerdict.DEAD)
    given = {**EVIDENCE, ESSENTIAL.id: (link(ESSENTIAL.id, None),), OTHER.id: (link(OTHER.id), dead)}
    found = risks_in(EDITION, "district", everything_at(3), given)
    assert (found.dead, found.are_none) == ((dead,), False)
    assert risks_in(EDITION, "district", everything_at(3), EVIDENCE).dead == ()
