"""What a later edition asks differently: for a council whose answers come from an earlier one (C5, row 1)."""

from collections.abc import Mapping
from enum import StrEnum

from portal.criteria.edition import Edition
from portal.kernel.words import Words, words


class News(StrEnum):
    """What has become of a criterion since an earlier edition."""

    NEW = "new"
    REWORDED = "reworded"


NEWS_WORDS: Mapping[News, Words] = {
    News.NEW: words("This criterion is new. You have not answered it before."),
    News.REWORDED: words("The words of this criterion have changed since your last answer. Read it again."),
}
NEWS_TAGS: Mapping[News, Words] = {News.NEW: words("New criterion"), News.REWORDED: words("Words changed")}


def news_since(before: Edition, now: Edition) -> dict[str, News]:
    """What is new or worded differently in the later edition, by criterion id. Its statement and its rubric count."""
    earlier = {criterion.id: criterion for criterion in before.criteria}
    found = {}
    for criterion in now.criteria:
        known = earlier.get(criterion.id)
        if known is None:
            found[criterion.id] = News.NEW
        elif (known.statement, known.rubric) != (criterion.statement, criterion.rubric):
            found[criterion.id] = News.REWORDED
    return found
