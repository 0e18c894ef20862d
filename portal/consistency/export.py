"""The figures of agreement as a workbook and as CSV: the same lines as on the page, refused where it refuses them."""

from collections.abc import Iterator
from decimal import Decimal

from portal.consistency.doubled import AgreementPage
from portal.consistency.rules import Agreement, Estimate
from portal.documents.workbook import Book, Cell, Column, Note, Table
from portal.kernel.words import Words, words

TITLE = words("Agreement between reviewers")
_THOUSANDTHS = Decimal("0.001")


def table(page: AgreementPage) -> Table:
    """Every line of the page: all, by criterion, edition and quarter, and by reviewer above the floor."""
    measures = (words("Identical"), words("Within 1"), words("Weighted kappa"), words("Krippendorff’s alpha"))
    columns = [Column(words("Of what"), 14), Column(words("Which"), 34)]
    columns += [Column(words("Applications"), 12), Column(words("Criteria scored twice"), 12)]
    for measure in measures:
        columns += [
            Column(measure, 12),
            Column(words("%(measure)s, from", measure=measure), 12),
            Column(words("%(measure)s, to", measure=measure), 12),
        ]
    columns.append(Column(words("Why there is no figure"), 40))
    return Table(TITLE, tuple(columns), tuple(_lines(page)), fixed=2)


def _lines(page: AgreementPage) -> Iterator[tuple[Cell, ...]]:
    yield _line(words("All"), "", page.overall)
    for about, rows in (
        (words("Criterion"), page.criteria),
        (words("Edition"), page.editions),
        (words("Quarter"), page.quarters),
        (words("Reviewer"), page.people),
    ):
        for row in rows:
            yield _line(about, row.name, row.agreement)


def _line(about: Words, name: str, found: Agreement) -> tuple[Cell, ...]:
    estimates = (found.identical, found.within_one, found.kappa, found.alpha)
    figures = (cell for estimate in estimates for cell in _cells(estimate))
    return (about, name, found.clusters, found.units, *figures, found.why or found.why_no_chance)


def _cells(estimate: Estimate | None) -> tuple[Cell, ...]:
    if estimate is None:
        return (None, None, None)
    return tuple(None if end is None else _number(end) for end in (estimate.value, estimate.low, estimate.high))


def _number(value: float) -> Decimal:
    return Decimal(value).quantize(_THOUSANDTHS)


def book(page: AgreementPage) -> Book:
    """The workbook: the lines, and what they mean."""
    meaning = Note(
        words("What it means"),
        TITLE,
        (
            words(
                "Two people have scored the same criterion of the same application without sight of each other. Only"
                " applications whose result is out are counted."
            ),
            words("Identical and within 1 are shares of these pairs: 0.8 is 80%."),
            words(
                "Kappa and alpha allow for what chance alone would bring: 1 is full agreement, 0 no more than chance."
            ),
            words("From and to are the ends of a 95% interval. Where a cell is empty, there is too little to tell."),
        ),
    )
    return Book(TITLE, (table(page), meaning))
