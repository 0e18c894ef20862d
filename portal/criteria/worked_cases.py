"""The worked cases of an edition, computed: its own rule must give what the file says it gives."""

from collections.abc import Iterator

from portal.criteria.edition import Edition
from portal.criteria.faults import Fault
from portal.criteria.rules import result
from portal.criteria.terms import SanityCheck
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


def _score_sets(edition: Edition, check: SanityCheck) -> Iterator[dict[str, int]]:
    base = {c.id: check.essentials if c.essential else check.others for c in edition.criteria}
    if check.one_essential is None:
        yield base
    else:
        yield from ({**base, c.id: check.one_essential} for c in edition.criteria if c.essential)
