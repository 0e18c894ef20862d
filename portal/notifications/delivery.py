"""Sending what is in the outbox. The row is the truth: whatever dies, an email is sent, and hardly ever twice.

Each email is leased in a transaction of its own, sent outside any transaction, and noted as sent in another. A worker
that dies between the last two leaves a lease that runs out, and the email is tried again.
"""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import structlog
from sqlalchemy import select, update

from portal.kernel.clock import Clock
from portal.notifications.letter import FORGOTTEN, Letter, from_document
from portal.notifications.models import Delivery, OutboxEmail
from portal.storage.engine import Database

LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
MOST_TRIES = 12
TIMEOUT_SECONDS = 20

log = structlog.get_logger()


class Transport(Protocol):
    """A way out of the building. Raises OSError (smtplib's errors among them) where it does not open.

    ``leaves`` says whether the email is gone once sent, so that the outbox may forget a secret.
    """

    leaves: bool

    def send(self, message: EmailMessage) -> None:
        """Hand the message over."""
        ...


class Mailbox:
    """The demonstration's way out: nowhere. The mailbox page shows what is in the outbox."""

    leaves = False

    def send(self, message: EmailMessage) -> None:
        """Keep the email in the building."""


class Smtp:
    """A mail server at an address such as ``smtp+starttls://user:password@host:587``; also ``smtp`` and ``smtps``."""

    leaves = True

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)

    def send(self, message: EmailMessage) -> None:
        """Hand the message to the server."""
        address = self._address
        kind = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
        with kind(address.hostname or "localhost", address.port or 0, timeout=TIMEOUT_SECONDS) as server:
            if address.scheme == "smtp+starttls":
                server.starttls()
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            server.send_message(message)


def transport_for(smtp_url: str) -> Transport:
    """The mail server where one is named, else the mailbox of the demonstration."""
    return Smtp(smtp_url) if smtp_url else Mailbox()


Compose = Callable[[UUID, str, Letter], EmailMessage]


def deliver_due(database: Database, clock: Clock, transport: Transport, compose: Compose) -> int:
    """Send every email that is due; returns how many were sent. A failure is kept on the row and tried again later."""
    sent = 0
    while (leased := _lease_one(database, clock.now())) is not None:
        email_id, address, code, kept = leased
        try:
            transport.send(compose(email_id, address, from_document(code, kept)))
        except OSError as fault:
            _note_failure(database, email_id, clock.now(), fault)
        else:
            _note_sent(database, email_id, clock.now(), forget_secret=transport.leaves)
            sent += 1
    return sent


def _lease_one(database: Database, now: datetime) -> tuple[UUID, str, str, dict[str, object]] | None:
    with database.writing() as session:
        row = session.scalar(
            select(OutboxEmail)
            .where(
                OutboxEmail.delivery == Delivery.WAITING,
                OutboxEmail.run_after <= now,
                (OutboxEmail.lease_until.is_(None)) | (OutboxEmail.lease_until < now),
            )
            .order_by(OutboxEmail.run_after)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.lease_until = now + LEASE
        row.tries += 1
        return row.id, row.to_address, row.code, row.letter


def _note_sent(database: Database, email_id: UUID, now: datetime, *, forget_secret: bool) -> None:
    with database.writing() as session:
        row = session.get_one(OutboxEmail, email_id)
        row.delivery, row.sent_at, row.lease_until = Delivery.SENT, now, None
        if row.secret and forget_secret:
            row.letter = FORGOTTEN


def _note_failure(database: Database, email_id: UUID, now: datetime, fault: OSError) -> None:
    with database.writing() as session:
        row = session.get_one(OutboxEmail, email_id)
        row.last_fault, row.lease_until = f"{type(fault).__name__}: {fault}"[:500], None
        if row.tries >= MOST_TRIES:
            row.delivery = Delivery.GIVEN_UP
        row.run_after = now + min(FIRST_PAUSE * 2 ** (row.tries - 1), LONGEST_PAUSE)
        log.warning("email not sent", email=str(email_id), tries=row.tries, fault=row.last_fault)


def try_again(database: Database, now: datetime) -> int:
    """Put every email that was given up back into the queue; returns how many there were."""
    with database.writing() as session:
        again = session.execute(
            update(OutboxEmail)
            .where(OutboxEmail.delivery == Delivery.GIVEN_UP)
            .values(delivery=Delivery.WAITING, tries=0, run_after=now)
            .returning(OutboxEmail.id)
        )
        return len(again.all())
