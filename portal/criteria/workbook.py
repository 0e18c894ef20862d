"""The workbook in which a council prepares its answers away from the portal (officer story 1 of docs/needs.md)."""

from collections.abc import Iterator

from portal.criteria.edition import Criterion
from portal.criteria.queries import EditionPage
from portal.documents.workbook import Book, Cell, Column, Note, Table
from portal.kernel.words import Words, words


def answer_book(page: EditionPage) -> Book:
    """One line for each criterion, with empty columns for the answer, after a sheet that says how to use it."""
    edition = page.edition
    title = words("Criteria: edition %(edition)s, version %(version)s", edition=edition.slug, version=edition.version)
    return Book(title, (Note(words("How to use it"), title, tuple(_how_to(page))), _answers(page)))


def _how_to(page: EditionPage) -> Iterator[Words | str]:
    edition, evidence = page.edition, page.edition.evidence_rules
    yield words(
        "The next sheet has one line for each of the %(count)s criteria. Fill in the yellow columns, alone or with"
        " colleagues, and copy the answers into the portal when you are ready. It takes about 12 hours in all.",
        count=len(edition.criteria),
    )
    yield words("Nothing in this file is sent to anybody. Your application is what you type into the portal.")
    yield words(
        "Your score: choose the sentence that fits best today, from %(low)s to %(high)s.",
        low=edition.scale.min,
        high=edition.scale.max,
    )
    yield words("Your statement: say why, in %(most)s words at most.", most=evidence.statement_max_words)
    yield words(
        "Evidence: %(items)s items at most for each criterion. Links wherever you can, files of %(mb)s MB at most.",
        items=evidence.max_items_per_criterion,
        mb=evidence.max_file_mb,
    )
    yield from evidence.rules
    yield edition.scale.statement_only_cap_note
    yield words("What a council needs to be awarded the Mark:")
    yield from (rule.rule for rule in edition.pass_rule.all_must_hold)
    yield words("What the scores mean:")
    yield from (f"{level.score} {level.label}: {level.meaning}" for level in edition.levels)
    yield words("The content of this edition is fixed by its hash, %(hash)s.", hash=page.sha256)


def _answers(page: EditionPage) -> Table:
    edition = page.edition
    most = edition.evidence_rules.statement_max_words
    return Table(
        words("Your answers"),
        (
            Column(words("Criterion"), 11),
            Column(words("Theme"), 18),
            Column(words("Essential?"), 11),
            Column(words("Title"), 22),
            Column(words("What is asked"), 36),
            *(
                Column(words("%(score)s scores: %(label)s", score=level.score, label=level.label), 28)
                for level in edition.levels
            ),
            Column(words("Evidence that is accepted"), 32),
            Column(words("For some kinds of council"), 30),
            Column(words("Your score"), 11, to_fill=True, scores=(edition.scale.min, edition.scale.max)),
            Column(words("Your statement (%(most)s words at most)", most=most), 50, to_fill=True),
            Column(words("Your evidence: links, or names of files"), 40, to_fill=True),
            Column(words("Who answers it"), 20, to_fill=True),
        ),
        tuple(_line(page, part.theme.title, criterion) for part in page.themes for criterion in part.criteria),
        pages_wide=2,
    )


def _line(page: EditionPage, theme: str, criterion: Criterion) -> tuple[Cell, ...]:
    notes = [f"{page.kinds[note.authority_type]}: {note.note}" for note in criterion.authority_notes]
    return (
        criterion.id,
        theme,
        words("Essential") if criterion.essential else "",
        criterion.title,
        criterion.statement,
        *criterion.rubric,
        "\n".join(page.evidence_labels[kind] for kind in criterion.evidence.accepted),
        "\n".join(notes),
        *(None,) * 4,
    )
