from collections.abc import Iterable
from datetime import date

import pytest

from portal.completeness import rules
from portal.completeness.rules import DECLARATION, Missing
from portal.completeness.states import LACK_WORDS, Lack
from portal.criteria.loading import EDITIONS, load_edition
from portal.kernel.errors import Problem

EDITION = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))
LINK = Missing("INF-1", Lack.BROKEN_LINK, "The second link answers “404”, =cmd 🙂")


def said(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def test_items_are_the_presence_every_criterion_and_the_declaration() -> None:
    items = rules.items_of(EDITION)
    assert (items[0], items[-1], len(items)) == ("presence", "declaration", 30)


@pytest.mark.parametrize("missing", [LINK, Missing("presence", Lack.OTHER, "x")])
def test_missing_thing_can_be_listed(missing: Missing) -> None:
    assert said(rules.missing_problems(EDITION, missing)) == []


@pytest.mark.parametrize(
    ("missing", "problems"),
    [
        (Missing("ZZZ-9", Lack.OTHER, "x"), ["This application has no part ZZZ-9."]),
        (Missing("INF-1", None, "x"), ["lack: Choose what kind of thing is missing."]),
        (
            Missing("INF-1", Lack.OTHER, " \n"),
            ["what: Say what exactly is missing, so that the council can find it."],
        ),
        (Missing("INF-1", Lack.OTHER, "x" * 1001), ["what: Write at most 1000 characters."]),
        (Missing("INF-1", Lack.WRONG_DECLARANT, "x"), ["lack: This cannot be missing here. Choose another kind."]),
        (Missing(DECLARATION, Lack.BROKEN_LINK, "x"), ["lack: This cannot be missing here. Choose another kind."]),
    ],
)
def test_missing_thing_that_says_too_little_is_not_listed(missing: Missing, problems: list[str]) -> None:
    assert said(rules.missing_problems(EDITION, missing)) == problems


@pytest.mark.parametrize("lack", [Lack.WRONG_DECLARANT, Lack.OTHER])
def test_declaration_can_be_listed_for_its_signatory(lack: Lack) -> None:
    assert said(rules.missing_problems(EDITION, Missing(DECLARATION, lack, "x"))) == []


def test_application_with_a_list_is_returned_and_not_passed() -> None:
    assert said(rules.return_problems([LINK])) == []
    assert said(rules.pass_problems([LINK], confirmed=True)) == [
        "You have listed something that is missing. Return the application, or take it off."
    ]


def test_application_without_a_list_is_passed_and_not_returned() -> None:
    assert said(rules.pass_problems([], confirmed=True)) == []
    assert said(rules.return_problems([])) == [
        "List at least one thing that is missing, beside the answer that lacks it."
    ]


def test_application_is_not_passed_before_everything_was_looked_at() -> None:
    assert said(rules.pass_problems([], confirmed=False)) == [
        "confirmed: Tick the box to say that you have looked at everything."
    ]


def test_every_lack_has_words() -> None:
    assert set(LACK_WORDS) == set(Lack)


def test_council_is_told_the_kind_and_what_exactly() -> None:
    assert rules.told(LINK) == "A link does not work: The second link answers “404”, =cmd 🙂"


def test_dates_are_counted_in_working_days_over_christmas() -> None:
    # 21 December 2026 is a Monday; 25 and 28 December and 1 January are bank holidays.
    signed = date(2026, 12, 21)
    assert (rules.check_by(signed), rules.fix_by(signed)) == (date(2026, 12, 30), date(2027, 1, 21))
