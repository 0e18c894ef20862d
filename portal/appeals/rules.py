"""What an appeal must say, who may hear it and what they may find: C8 of docs/process.md."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.appeals.states import Advice, Finding, Ground
from portal.kernel.calendar import add_working_days
from portal.kernel.clock import day_of
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

# The service standards of C3 and C8, in working days: both from the day on which an appeal is lodged.
LODGE_WITHIN = 20
ADMIT_WITHIN = 5
ANSWER_WITHIN = 30

PANEL_SIZE = 3
MAJORITY = 2
TOP_SCORE = 3
SHORTEST_REASON = 10
SHORTEST_STATEMENT = 40
LONGEST_STATEMENT = 8000

# On these grounds an appeal is about scores, so it says which.
ABOUT_SCORES = frozenset({Ground.EVIDENCE_OVERLOOKED, Ground.ERROR_OF_FACT})

GROUND_HELP: dict[Ground, Words] = {
    Ground.PROCEDURE: words(
        "A step of the published process was left out or done otherwise, and it may have changed the result."
    ),
    Ground.EVIDENCE_OVERLOOKED: words(
        "Something that was in your application when it was signed was not taken into account. Say where it is."
    ),
    Ground.CONFLICT_NOT_DECLARED: words(
        "Somebody who scored or decided had a tie to your council, or to one that competes with it, and did not say so."
    ),
    Ground.ERROR_OF_FACT: words("A reason says something that is plainly not so, and anybody can check it."),
}


def lodge_by(released_on: date) -> date:
    """The last day on which an appeal against a result can be lodged (C3)."""
    return add_working_days(released_on, LODGE_WITHIN)


def admit_by(lodged_at: datetime) -> date:
    """The day by which the council is told whether its appeal is admitted (C8)."""
    return add_working_days(day_of(lodged_at), ADMIT_WITHIN)


def answer_by(lodged_at: datetime) -> date:
    """The day by which the panel answers (C3)."""
    return add_working_days(day_of(lodged_at), ANSWER_WITHIN)


def appeal_problems(
    grounds: Collection[Ground], criteria: Collection[str], statement: str, known: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with what a council has written; ``known`` are the criteria of its edition."""
    if not grounds:
        yield Problem("grounds", words("Choose at least one ground. Without one an appeal cannot be heard."))
    if not set(criteria) <= set(known):
        yield Problem("criteria", words("Choose criteria from the list."))
    elif ABOUT_SCORES & set(grounds) and not criteria:
        yield Problem("criteria", words("Choose the criteria that this is about: the panel looks at these again."))
    if len(statement.strip()) < SHORTEST_STATEMENT:
        yield Problem("statement", words("Say in a few sentences what happened and what you ask the panel to do."))
    elif len(statement) > LONGEST_STATEMENT:
        yield Problem("statement", words("Write at most %(most)s characters.", most=LONGEST_STATEMENT))


def reason_problems(field: str, reason: str, said: Words) -> Iterator[Problem]:
    """The problem ``said`` for the field where the reason is not even a short sentence."""
    if len(reason.strip()) < SHORTEST_REASON:
        yield Problem(field, said)
    elif len(reason) > LONGEST_STATEMENT:
        yield Problem(field, words("Write at most %(most)s characters.", most=LONGEST_STATEMENT))


@dataclass(frozen=True)
class Sitter:
    """Somebody who may be asked to hear an appeal, and in ``bar`` why they must not; None where nothing is against it.

    ``outside``: from outside local government.
    """

    person_id: UUID
    name: str
    employer: str
    outside: bool
    bar: Words | None = None


def members_problems(chair: Sitter, chosen: Sequence[UUID], free: Mapping[UUID, Sitter]) -> Iterator[Problem]:
    """Yield what is wrong with the two whom the chair has chosen (C2, C8)."""
    two = frozenset(chosen)
    if len(two) != PANEL_SIZE - 1 or len(chosen) != len(two):
        yield Problem("members", words("Choose two people: with you they are the panel of three."))
    elif not two <= free.keys():
        yield Problem("members", words("Choose from the list: nobody with a tie to the council or the case can sit."))
    elif not (chair.outside or any(free[person].outside for person in two)):
        yield Problem("members", words("One of the three must be from outside local government. Choose another."))


def may_refuse(advice: Advice | None) -> bool:
    """Whether the chair may leave an appeal unheard: only where an administrator has advised so (C8)."""
    return advice is Advice.DO_NOT_ADMIT


def majority(findings: Iterable[Finding]) -> Finding | None:
    """What at least two of three have found, once all three have; None until then and where all differ."""
    counted = Counter(findings)
    if counted.total() < PANEL_SIZE:
        return None
    found, votes = counted.most_common(1)[0]
    return found if votes >= MAJORITY else None


def findings_open_to(*, is_award: bool, about_criteria: bool) -> tuple[Finding, ...]:
    """What a panel may find. An appeal never takes an award away: where there is one, nobody reviews afresh.

    Without criteria under appeal there is no score to put right.
    """
    return tuple(
        finding
        for finding in Finding
        if not (finding is Finding.FRESH_REVIEW and is_award)
        and not (finding is Finding.CORRECT and not about_criteria)
    )


def correction_problems(decided: int | None, score: int | None, reason: str) -> Iterator[Problem]:
    """Yield what is wrong with a corrected score: an appeal never lowers one."""
    if decided is None:
        said = words("This criterion was agreed not to apply. Only a fresh review can look at that again.")
        yield Problem("score", said)
    elif score is None or not decided <= score <= TOP_SCORE:
        yield Problem("score", words("Choose a score. An appeal never lowers one: it was %(score)s.", score=decided))
    yield from reason_problems(
        "reason", reason, words("Give the reason in at least one sentence. The council reads it.")
    )


def raises_any(decided: Mapping[str, int | None], corrected: Mapping[str, int | None]) -> bool:
    """Whether any corrected score is higher than the decided one; without one nothing is put right."""
    return any((score or 0) > (decided.get(criterion) or 0) for criterion, score in corrected.items())
