"""What has to be done outside any transaction, because it waits for somebody else: a website above all.

An errand takes one thing that is due (in a short transaction that keeps others away from it for a while), does it with
no transaction open, and notes what came of it in another.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.fetching.results import Fetched, Refusal
from portal.kernel.clock import Clock
from portal.storage.engine import Database
from portal.storage.files import FileStore

Fetch = Callable[[str], Fetched | Refusal]


@dataclass(frozen=True)
class Outside:
    """What an errand works with; ``fetch`` opens a page of the public web, guarded."""

    database: Database
    clock: Clock
    files: FileStore
    fetch: Fetch


# Does one thing that is due; says whether there was one.
Errand = Callable[[Outside], bool]
