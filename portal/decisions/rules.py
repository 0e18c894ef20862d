"""What moderation needs, what a decision rests on, and what a council does next (C5 rows 20 to 22, C7)."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from portal.criteria.edition import Edition
from portal.criteria.results import Judged, Result, Step, outcome_from
from portal.criteria.rules import result
from portal.criteria.terms import Outcome
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

SHORTEST_REASON = 10
BIG_DIFFERENCE = 2
LONGEST_HOLD_DAYS = 30
# From this score on nothing needs to be said about what would move it up (C6).
GOOD = 2


@dataclass(frozen=True)
class Final:
    """The score that counts on one criterion, None where it is not applicable, and what the council reads of it."""

    score: int | None
    reason: str
    improvement: str = ""


def moderation_problems(
    score: int | None, reason: str, improvement: str, why_changed: str, given: Collection[int | None]
) -> Iterator[Problem]:
    """Yield what keeps a final score from being saved beside those that were given; the fields are those of the form.

    One that differs from any of them needs a reason of its own, which is kept for the record; one below 2 says what
    would move it up (C6).
    """
    if len(reason) < SHORTEST_REASON:
        yield Problem("reason", words("Give the reason in at least one sentence. The council reads it."))
    if score is not None and score < GOOD and len(improvement) < SHORTEST_REASON:
        yield Problem("improvement", words("Say in a sentence what would move this score up. The council reads it."))
    if any(score != each for each in given) and len(why_changed) < SHORTEST_REASON:
        yield Problem("why_changed", words("Say in a sentence why this differs from a reviewer’s score."))


def holding_problems(not_before: date | None, day: date) -> Iterator[Problem]:
    """Yield what is wrong with the day until which a result is to be held: C9 allows 30 days."""
    if not_before is not None and not day <= not_before <= day + timedelta(days=LONGEST_HOLD_DAYS):
        yield Problem("not_before", words("Choose a day within the next %(days)s days.", days=LONGEST_HOLD_DAYS))


def result_of(edition: Edition, finals: Mapping[str, Final], kind: str, *, resubmission: bool = False) -> Result:
    """What the final scores come to under the edition's rule; after a resubmission there is no second one."""
    scores = {criterion: final.score for criterion, final in finals.items() if final.score is not None}
    left_out = frozenset(criterion for criterion, final in finals.items() if final.score is None)
    found = result(edition, scores, kind, left_out)
    return as_resubmission(edition, found) if resubmission else found


def as_resubmission(edition: Edition, found: Result) -> Result:
    """The result of a resubmission: one that still does not pass is 'not yet: more work' (C5, row 27).

    A step more in the trace says so, so that the outcome follows from the trace like every other.
    """
    allowed = edition.outcome(Outcome.NOT_YET_MINOR).resubmissions_allowed
    step = Step(
        Judged.SMALL_CHANGES,
        "resubmission",
        inputs=(("resubmissions", Fraction(1)),),
        measured=Fraction(1),
        threshold=Fraction(allowed - 1),
        words=words(
            "This is a resubmission. There can be %(allowed)s at most, so small changes cannot be asked again.",
            allowed=allowed,
        ),
        at_most=True,
    )
    trace = (*found.trace, step)
    outcome = outcome_from(trace)
    named = found.named_criteria if outcome is Outcome.NOT_YET_MINOR else None
    return replace(found, outcome=outcome, named_criteria=named, trace=trace)


def record_of(
    edition: Edition,
    edition_sha256: str,
    finals: Mapping[str, Final],
    kind: str,
    found: Result,
    *,
    resubmission_of: str = "",
    appeal: str = "",
) -> bytes:
    """Everything that an outcome follows from, as canonical JSON: sorted keys, UTF-8, no spaces.

    ``resubmission_of`` is the reference of the application that a resubmission repeats, ``appeal`` that of the appeal
    after which scores were put right; no other record has these entries.
    """
    document = {
        "edition": edition.slug,
        "edition_sha256": edition_sha256,
        "kind": kind,
        "scores": {criterion: final.score for criterion, final in finals.items()},
        "outcome": found.outcome,
        "total": total_of(found),
    }
    if resubmission_of:
        document["resubmission_of"] = resubmission_of
    if appeal:
        document["appeal"] = appeal
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def total_of(found: Result) -> str:
    """The exact total in percent, as a record says it, such as 200/3."""
    return f"{found.total_percent.numerator}/{found.total_percent.denominator}"


def sha256(record: bytes) -> str:
    """The hash by which a record is known."""
    return hashlib.sha256(record).hexdigest()


def resubmit_by(edition: Edition, outcome: Outcome, counts_from: date) -> date | None:
    """The last day on which a council may improve what the decision named and send it again; None where it may not."""
    months = edition.outcome(outcome).resubmit_within_months
    return None if months is None else counts_from + relativedelta(months=months)


def again_from(edition: Edition, outcome: Outcome, released_on: date) -> date | None:
    """The first day on which a council may apply again after this outcome; None where it may at once."""
    months = edition.outcome(outcome).apply_again_after_months
    return None if months is None else released_on + relativedelta(months=months)


def next_step(edition: Edition, outcome: Outcome, released_on: date, counts_from: date) -> Words:
    """What the council can do now and by when (C7).

    The time to send criteria again is counted from ``counts_from``, which an appeal moves; the day from which it may
    apply again from ``released_on``, which nothing moves: an appeal costs nobody time.
    """
    if outcome.is_award:
        return words("Show the badge on the websites you gave us, and tell your residents.")
    by = resubmit_by(edition, outcome, counts_from)
    if by is not None:
        return words("Improve the criteria named below and send only those again by %(day)s.", day=by)
    return words(
        "Work through the actions below and apply again when you are ready, from %(day)s. This feedback stays here.",
        day=again_from(edition, outcome, released_on) or released_on,
    )
