"""What has been written and sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.notifications.letter import Letter, from_document
from portal.notifications.models import Delivery, OutboxEmail


@dataclass(frozen=True)
class PostedEmail:
    """One email as the demonstration's mailbox shows it."""

    id: UUID
    code: str
    to_address: str
    queued_at: datetime
    delivery: Delivery
    letter: Letter


def _posted(row: OutboxEmail) -> PostedEmail:
    return PostedEmail(
        row.id, row.code, row.to_address, row.queued_at, row.delivery, from_document(row.code, row.letter)
    )


def mailbox(session: Session, to_address: str = "", limit: int = 100) -> tuple[PostedEmail, ...]:
    """The newest emails first, to one address where one is given."""
    newest = select(OutboxEmail).order_by(OutboxEmail.queued_at.desc(), OutboxEmail.id).limit(limit)
    if to_address:
        newest = newest.where(OutboxEmail.to_address == to_address.strip().lower())
    return tuple(_posted(row) for row in session.scalars(newest))


def posted_email(session: Session, email_id: UUID) -> PostedEmail:
    """One email. Raises NotFound."""
    row = session.get(OutboxEmail, email_id)
    if row is None:
        raise NotFound(f"no email {email_id}")
    return _posted(row)


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Since when the email that has waited longest should have been sent; None where none is due."""
    return session.scalar(
        select(func.min(OutboxEmail.run_after)).where(
            OutboxEmail.delivery == Delivery.WAITING, OutboxEmail.run_after <= now
        )
    )


def given_up_count(session: Session) -> int:
    """How many emails could not be sent and need a person."""
    counted = select(func.count()).select_from(OutboxEmail).where(OutboxEmail.delivery == Delivery.GIVEN_UP)
    return session.scalar(counted) or 0
