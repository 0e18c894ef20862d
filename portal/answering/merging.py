"""Two versions of one page side by side: what somebody typed, and what a colleague has saved meanwhile (C5, row 2)."""

from dataclasses import dataclass

from portal.applications.actions import compared_answer, compared_presence
from portal.applications.rules import Answered, PresenceTyped
from portal.criteria.edition import Criterion
from portal.kernel.differences import Change, Piece, differences


@dataclass(frozen=True)
class Compared:
    """One field of both versions; ``pieces`` lead from theirs to yours, word by word."""

    label: str
    yours: str
    theirs: str
    pieces: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return all(piece.change is Change.SAME for piece in self.pieces)


def compare_answers(criterion: Criterion, yours: Answered, theirs: Answered) -> tuple[Compared, ...]:
    """Both answers, field by field, in the order of the page."""
    return _compare(compared_answer(criterion, yours), compared_answer(criterion, theirs))


def compare_presence(yours: PresenceTyped, theirs: PresenceTyped) -> tuple[Compared, ...]:
    """Both pages on the council's presence, field by field, in the order of the page."""
    return _compare(compared_presence(yours), compared_presence(theirs))


def both(yours: str, theirs: str) -> str:
    """A text to make one of two: yours, then theirs after an empty line; once where one is in the other."""
    if theirs in yours:
        return yours
    return theirs if yours in theirs else f"{yours}\n\n{theirs}"


def both_lists(yours: str, theirs: str) -> str:
    """Every line of both lists once: yours first, in their order."""
    lines = (line.strip() for line in (*yours.splitlines(), *theirs.splitlines()))
    return "\n".join(dict.fromkeys(line for line in lines if line))


def both_presences(yours: PresenceTyped, theirs: PresenceTyped) -> PresenceTyped:
    """What to begin with where two pages on the council's presence are put together."""
    return PresenceTyped(
        both_lists(yours.domains, theirs.domains),
        both_lists(yours.accounts, theirs.accounts),
        yours.promise_address or theirs.promise_address,
        both(yours.summary, theirs.summary),
    )


def _compare(yours: dict[str, str], theirs: dict[str, str]) -> tuple[Compared, ...]:
    return tuple(
        Compared(label, said, theirs[label], differences(theirs[label], said)) for label, said in yours.items()
    )
