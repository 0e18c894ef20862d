"""The log of the emails about one application: who was written to, about what, when, and whether it left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.words import Words, words
from portal.notifications.kinds import KINDS
from portal.notifications.models import Delivery, DigestEntry, OutboxEmail

DELIVERY_WORDS: dict[Delivery, Words] = {
    Delivery.WAITING: words("Waiting to be sent"),
    Delivery.SENT: words("Sent on %(moment)s"),
    Delivery.GIVEN_UP: words("Could not be sent: check the address and the mail server"),
}


@dataclass(frozen=True)
class LoggedEmail:
    """One email, without what it says: ``number`` is its number in D2 (docs/needs.md), ``how`` what became of it."""

    number: str
    about: Words
    to_address: str
    at: datetime
    how: Words


def emails_about(session: Session, case_id: UUID) -> tuple[LoggedEmail, ...]:
    """Every email about this application, and every line of a daily summary, oldest first."""
    return tuple(sorted((*_alone(session, case_id), *_in_summaries(session, case_id)), key=lambda email: email.at))


def _alone(session: Session, case_id: UUID) -> Iterator[LoggedEmail]:
    rows = session.execute(
        select(
            OutboxEmail.code, OutboxEmail.to_address, OutboxEmail.queued_at, OutboxEmail.delivery, OutboxEmail.sent_at
        ).where(OutboxEmail.case_id == case_id)
    )
    for code, address, queued_at, delivery, sent_at in rows:
        yield LoggedEmail(code, KINDS[code].about, address, queued_at, _how(delivery, sent_at))


def _in_summaries(session: Session, case_id: UUID) -> Iterator[LoggedEmail]:
    rows = session.execute(
        select(
            DigestEntry.code, DigestEntry.to_address, DigestEntry.queued_at, OutboxEmail.delivery, OutboxEmail.sent_at
        )
        .outerjoin(OutboxEmail, OutboxEmail.id == DigestEntry.email_id)
        .where(DigestEntry.case_id == case_id)
    )
    for code, address, queued_at, delivery, sent_at in rows:
        how = _how(delivery, sent_at) if delivery else words("Waiting for the next summary")
        yield LoggedEmail(code, KINDS[code].about, address, queued_at, words("In a daily summary. %(how)s", how=how))


def _how(delivery: Delivery, sent_at: datetime | None) -> Words:
    said = DELIVERY_WORDS[delivery]
    return Words(said.text, {"moment": sent_at}) if sent_at else said
