"""The worked cases of an edition, computed: its own rule must give what the file says it gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from portal.criteria.edition import Edition
from portal.criteria.faults import Fault
from portal.criteria.rules import result
from portal.criteria.terms import Outcome, SanityCheck
from portal.kernel.words import words


def faults_of_worked_cases(edition: Edition) -> Iterator[Fault]:
    """Yield each worked case whose outcome or total differs from what the edition's rule makes of it."""
    for index, check in enumerate(edition.pass_rule.sanity_checks):
        path = ("pass_rule", "sanity_checks", index)
        results = [result(edition, scores) for scores in _score_sets(edition, check)]
        outcomes = {found.outcome for found in results} - {check.outcome}
        for outcome in sorted(outcomes):
            yield Fault(
                (*path, "outcome"),
                words("%(case)s: the rule gives %(outcome)s.", case=check.case, outcome=outcome),
            )
        totals = {found.shown_total for found in results} - {check.total_percent}
        for total in sorted(totals if check.total_percent is not None else ()):
            yield Fault(
                (*path, "total_percent"), words("%(case)s: the rule gives %(total)s%%.", case=check.case, total=total)
            )


@dataclass(frozen=True)
class WorkedCase:
    """One worked case beside what the rule makes of it: each outcome and each total that it comes to, sorted."""

    check: SanityCheck
    outcomes: tuple[Outcome, ...]
    totals: tuple[Decimal, ...]

    @property
    def holds(self) -> bool:
        """Whether the rule gives what the file says, for every set of scores that the case stands for."""
        stated = self.check.total_percent
        return self.outcomes == (self.check.outcome,) and (stated is None or self.totals == (stated,))


def worked_cases(edition: Edition) -> tuple[WorkedCase, ...]:
    """Every worked case of the edition, computed."""
    found = []
    for check in edition.pass_rule.sanity_checks:
        results = [result(edition, scores) for scores in _score_sets(edition, check)]
        outcomes = tuple(sorted({each.outcome for each in results}))
        found.append(WorkedCase(check, outcomes, tuple(sorted({each.shown_total for each in results}))))
    return tuple(found)


def _score_sets(edition: Edition, check: SanityCheck) -> Iterator[dict[str, int]]:
    base = {c.id: check.essentials if c.essential else check.others for c in edition.criteria}
    if check.one_essential is None:
        yield base
    else:
        yield from ({**base, c.id: check.one_essential} for c in edition.criteria if c.essential)
