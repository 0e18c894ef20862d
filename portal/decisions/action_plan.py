"""The action plan that a council is given with its result, as a workbook (C7 of docs/process.md)."""

from portal.decisions.feedback import FeedbackLine, FeedbackPage, PlannedAction
from portal.documents.workbook import Book, Cell, Column, Note, Table
from portal.kernel.words import words


def action_plan(page: FeedbackPage) -> Book:
    """Every criterion that can be raised, the most effective first, then the others; with room for who and when."""
    title = words("Action plan: %(council)s, %(reference)s", council=page.council_name, reference=page.reference)
    how = Note(
        words("How to use it"),
        title,
        (
            words("The result: %(outcome)s.", outcome=page.decision.label),
            page.next_step,
            words(
                "The next sheet has every criterion, in the order in which raising it would do most for the result."
                " Give each that you work on to somebody, with a day, in the yellow columns."
            ),
            words("Nothing in this file is sent to anybody. The LGA never publishes feedback or a “not yet”."),
        ),
    )
    planned = {action.criterion.id: action for action in page.plan}
    lines = {line.criterion.id: line for theme in page.themes for line in theme.lines}
    rest = [line for key, line in lines.items() if key not in planned]
    table = Table(
        words("Action plan"),
        (
            Column(words("Criterion"), 11),
            Column(words("Title"), 24),
            Column(words("Theme"), 18),
            Column(words("Essential?"), 11),
            Column(words("Your own score"), 9),
            Column(words("Final score"), 9),
            Column(words("Reason"), 44),
            Column(words("What would move it up"), 40),
            Column(words("What the next score asks"), 40),
            Column(words("Effect on the result"), 30),
            Column(words("Who does it"), 18, to_fill=True),
            Column(words("By when"), 14, to_fill=True),
            Column(words("Done"), 10, to_fill=True),
        ),
        (
            *(_line(page, lines[key], action) for key, action in planned.items()),
            *(_line(page, line, None) for line in rest),
        ),
        pages_wide=2,
    )
    return Book(title, (table, how))


def _line(page: FeedbackPage, line: FeedbackLine, action: PlannedAction | None) -> tuple[Cell, ...]:
    criterion = line.criterion
    return (
        criterion.id,
        criterion.title,
        page.edition.theme(criterion.theme).title,
        words("Essential") if criterion.essential else "",
        words("none") if line.self_score is None else line.self_score,
        words("does not apply") if line.final.score is None else line.final.score,
        line.final.reason,
        line.improvement,
        criterion.rubric[action.action.raised_to] if action else "",
        action.effect if action else "",
        None,
        None,
        None,
    )
