from dataclasses import replace

from portal.criteria.comparing import News, news_since
from tests.unit.criteria.sample import EDITION


def test_same_edition_brings_nothing_new() -> None:
    assert news_since(EDITION, EDITION) == {}


def test_new_criterion_and_other_words_are_told_apart_and_a_title_counts_for_nothing() -> None:
    first, second, third, fourth, *rest = EDITION.criteria
    before = replace(EDITION, criteria=(second, third, fourth, *rest))
    now = replace(
        EDITION,
        criteria=(
            first,
            replace(second, statement="Other words."),
            replace(third, rubric=("Other words.", *third.rubric[1:])),
            replace(fourth, title="Another title"),
            *rest,
        ),
    )
    assert news_since(before, now) == {first.id: News.NEW, second.id: News.REWORDED, third.id: News.REWORDED}
