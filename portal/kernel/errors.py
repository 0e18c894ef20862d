"""What can go wrong when a person does something, in terms that a page can explain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.kernel.words import Words


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what was sent, said in a sentence that tells what to do.

    ``field`` names the form field that it belongs to; empty when it concerns the whole.
    """

    field: str
    words: Words

    def __str__(self) -> str:
        return f"{self.field}: {self.words}" if self.field else str(self.words)


class RuleBroken(Exception):
    """The rules do not allow this; nothing was changed. The page shows the problems beside their fields."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class NotPermitted(Exception):
    """This actor may not do this (403)."""


class NotFound(Exception):
    """There is no such record, or it is not this actor's to know of (404)."""


class IllegalMove(Exception):
    """The record is not in a state from which this can be done (409): somebody has been quicker, or a double click.

    ``why`` says it in words where the state itself keeps everybody from acting; None where things have moved on.
    """

    def __init__(self, subject: str, state: str, command: str, why: Words | None = None) -> None:
        self.subject, self.state, self.command, self.why = subject, state, command, why
        super().__init__(f"{subject}: no move {command!r} from {state!r}")


class StaleEdit(Exception):
    """Somebody saved this record after the form was opened (409). Both versions are kept for the page to show.

    ``yours`` and ``theirs`` map the same field names to what was typed and to what is saved now. With
    ``current_version`` a form can be sent again, knowingly, over the version that ``saved_by`` has saved.
    """

    def __init__(
        self, yours: Mapping[str, str], theirs: Mapping[str, str], saved_by: str, current_version: int
    ) -> None:
        self.yours, self.theirs, self.saved_by = dict(yours), dict(theirs), saved_by
        self.current_version = current_version
        super().__init__(f"saved meanwhile by {saved_by}")
