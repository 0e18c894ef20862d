"""Where two reviewers differ, and on what they have to talk before anything is decided (C6 of docs/process.md)."""

from collections.abc import Collection, Mapping
from enum import IntEnum

from portal.criteria.edition import Edition
from portal.criteria.terms import Outcome
from portal.decisions.rules import BIG_DIFFERENCE, Final, result_of


class Apart(IntEnum):
    """How far two scores are from each other, as a page sorts them."""

    NOT = 0
    ONE = 1
    FAR = 2


def apart(scores: Collection[int | None]) -> Apart:
    """How far the scores given on one criterion are from each other; with one score alone there is no difference.

    None means that the criterion does not apply: beside any score that is as far as can be.
    """
    if len(set(scores)) <= 1:
        return Apart.NOT
    given = [score for score in scores if score is not None]
    if len(given) < len(scores):
        return Apart.FAR
    return Apart.FAR if max(given) - min(given) >= BIG_DIFFERENCE else Apart.ONE


def to_talk_about(
    edition: Edition,
    first: Mapping[str, int | None],
    second: Mapping[str, int | None],
    kind: str,
    *,
    resubmission: bool = False,
) -> tuple[str, ...]:
    """The criteria that need a conversation, by id, in the order of the edition.

    These are those on which the scores are two or more apart, and those on which the second score in the place of the
    first changes the outcome. Where no single one does, but all of them together do, it is every one that differs.
    """
    differing = tuple(
        criterion.id
        for criterion in edition.criteria
        if criterion.id in second and apart((first[criterion.id], second[criterion.id])) is not Apart.NOT
    )

    def outcome(changed: Collection[str]) -> Outcome:
        scores = {name: second[name] if name in changed else score for name, score in first.items()}
        finals = {name: Final(score, "") for name, score in scores.items()}
        return result_of(edition, finals, kind, resubmission=resubmission).outcome

    before = outcome(())
    decisive = {name for name in differing if outcome((name,)) is not before}
    if not decisive and outcome(differing) is not before:
        return differing
    return tuple(name for name in differing if name in decisive or apart((first[name], second[name])) is Apart.FAR)
