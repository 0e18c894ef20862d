"""One edition of the criteria, as plain frozen values.

The shape is that of the file that the scheme owner edits (``editions/2026.yaml``): a name there is the name here. What
makes an edition sound is checked once, when it is loaded (``loading.py``); everything else may rely on it. A field
added later needs a default: what equals its default is left out of the canonical form, so old hashes stay as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from portal.criteria.terms import (
    AnnualCheck,
    EvidenceRules,
    Fee,
    Level,
    Outcome,
    OutcomeTerms,
    PassRule,
    Scale,
    Scoring,
    SmallChanges,
    Validity,
)
from portal.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class Framework:
    """What the edition is: ``edition`` is its name in public addresses, ``version`` the number on a certificate."""

    id: str
    edition: str
    version: str
    status: str
    title: str
    language: str
    summary: str
    platform_neutral: bool
    platform_note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceType:
    """A kind of evidence, such as a screenshot."""

    id: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorityType:
    """A kind of council that may apply (C1)."""

    id: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """A group of criteria; ``order`` counts from 1, in the order of the file."""

    id: str
    order: int
    title: str
    summary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """The types of evidence that a criterion takes, by id, and examples in words."""

    accepted: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorityNote:
    """How one kind of council reads a criterion."""

    authority_type: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where the idea of a criterion comes from."""

    label: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One statement that a council is scored on.

    ``theme`` is the id of its theme. ``rubric`` has one sentence for each score, so that ``rubric[2]`` says what
    scores 2. ``na_allowed_for`` lists the kinds of council for which it may be not applicable.
    """

    id: str
    theme: str
    title: str
    statement: str
    why_it_matters: str
    what_good_looks_like: tuple[str, ...]
    evidence: Evidence
    rubric: tuple[str, ...]
    essential: bool
    weight: int
    annual_check: bool
    applies_to: Literal["all"]
    na_allowed_for: tuple[str, ...]
    authority_notes: tuple[AuthorityNote, ...]
    founding_uses: tuple[str, ...]
    source_basis: tuple[Source, ...]
    live_check: str | None = None

    def note_for(self, kind: str) -> str | None:
        """The note for this kind of council, or None."""
        return next((entry.note for entry in self.authority_notes if entry.authority_type == kind), None)


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Found = TypeVar("_Found", bound=_Identified)


def _find(entries: Iterable[_Found], wanted: str) -> _Found:
    for entry in entries:
        if entry.id == wanted:
            return entry
    raise NotFound(wanted)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """Everything that a council of this edition is asked and judged by. The lookups raise ``NotFound``."""

    framework: Framework
    scale: Scale
    scoring: Scoring
    pass_rule: PassRule
    outcomes: tuple[OutcomeTerms, ...]
    validity: Validity
    fee: Fee
    evidence_rules: EvidenceRules
    evidence_types: tuple[EvidenceType, ...]
    authority_types: tuple[AuthorityType, ...]
    themes: tuple[Theme, ...]
    criteria: tuple[Criterion, ...]
    annual_check: AnnualCheck

    @property
    def slug(self) -> str:
        """The edition's name in public addresses, such as 2026."""
        return self.framework.edition

    @property
    def version(self) -> str:
        """The number of this version of the framework, such as 1.0."""
        return self.framework.version

    @property
    def title(self) -> str:
        """What the edition is called on pages."""
        return self.framework.title

    @property
    def summary(self) -> str:
        """The edition in two sentences."""
        return self.framework.summary

    @property
    def levels(self) -> tuple[Level, ...]:
        """What each score means, from the lowest."""
        return self.scale.levels

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with this id."""
        return _find(self.criteria, criterion_id)

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id."""
        return _find(self.themes, theme_id)

    def outcome(self, outcome: Outcome) -> OutcomeTerms:
        """What this outcome is called and brings."""
        return _find(self.outcomes, outcome)

    @property
    def small_changes(self) -> SmallChanges:
        """What makes a 'not yet' a small one."""
        terms = self.outcome(Outcome.NOT_YET_MINOR).small_changes
        if terms is None:
            raise NotFound("small_changes")
        return terms

    def criteria_in(self, theme_id: str) -> tuple[Criterion, ...]:
        """The criteria of one theme, in the order of the file."""
        return tuple(criterion for criterion in self.criteria if criterion.theme == theme_id)
