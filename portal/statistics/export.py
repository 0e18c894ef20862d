"""The figures as a workbook and as CSV, with what each means."""

from collections.abc import Iterator

from portal.documents.workbook import Book, Cell, Column, Note, Table
from portal.kernel.words import Words, words
from portal.statistics.queries import Count, Group, Statistics
from portal.statistics.wording import MEANING, OUTCOMES

TITLE = words("The scheme in numbers")
_N = Column(words("How many"), 12)


def long_table(page: Statistics) -> Table:
    """Every figure as one line, for scripts: what it is about, which, what of it, and the figure."""
    columns = (
        Column(words("About"), 24),
        Column(words("Which"), 44),
        Column(words("Figure"), 20),
        Column(words("Value"), 12),
    )
    return Table(TITLE, columns, tuple(_lines(page)))


def _lines(page: Statistics) -> Iterator[tuple[Cell, ...]]:
    for count in page.states:
        yield words("Where it stands"), count.said, words("How many"), count.n
    for time in page.times:
        found = time.spread
        for figure, value in (
            (words("Standard"), time.standard.days),
            (words("n"), found.n),
            (words("Median"), found.median),
            (words("90th percentile"), found.ninth),
            (words("In time, per cent"), found.in_time),
        ):
            yield words("Working days"), time.standard.said, figure, value
    for about, groups in ((words("Kind of council"), page.kinds), (words("Region"), page.regions)):
        for group in groups:
            for said, n in zip(OUTCOMES.values(), group.counts, strict=True):
                yield about, group.said, said, n
    for about, counts in (
        (words("Outcome"), page.outcomes),
        (words("Sent again"), page.resubmissions),
        (words("Appeals"), page.appeals),
        (words("Reason for a second review"), page.triggers),
    ):
        for count in counts:
            yield about, count.said, words("How many"), count.n
    for quarter in page.quarters:
        yield words("Quarter"), quarter.name, words("Signed"), quarter.signed
        yield words("Quarter"), quarter.name, words("With a result"), quarter.results
        yield words("Quarter"), quarter.name, words("Awarded"), quarter.awarded


def book(page: Statistics) -> Book:
    """The workbook: a sheet for each table of the page, and the data dictionary."""
    period = words("Applications signed in %(quarter)s", quarter=page.quarter) if page.quarter else words("All time")
    times = tuple(
        (
            t.standard.said,
            t.standard.whose,
            t.standard.days,
            t.spread.n,
            t.spread.median,
            t.spread.ninth,
            t.spread.in_time,
        )
        for t in page.times
    )
    return Book(
        TITLE,
        (
            Table(
                words("Times"),
                (
                    Column(words("Step"), 40),
                    Column(words("Whose time"), 14),
                    Column(words("Standard"), 12),
                    Column(words("n"), 10),
                    Column(words("Median"), 12),
                    Column(words("90th percentile"), 14),
                    Column(words("In time, per cent"), 14),
                ),
                times,
            ),
            _counts(words("Where they stand"), page.states),
            _counts(words("Outcomes"), page.outcomes),
            _by_outcome(words("By kind"), page.kinds),
            _by_outcome(words("By region"), page.regions),
            _counts(words("Sent again"), page.resubmissions),
            _counts(words("Appeals"), page.appeals),
            _counts(words("Second reviews"), (Count(words("Second reviews"), page.second_reviews), *page.triggers)),
            Table(
                words("Quarters"),
                (
                    Column(words("Quarter of signing"), 20),
                    Column(words("Signed"), 12),
                    Column(words("Results"), 12),
                    Column(words("Awarded"), 12),
                ),
                tuple((each.name, each.signed, each.results, each.awarded) for each in page.quarters),
            ),
            Note(words("What the figures mean"), period, MEANING),
        ),
    )


def _counts(name: Words, counts: tuple[Count, ...]) -> Table:
    return Table(name, (Column(name, 48), _N), tuple((count.said, count.n) for count in counts))


def _by_outcome(name: Words, groups: tuple[Group, ...]) -> Table:
    columns = (Column(name, 34), *(Column(said, 16) for said in OUTCOMES.values()), Column(words("All"), 10))
    return Table(name, columns, tuple((group.said, *group.counts, group.total) for group in groups))
