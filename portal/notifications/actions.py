"""Putting a letter into the outbox, or into somebody's daily summary."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.notifications.kinds import KINDS, Pace
from portal.notifications.letter import Letter
from portal.notifications.models import DigestEntry, OutboxEmail
from portal.storage.engine import is_taken


def post(
    work: Work,
    letter: Letter,
    addresses: Iterable[str],
    *,
    case_id: UUID | None = None,
    not_before: datetime | None = None,
    key: str = "",
) -> None:
    """Queue the letter to each address once, in the transaction of the change that causes it.

    ``not_before`` holds it back until that moment. ``key`` names what an address must get once only, ever: where it has
    had it, nothing is queued. A letter that may wait goes into the summary of those who have chosen one (D2).
    """
    queued_at = work.clock.now()
    chosen = set(addresses)
    waiting = in_summary(work.session, letter.code, chosen)
    had = keys_had(work.session, {f"{key}:{address}" for address in chosen}) if key else frozenset()
    for address in sorted(chosen):
        own_key = f"{key}:{address}" if key else None
        if own_key in had:
            continue
        row: DigestEntry | OutboxEmail
        if address in waiting:
            row = DigestEntry(
                code=letter.code,
                key=own_key,
                to_address=address,
                letter=letter.to_document(),
                case_id=case_id,
                queued_at=not_before or queued_at,
            )
        else:
            row = outbox_row(letter, address, queued_at, key=own_key, case_id=case_id, not_before=not_before)
        add_once(work.session, row)


def outbox_row(
    letter: Letter,
    address: str,
    queued_at: datetime,
    *,
    key: str | None = None,
    case_id: UUID | None = None,
    not_before: datetime | None = None,
) -> OutboxEmail:
    """The letter to one address as a row of the outbox, not yet added."""
    return OutboxEmail(
        id=uuid4(),
        code=letter.code,
        key=key,
        to_address=address,
        letter=letter.to_document(),
        secret=letter.secret,
        case_id=case_id,
        queued_at=queued_at,
        run_after=not_before or queued_at,
    )


def add_once(session: Session, row: DigestEntry | OutboxEmail) -> bool:
    """Add the row and say so; False where another transaction has just added one with the same key."""
    if row.key is None:
        session.add(row)
        return True
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as refused:
        if not is_taken(refused):
            raise
        return False
    return True


def in_summary(session: Session, code: str, addresses: Collection[str]) -> Collection[str]:
    """Those of the addresses to which a letter of this kind comes in their daily summary."""
    pace = KINDS[code].pace
    if pace is not Pace.CHOICE:
        return addresses if pace is Pace.DAY else ()
    return set(session.scalars(select(Person.email).where(Person.daily_digest, Person.email.in_(addresses))))


def keys_had(session: Session, keys: Collection[str]) -> frozenset[str]:
    """Those of the keys under which something was queued already, on its own or in a summary."""
    found: set[str | None] = set()
    for table in (OutboxEmail, DigestEntry):
        found.update(session.scalars(select(table.key).where(table.key.in_(keys))))
    return frozenset(key for key in found if key)
