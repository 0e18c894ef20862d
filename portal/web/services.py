"""What the running application holds for every request: the database, the clock, the files, the reactions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import current_app

from config import Config
from portal.audit.errands import Fetch
from portal.audit.work import Reaction
from portal.kernel.clock import Clock
from portal.storage.engine import Database
from portal.storage.files import FileStore


@dataclass(frozen=True)
class Services:
    """Made once by the composition root. ``after_commit`` is called when a change has been saved: a doorbell.

    ``fetch`` opens a page of the public web, guarded; None where this portal opens none (LINK_CHECKS).
    """

    config: Config
    database: Database
    clock: Clock
    files: FileStore
    reactions: Mapping[str, Sequence[Reaction]]
    after_commit: Callable[[], None]
    fetch: Fetch | None = None


def services() -> Services:
    """The services of the application that answers this request."""
    return cast(Services, current_app.extensions["portal"])
