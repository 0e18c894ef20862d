from dataclasses import replace
from datetime import date

import pytest

from portal.assignments.states import AssignmentState
from portal.objections.rules import Named, Standing, answer_problems, begins, reason_problems, standing

_S = AssignmentState
LAST_DAY, DAY_AFTER = date(2026, 12, 24), date(2026, 12, 25)
NAMED = Named(_S.PROPOSED, LAST_DAY, begun=False, waived=False, objected=False, upheld=None)
ACCEPTED = replace(NAMED, state=_S.ACCEPTED)


@pytest.mark.parametrize(
    ("named", "today", "stands", "begun"),
    [
        (NAMED, LAST_DAY, Standing.OPEN, False),
        (NAMED, DAY_AFTER, Standing.TOO_LATE, False),
        (replace(NAMED, waived=True), LAST_DAY, Standing.WAIVED, False),
        (replace(NAMED, state=_S.LINK_DECLARED), DAY_AFTER, Standing.TOO_LATE, False),
        (replace(NAMED, state=_S.DECLINED), LAST_DAY, Standing.GONE, False),
        (replace(NAMED, state=_S.DECLINED, objected=True), LAST_DAY, Standing.GONE, False),
        (ACCEPTED, LAST_DAY, Standing.OPEN, False),
        (ACCEPTED, DAY_AFTER, Standing.TOO_LATE, True),
        (replace(ACCEPTED, waived=True), LAST_DAY, Standing.WAIVED, True),
        (replace(ACCEPTED, objected=True), DAY_AFTER, Standing.OBJECTED, False),
        (replace(ACCEPTED, objected=True, upheld=False), LAST_DAY, Standing.NOT_UPHELD, True),
        (replace(NAMED, state=_S.TAKEN_BACK, objected=True, upheld=True), LAST_DAY, Standing.UPHELD, False),
        (replace(ACCEPTED, begun=True), LAST_DAY, Standing.BEGUN, False),
        (replace(NAMED, state=_S.LOCKED, begun=True, waived=True), DAY_AFTER, Standing.BEGUN, False),
    ],
)
def test_review_begins_once_accepted_and_nothing_stands_against_it(
    named: Named, today: date, stands: Standing, begun: bool
) -> None:
    assert (standing(named, today), begins(named, today)) == (stands, begun)


@pytest.mark.parametrize(("why", "count"), [("", 1), ("They are not nice.", 1), ("ŵ" * 20, 0), ("w" * 2001, 1)])
def test_objection_needs_a_reason_of_some_length(why: str, count: int) -> None:
    assert len(list(reason_problems(why))) == count


def test_answer_needs_a_choice_and_a_reason() -> None:
    assert [problem.field for problem in answer_problems(None, "")] == ["upheld", "answer"]
    assert [problem.field for problem in answer_problems(upheld=False, answer="w" * 2001)] == ["answer"]
    assert list(answer_problems(upheld=True, answer="A fair observer would doubt it.")) == []
