"""What a council's own answers come to under the rule of the edition (officer story 5 of docs/needs.md)."""

from collections.abc import Mapping

from portal.applications.rules import Answered
from portal.criteria.edition import Edition
from portal.criteria.results import Result
from portal.criteria.rules import result


def own_scores(answers: Mapping[str, Answered]) -> tuple[dict[str, int], frozenset[str]]:
    """The scores that are chosen, by criterion id, and the criteria that are said not to apply."""
    scores = {name: given.self_score for name, given in answers.items() if given.self_score is not None}
    return scores, frozenset(name for name, given in answers.items() if given.not_applicable)


def own_result(edition: Edition, kind: str, answers: Mapping[str, Answered]) -> Result:
    """What the answers of a council of this kind come to; what is not answered counts as 0.

    Raises RuleBroken where a criterion was called not applicable that may not be: saving an answer has refused that.
    """
    scores, not_applicable = own_scores(answers)
    return result(edition, scores, kind, not_applicable)
