"""Evidence in reply to a reviewer's question: it may be added and taken back, and nothing that was sent before changes.

C5, row 17, of docs/process.md: two items at most for each criterion that was asked about.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import queries
from portal.applications.queries import EvidenceFacts
from portal.applications.states import ApplicationState


@dataclass(frozen=True)
class Asked:
    """The question on a criterion that waits for an answer, and when it was asked."""

    question: str
    since: datetime

    def is_of_the_reply(self, added_at: datetime) -> bool:
        """Whether an item that was added at this moment belongs to the reply."""
        return added_at > self.since


def asked_on(session: Session, application_id: UUID, state: ApplicationState, criterion: str) -> Asked | None:
    """The question on the criterion, while the council has the turn to answer it; None otherwise."""
    if state is not ApplicationState.CLARIFICATION_REQUESTED:
        return None
    found = queries.unlocked_of(session, application_id).get(criterion)
    return Asked(found.what, found.since) if found else None


def items_of_reply(asked: Asked | None, items: tuple[EvidenceFacts, ...]) -> tuple[EvidenceFacts, ...]:
    """Those of the items that can be changed now: all of them, or those of the reply where there is a question."""
    return tuple(item for item in items if asked is None or asked.is_of_the_reply(item.added_at))
