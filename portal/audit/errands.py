"""What has to be done outside any transaction, because it waits for somebody else: a website above all.

An errand takes one thing that is due (in a short transaction that keeps others away from it for a while), does it with
no transaction open, and notes what came of it in another.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.fetching.results import Fetched, Refusal
from portal.kernel.clock import Clock
from portal.storage.engine import Database
from portal.storage.files import FileStore

Row = TypeVar("Row")
Taken = TypeVar("Taken")


class Fetch(Protocol):
    """Opens a page of the public web, guarded; with hosts in ``within`` on none but those."""

    def __call__(self, address: str, within: Collection[str] = ()) -> Fetched | Refusal:
        """The page, or why there is none."""


@dataclass(frozen=True)
class Outside:
    """What an errand works with; ``fetch`` opens a page of the public web, guarded."""

    database: Database
    clock: Clock
    files: FileStore
    fetch: Fetch


# Does one thing that is due; says whether there was one.
Errand = Callable[[Outside], bool]


def take_due(
    outside: Outside, model: type[Row], due: Select[Row], take: Callable[[Session, Row], Taken]
) -> Taken | None:
    """Take the first row of ``model`` that is due, which nobody else has taken; None where nothing is due.

    ``take`` notes in the row when it may be tried again, so that whoever dies over it leaves it for later and not for
    the next minute, and gives what the errand needs of it as plain values.
    """
    # Without the write lock where there is nothing to do, which is nearly always.
    with outside.database.reading() as session:
        if session.scalar(due) is None:
            return None
    with outside.database.writing() as session:
        row = session.scalar(due.with_for_update(of=model, skip_locked=True))
        return None if row is None else take(session, row)
