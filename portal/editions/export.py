"""A dry run as a table for spreadsheets and scripts."""

from portal.criteria.terms import Outcome
from portal.documents.workbook import Book, Cell, Column, Note, Table
from portal.editions.ahead import DryRunPage
from portal.editions.dryrun import VERDICT_WORDS, Tried
from portal.kernel.words import Words, words

OUTCOME_WORDS: dict[Outcome, Words] = {
    Outcome.AWARDED: words("Awarded"),
    Outcome.AWARDED_WITH_COMMENDATION: words("Awarded with commendation"),
    Outcome.NOT_YET_MINOR: words("Not yet: small changes"),
    Outcome.NOT_YET_MAJOR: words("Not yet: more work"),
}


def table(page: DryRunPage) -> Table:
    """One line for each result that the reader may name."""
    return Table(
        words("Dry run"),
        (
            Column(words("Council"), 30),
            Column(words("Application"), 16),
            Column(words("What would become of it"), 34),
            Column(words("Edition then"), 12),
            Column(words("Decided"), 18),
            Column(words("Outcome then"), 24),
            Column(words("Cannot be told"), 24),
            Column(words("Outcome, worst case"), 24),
            Column(words("Total in percent, worst case"), 12),
            Column(words("Outcome, best case"), 24),
            Column(words("Total in percent, best case"), 12),
            Column(words("Essentials short, worst case"), 24),
            Column(words("Essentials short, best case"), 24),
        ),
        tuple(_line(tried) for tried in page.tried),
    )


def _line(tried: Tried) -> tuple[Cell, ...]:
    past, worst, best = tried.past, tried.worst, tried.best
    return (
        past.council,
        past.reference,
        VERDICT_WORDS[tried.verdict],
        past.edition,
        past.decided_on,
        OUTCOME_WORDS[past.outcome],
        ", ".join(tried.unknown),
        OUTCOME_WORDS[worst.outcome],
        worst.total,
        OUTCOME_WORDS[best.outcome],
        best.total,
        ", ".join(worst.short),
        ", ".join(best.short),
    )


def book(page: DryRunPage) -> Book:
    """The workbook: the table, and how to read it."""
    title = words("Dry run of edition %(name)s", name=page.draft.name)
    notes = Note(
        words("How to read it"),
        title,
        (
            words("The final scores of every result that is out, laid on the criteria of the draft by their ids."),
            words(
                "Where the draft asks what was not scored then, it cannot be told: in the worst case it counts as the"
                " lowest score, in the best case as the highest."
            ),
            words("Nothing here changes a result. Every application keeps the edition on which it began."),
        ),
    )
    return Book(title, (table(page), notes))
