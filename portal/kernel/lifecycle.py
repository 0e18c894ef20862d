"""A lifecycle: the states of a record and the table of every move that is allowed. Anything else is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from portal.kernel.errors import IllegalMove
from portal.kernel.permissions import Part, Permission
from portal.kernel.words import Words

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[S]):
    """One allowed move: ``command`` takes a record from any of ``sources`` to ``target``.

    ``permission`` is asked of the one permission table; ``event`` is what is announced; ``part`` is the part that the
    actor has taken in the case from now on, for the separation rules of C2 (docs/process.md).
    """

    command: str
    sources: frozenset[S]
    target: S
    permission: Permission
    event: str
    part: Part | None = None


def move(
    command: str, sources: Iterable[S], target: S, permission: Permission, event: str, part: Part | None = None
) -> Move[S]:
    """A row of a lifecycle's table, short enough to be read as one."""
    return Move(command, frozenset(sources), target, permission, event, part)


@dataclass(frozen=True)
class Lifecycle(Generic[S]):
    """The states of one kind of record, where it starts, and the table of its moves.

    ``initial`` is where it starts as a rule; ``beginnings`` are other states in which a record may start.
    ``standstills`` says, for states in which nobody can act, what somebody is told who tries.
    """

    name: str
    initial: S
    moves: tuple[Move[S], ...]
    beginnings: frozenset[S] = frozenset()
    standstills: Mapping[S, Words] = field(default_factory=dict)

    def beginning(self, state: S | None) -> S:
        """The state to start in: ``state`` where asked for. Raises IllegalMove where no record may start in it."""
        if state is None or state == self.initial or state in self.beginnings:
            return self.initial if state is None else state
        raise IllegalMove(self.name, state, "begin")

    def find(self, state: S, command: str) -> Move[S]:
        """The move that ``command`` makes from ``state``. Raises IllegalMove where the table has none."""
        for candidate in self.moves:
            if candidate.command == command and state in candidate.sources:
                return candidate
        raise self.refusal(state, command)

    def refusal(self, state: S, command: str) -> IllegalMove:
        """The error for what cannot be done in ``state``, with the words for people where the state has its own."""
        return IllegalMove(self.name, state, command, self.standstills.get(state))

    def leads_on(self, state: S) -> tuple[Move[S], ...]:
        """Every move that is allowed from ``state``, in the order of the table: what the buttons are made of."""
        return tuple(candidate for candidate in self.moves if state in candidate.sources)
