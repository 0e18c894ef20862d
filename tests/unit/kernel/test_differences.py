import pytest

from portal.kernel.differences import Change, Piece, differences

HOSTILE = 'We answer, "always"\n=cmd|x ŵ 🙂 שלום <script>alert(1)</script> ' + "w" * 90


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.change.value, piece.text) for piece in differences(before, after)]


def test_same_text_is_one_piece() -> None:
    assert differences(HOSTILE, HOSTILE) == (Piece(Change.SAME, HOSTILE),)


def test_nothing_beside_nothing_is_no_piece() -> None:
    assert differences("", "") == ()


def test_a_changed_word_is_marked_where_it_stands() -> None:
    assert told("We answer within a day.", "We answer within an hour.") == [
        ("same", "We answer within "),
        ("removed", "a day."),
        ("added", "an hour."),
    ]


def test_what_was_added_at_the_end_and_taken_out_at_the_beginning() -> None:
    assert told("Sadly we answer", "we answer daily") == [
        ("removed", "Sadly "),
        ("same", "we answer"),
        ("added", " daily"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [("", HOSTILE), (HOSTILE, ""), (HOSTILE, HOSTILE.replace("=cmd|x", "🙂")), ("a  b\n c", "a b\nc "), ("x y", "y x")],
)
def test_each_text_can_be_read_back_to_the_letter(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == after
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before
