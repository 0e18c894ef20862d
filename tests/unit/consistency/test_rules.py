from datetime import date

import pytest

from portal.consistency.rules import (
    Anchoring,
    Identity,
    anchoring,
    exercise_problems,
    middle,
    named_in,
    quarter_begins,
    quarter_of,
    spread,
    text_problems,
)

ASHBY = Identity("Ashby and Wold District Council", "Cyngor Ashby", ("ashby.gov.uk", "https://social.example/@ashby"))
BATH = Identity("Bath and North East Somerset Council", "", ("bathnes.gov.uk",))
TODAY, LATER = date(2026, 11, 18), date(2026, 11, 19)


def test_anchoring_counts_who_moved_towards_the_councils_own_score_and_who_away() -> None:
    # First, last, the council's own: not changed, nearer, further, changed to the other side at the same distance.
    assert anchoring([(2, 2, 3), (1, 2, 3), (2, 1, 3), (1, 3, 2)]) == Anchoring(4, 3, 1, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Our office in Wold is closed.", ("Wold",)),
        ("We answer within a day.", ()),
        ("Ashby and Wold District Council answers.", ("Ashby and Wold District Council", "Ashby", "Wold")),
        ("CYNGOR ASHBY sy’n ateb.", ("Cyngor Ashby",)),
        ("See https://www.ASHBY.gov.uk/news.", ("ashby.gov.uk",)),
        ("Write to press@ashby.gov.uk", ("ashby.gov.uk",)),
        ("Our account is https://social.example/@ashby.", ("https://social.example/@ashby",)),
        ("As bathnes.gov.uk does.", ("bathnes.gov.uk",)),
        ("We take a bath.", ()),
        ("ashbygov and mashby are no names of ours.", ()),
    ],
)
def test_names_and_addresses_of_councils_are_found_in_a_text(text: str, found: tuple[str, ...]) -> None:
    assert named_in(text, ASHBY, [BATH]) == found


def test_place_is_looked_for_with_its_capitals_and_of_the_own_council_only() -> None:
    reading = Identity("Reading Borough Council", "", ())
    assert named_in("We are reading every reply.", reading, []) == ()
    assert named_in("In Reading we reply.", reading, []) == ("Reading",)
    assert named_in("In Reading we reply.", None, [reading]) == ()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("London Borough of Camden", "Camden"),
        ("Isle of Wight Council", "Isle of Wight"),
        ("Hampshire and Isle of Wight Fire and Rescue Authority", "Hampshire"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("Peak District National Park Authority", "Peak"),
        ("City of York Council", "York"),
        ("King’s Lynn & West Norfolk Borough Council", "West Norfolk"),
    ],
)
def test_place_is_what_is_left_of_a_name(name: str, place: str) -> None:
    assert named_in(f"We are in {place}.", Identity(name, "", ()), []) == (place,)


@pytest.mark.parametrize(
    ("day", "quarter", "begins"),
    [
        (date(2026, 1, 1), "2026 Q1", date(2026, 1, 1)),
        (date(2026, 3, 31), "2026 Q1", date(2026, 1, 1)),
        (date(2026, 4, 1), "2026 Q2", date(2026, 4, 1)),
        (date(2026, 12, 31), "2026 Q4", date(2026, 10, 1)),
    ],
)
def test_quarter_of_a_day_and_its_first_day(day: date, quarter: str, begins: date) -> None:
    assert (quarter_of(day), quarter_begins(day)) == (quarter, begins)


def test_spread_and_middle_count_what_does_not_apply_apart() -> None:
    assert spread([0, 2, 2, None]) == (1, 0, 2, 0, 1)
    assert [middle(each) for each in ([0, 2, 2, None], [1, 2], [3, None], [None], [])] == [2, 1, 3, None, None]


@pytest.mark.parametrize(
    ("title", "finish_by", "chosen", "editions", "fields"),
    [
        ("Calibration", LATER, ["A", "B"], {"2026"}, []),
        ("", LATER, ["A", "B"], {"2026"}, ["title"]),
        ("x" * 101, LATER, ["A", "B"], {"2026"}, ["title"]),
        ("Calibration", TODAY, ["A", "B"], {"2026"}, ["finish_by"]),
        ("Calibration", LATER, ["A", "A"], {"2026"}, ["application_b"]),
        ("Calibration", LATER, ["A"], {"2026"}, ["application_b"]),
        ("Calibration", LATER, ["A", "B"], {"2026", "2028"}, ["application_b"]),
    ],
)
def test_exercise_has_a_title_a_day_and_two_applications_of_one_edition(
    title: str, finish_by: date, chosen: list[str], editions: set[str], fields: list[str]
) -> None:
    assert [problem.field for problem in exercise_problems(title, finish_by, TODAY, chosen, editions)] == fields


@pytest.mark.parametrize(("length", "problems"), [(9, 1), (10, 0), (5000, 0), (5001, 1)])
def test_text_is_a_sentence_and_not_a_book(length: int, problems: int) -> None:
    assert len(list(text_problems("note", "x" * length))) == problems
