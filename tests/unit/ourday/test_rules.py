from datetime import date

import pytest

from portal.ourday.published import published_years
from portal.ourday.rules import ABOUT_MAX_CHARACTERS, MOST_REACHED, Part, day_problems, part_problems

DAY = date(2025, 11, 18)


def fields(part: Part, today: date = DAY) -> list[str]:
    return [problem.field for problem in part_problems(part, DAY, today)]


def test_part_in_a_day_that_is_over_is_recorded() -> None:
    assert fields(Part(45, 6, 12_000, "https://social.example/@town/1", "Gritting, and 🙂 ŵ שלום")) == []
    assert fields(Part(1, 1)) == []


def test_part_in_a_day_to_come_is_not() -> None:
    assert fields(Part(1, 1), today=date(2025, 11, 17)) == [""]


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (Part(0, 1), "posts"),
        (Part(100_001, 1), "posts"),
        (Part(1, 0), "accounts"),
        (Part(1, 1_001), "accounts"),
        (Part(1, 1, -1), "reached"),
        (Part(1, 1, MOST_REACHED + 1), "reached"),
        (Part(1, 1, None, "javascript:alert(1)"), "best_post"),
        (Part(1, 1, None, "", "a" * (ABOUT_MAX_CHARACTERS + 1)), "about"),
    ],
)
def test_figure_that_cannot_be_is_named(part: Part, field: str) -> None:
    assert fields(part) == [field]


def test_day_has_a_name_and_lies_in_its_year() -> None:
    assert [problem.field for problem in day_problems(2026, "#OurDay", date(2026, 11, 18))] == []
    assert [problem.field for problem in day_problems(2026, " ", date(2025, 11, 18))] == ["held_on", "name"]
    assert [problem.field for problem in day_problems(2011, "#OurDay", date(2011, 11, 18))] == ["year"]


def test_published_figures_are_the_sources_own_and_each_year_names_where_they_stand() -> None:
    found = {year.year: year for year in published_years()}
    assert list(found) == [2012, 2013, 2014, 2015, 2016, 2017, 2018, 2020]
    assert {year: entry.posts.low for year, entry in found.items() if entry.posts} == {
        2012: 10_000,
        2013: 11_000,
        2014: 16_500,
        2015: 18_000,
        2016: 37_000,
        2017: 45_083,
    }
    assert all(entry.sources for entry in found.values())
    assert all(entry.held_on is None or entry.held_on.year == year for year, entry in found.items())
    assert [year for year, entry in found.items() if entry.held_on is None and not entry.when] == []
