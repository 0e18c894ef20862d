"""Whether the portal is well, for the machines that look after it."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.notifications.queries import given_up_count, oldest_due
from portal.storage.migrating import is_current

LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Health:
    """``ready``: the schema is the newest, and email is going out."""

    schema_is_newest: bool
    oldest_email_waits_seconds: int
    emails_given_up: int
    ready: bool

    def to_document(self) -> dict[str, object]:
        """The same as JSON."""
        return asdict(self)


def health(session: Session, now: datetime) -> Health:
    """The state of the database and of the outbox at this moment."""
    newest = is_current(session.connection())
    since = oldest_due(session, now)
    waits = int((now - since).total_seconds()) if since else 0
    return Health(newest, waits, given_up_count(session), newest and waits <= LONGEST_WAIT.total_seconds())
