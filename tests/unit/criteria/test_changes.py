from dataclasses import replace

from portal.criteria.changes import compare
from portal.criteria.loading import load_edition
from portal.kernel.differences import Change, Piece
from tests.unit.criteria.sample import EDITION, TEXT


def test_same_edition_differs_in_nothing() -> None:
    found = compare(EDITION, EDITION)
    assert found.nothing is True
    assert found.same == 28


def test_new_and_gone_criteria_are_told_by_their_ids() -> None:
    later = replace(EDITION, criteria=(*EDITION.criteria[1:], replace(EDITION.criteria[0], id="NEW-1")))
    found = compare(EDITION, later)
    assert [criterion.id for criterion in found.new] == ["NEW-1"]
    assert [criterion.id for criterion in found.gone] == ["INF-1"]
    assert (found.same, found.changed, found.reordered) == (27, (), False)


def test_changed_sentence_of_a_rubric_is_shown_word_by_word() -> None:
    first = EDITION.criteria[0]
    rubric = ("No service updates.", *first.rubric[1:])
    found = compare(EDITION, replace(EDITION, criteria=(replace(first, rubric=rubric), *EDITION.criteria[1:])))
    (changed,) = found.changed
    (change,) = changed.changes
    assert (changed.id, str(change.label), change.now) == ("INF-1", "What scores 0", "No service updates.")
    assert change.pieces[0] == Piece(Change.REMOVED, "We found no")


def test_essential_weight_and_notes_count_as_changes() -> None:
    first = EDITION.criteria[0]
    other = replace(first, essential=False, weight=2, authority_notes=())
    found = compare(EDITION, replace(EDITION, criteria=(other, *EDITION.criteria[1:])))
    said = {str(change.label): (change.before, change.now) for change in found.changed[0].changes}
    assert said["Essential"] == ("yes", "no")
    assert said["Weight in the total"] == ("3", "2")
    assert sum(label.startswith("Note: ") for label in said) == len(first.authority_notes)


def test_changed_threshold_is_named_with_both_numbers() -> None:
    later = load_edition(
        TEXT.replace('60% or more", threshold_percent: 60}', '62% or more", threshold_percent: 62}', 1)
    )
    (section,) = compare(EDITION, later).sections
    assert str(section.title) == "What a council needs for an award"
    assert [(str(change.label), change.before, change.now) for change in section.changes] == [
        ("All must hold, total, rule", "Weighted total is 60% or more", "Weighted total is 62% or more"),
        ("All must hold, total, threshold percent", "60", "62"),
    ]


def test_other_order_is_said_and_nothing_else() -> None:
    found = compare(EDITION, replace(EDITION, criteria=tuple(reversed(EDITION.criteria))))
    assert (found.reordered, found.nothing, found.changed) == (True, False, ())
