"""The reads of an edition."""

import pytest

from portal.criteria.terms import Outcome, RuleId
from portal.kernel.errors import NotFound
from tests.unit.criteria.sample import EDITION


def test_edition_of_2026_has_28_criteria_in_8_themes_and_11_essentials() -> None:
    assert (EDITION.slug, EDITION.version) == ("2026", "1.0")
    assert (len(EDITION.criteria), len(EDITION.themes)) == (28, 8)
    assert [criterion.id for criterion in EDITION.criteria if criterion.essential] == [
        *("INF-1", "INF-2", "EMG-1", "TWO-1", "TWO-3", "TWO-5", "OPN-1", "INC-1", "SAF-1", "SAF-2", "SAF-3")
    ]


def test_criteria_in_theme_keep_the_order_of_the_file() -> None:
    assert [criterion.id for criterion in EDITION.criteria_in("OPN")] == ["OPN-1", "OPN-2", "OPN-3"]


def test_criteria_in_unknown_theme_are_none() -> None:
    assert EDITION.criteria_in("ŵ") == ()


def test_lookup_by_id_finds_the_entry() -> None:
    assert EDITION.criterion("EMG-2").title == "Out-of-hours cover and continuity"
    assert EDITION.theme("INC").title == "For everyone"
    assert EDITION.outcome(Outcome.NOT_YET_MINOR).resubmit_within_months == 3


def test_lookup_of_unknown_id_is_not_found() -> None:
    with pytest.raises(NotFound):
        EDITION.criterion("EMG-9")


def test_rubric_is_read_by_score() -> None:
    rubric = EDITION.criterion("INF-1").rubric
    assert len(rubric) == 4
    assert rubric[0] == "We found no service updates, or the accounts have been silent for more than 30 days."


def test_note_for_a_kind_of_council_is_its_own() -> None:
    criterion = EDITION.criterion("TWO-1")
    assert criterion.note_for("fire_rescue") == "State clearly that emergencies must be reported by calling 999."
    assert criterion.note_for("county") is None


def test_thresholds_are_those_of_the_rule_asked() -> None:
    rule = EDITION.pass_rule
    assert [rule.threshold(rule_id) for rule_id in (RuleId.ESSENTIALS, RuleId.TOTAL, RuleId.THEME_FLOOR)] == [2, 60, 40]
    more = rule.commendation_rule
    assert [more.threshold(rule_id) for rule_id in (RuleId.TOTAL, RuleId.THEME_FLOOR, RuleId.NO_ZERO)] == [80, 60, 1]


def test_only_the_two_awards_are_awards() -> None:
    assert [outcome for outcome in Outcome if outcome.is_award] == [
        Outcome.AWARDED,
        Outcome.AWARDED_WITH_COMMENDATION,
    ]
