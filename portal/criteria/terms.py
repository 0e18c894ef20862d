"""The terms of an edition: the scale, the pass rule, the outcomes, how long an award holds and the annual check.

Plain frozen values in the shape of the file; ``edition.py`` says more about both.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal


class Outcome(StrEnum):
    """What the scores of an application come to, worst first (C5 row 21 of docs/process.md)."""

    NOT_YET_MAJOR = "not_yet_major"
    NOT_YET_MINOR = "not_yet_minor"
    AWARDED = "awarded"
    AWARDED_WITH_COMMENDATION = "awarded_with_commendation"

    @property
    def is_award(self) -> bool:
        """Whether the council holds the Mark."""
        return self in (Outcome.AWARDED, Outcome.AWARDED_WITH_COMMENDATION)


class RuleId(StrEnum):
    """The rules that a pass rule or commendation rule is made of; ``rules.py`` knows how each is measured."""

    PASS = "pass"  # noqa: S105 - the pass rule, not a password
    ESSENTIALS = "essentials"
    TOTAL = "total"
    THEME_FLOOR = "theme_floor"
    NO_ZERO = "no_zero"


class QuestionKind(StrEnum):
    """What a question of the annual check takes as its answer (C11)."""

    CONFIRM = "confirm"
    CONFIRM_OR_UPDATE = "confirm_or_update"
    CONFIRM_AND_NUMBER = "confirm_and_number"
    YES_NO_EXPLAIN = "yes_no_explain"
    PERCENT = "percent"
    DATE_AND_PERCENT = "date_and_percent"
    DATE_AND_CONFIRM = "date_and_confirm"
    TEXT_OPTIONAL = "text_optional"


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """What one score means, whatever the criterion."""

    score: int
    label: str
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """The scores that can be given: whole numbers from ``min``, always 0, to ``max``."""

    min: int
    max: int
    levels: tuple[Level, ...]
    statement_only_cap: int
    statement_only_cap_note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scoring:
    """How scores become a percentage, in words, and the two sums that prove the weights were typed as agreed."""

    method: Literal["weighted_percentage"]
    formula: str
    total_weight: int
    max_weighted_points: int
    not_applicable: str
    rounding: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One condition in words, with the number that it compares: a percentage or a score, as its id demands."""

    id: RuleId
    rule: str
    threshold_percent: int | None = None
    minimum_score: int | None = None

    @property
    def threshold(self) -> int:
        """The number that the rule compares, or 0 for ``pass``, which has none of its own."""
        return self.minimum_score or self.threshold_percent or 0


@dataclass(frozen=True, kw_only=True, slots=True)
class CommendationRule:
    """What must hold for a commendation; its rule ``pass`` stands for the whole pass rule."""

    all_must_hold: tuple[Rule, ...]

    def threshold(self, rule_id: RuleId) -> int:
        """The number that this rule compares, in percent or as a score."""
        return _threshold(self.all_must_hold, rule_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class SanityCheck:
    """A worked case: all essential criteria at one score and all others at another must come to this outcome.

    With ``one_essential``, that score is given to each essential criterion in turn. ``total_percent`` has one decimal.
    """

    case: str
    essentials: int
    others: int
    outcome: Outcome
    one_essential: int | None = None
    total_percent: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PassRule:
    """What must hold for an award, and what more for a commendation."""

    all_must_hold: tuple[Rule, ...]
    commendation_rule: CommendationRule
    sanity_checks: tuple[SanityCheck, ...]

    def threshold(self, rule_id: RuleId) -> int:
        """The number that this rule compares, in percent or as a score."""
        return _threshold(self.all_must_hold, rule_id)


def _threshold(rules: tuple[Rule, ...], rule_id: RuleId) -> int:
    return next(rule.threshold for rule in rules if rule.id is rule_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class SmallChanges:
    """What makes a 'not yet' a small one: a total in percent, and how few criteria, raised to what score, would do."""

    threshold_percent: int
    at_most_criteria: int
    raised_to: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeTerms:
    """What an outcome is called and what it brings. Only ``not_yet_minor`` has ``small_changes``."""

    id: Outcome
    label: str
    public: bool
    certificate: bool = False
    badge: bool = False
    note: str | None = None
    when: str | None = None
    small_changes: SmallChanges | None = None
    named_criteria: str | None = None
    lead_may_override_to_major_with_reason: bool = False
    next_step: str | None = None
    resubmit_within_months: int | None = None
    resubmissions_allowed: int = 0
    apply_again_after_months: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Validity:
    """How long an award holds, and the dates around it, in the units that the names say (C9, C11)."""

    award_months: int
    capped_at_day_before_authority_is_replaced: bool
    renewal_window_opens_months_before_expiry: int
    renewal_last_submission: str
    grace_when_renewal_submitted_in_time_months: int
    annual_check_due_month: int
    annual_check_window_days_before: int
    annual_check_window_days_after: int
    annual_check_spot_check_percent: int
    suspended_if_annual_check_late_days: int
    withdrawn_if_annual_check_late_days: int
    new_criteria_version_notice_months: int
    old_version_drafts_accepted_months_after_new_version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Fee:
    """What an application costs, in words."""

    v1: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Recency:
    """How old evidence may be, in months."""

    posts_and_data_months: int
    policies_in_force_and_reviewed_months: int
    incidents_or_exercises_months: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceRules:
    """How much evidence, in what form. Sizes are in megabytes."""

    max_items_per_criterion: int
    min_items_for_score_2_or_more: int
    statement_max_words: int
    file_formats: tuple[str, ...]
    max_file_mb: int
    max_total_mb: int
    recency: Recency
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question of the annual check, and the ids of the criteria that it keeps an eye on."""

    id: str
    text: str
    criteria: tuple[str, ...]
    type: QuestionKind


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnualCheck:
    """The light check half-way through an award, and how many minutes it should take (C11)."""

    title: str
    target_minutes: int
    declaration_by: str
    questions: tuple[Question, ...]
