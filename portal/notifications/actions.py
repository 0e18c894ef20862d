"""Putting a letter into the outbox."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from portal.audit.work import Work
from portal.notifications.letter import Letter
from portal.notifications.models import OutboxEmail


def post(
    work: Work,
    letter: Letter,
    addresses: Iterable[str],
    *,
    case_id: UUID | None = None,
    not_before: datetime | None = None,
) -> None:
    """Queue the letter to each address once, in the transaction of the change that causes it.

    ``not_before`` holds it back until that moment.
    """
    now = work.clock.now()
    for address in sorted(set(addresses)):
        work.session.add(
            OutboxEmail(
                code=letter.code,
                to_address=address,
                letter=letter.to_document(),
                secret=letter.secret,
                case_id=case_id,
                queued_at=now,
                run_after=not_before or now,
            )
        )
