"""Writing the log: a line in the transaction of what it tells, and once a day a signature under all of it."""

from collections.abc import Callable, Iterator
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.awards.queries import AwardRecord, award_by_id
from portal.kernel.clock import day_of, today
from portal.kernel.events import Event
from portal.keys.issuer import Issuer
from portal.keys.material import base64url
from portal.keys.queries import purposes_in_use, signing_key
from portal.keys.states import Purpose
from portal.transparency import rules
from portal.transparency.models import LogEntry, LogHead
from portal.transparency.rules import Decided, Fact

Due = Callable[[Session, datetime], Iterator[Callable[[Work], None]]]
# One writer at a time on PostgreSQL; SQLite has no more than one.
_LOCK = 7_251_118

# The events of an award that the log tells of.
BY_EVENT = {f"award:{decided}": decided for decided in Decided} | {"award:granted": Decided.AWARDED}
_BY_DATES = frozenset({Decided.COMMENDED, Decided.EXTENDED, Decided.SHORTENED})


def record(work: Work, event: Event) -> None:
    """Write the line about an event of an award, as it stands now that it has happened."""
    award = award_by_id(work.session, event.subject_id)
    _lock(work.session)
    last = work.session.execute(
        select(LogEntry.place, LogEntry.sha256).order_by(LogEntry.place.desc()).limit(1)
    ).one_or_none()
    place, previous = (last.place + 1, last.sha256) if last else (1, rules.BEGINNING)
    line = rules.line_of(_fact(work, award, BY_EVENT[event.name]), work.clock.now(), place, previous)
    work.session.add(
        LogEntry(place=place, award_id=award.id, at=work.clock.now(), line=line, sha256=rules.hash_of(line))
    )
    work.session.flush()


def _fact(work: Work, award: AwardRecord, decided: Decided) -> Fact:
    change = award.facts.changes[-1]
    by_dates = decided in _BY_DATES
    return Fact(
        decided,
        award.number,
        award.council,
        award.council_slug,
        on=today(work.clock) if by_dates else change.from_on,
        until=award.valid_until,
        commendation=award.commendation,
        note="" if by_dates else change.public_note,
        reason_type=None if by_dates else change.reason_type,
        replaced_by=None if by_dates else change.replaced_by,
    )


def heads_due(issuer: Issuer) -> Due:
    """What looks whether today's head is still to be signed, and yields its signing. Nothing where there is no key."""

    def look(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
        signed = session.scalar(select(LogHead.day).where(LogHead.day == day_of(now)))
        begun = session.scalar(select(LogEntry.place).limit(1))
        if signed is None and begun is not None and Purpose.PROOF in purposes_in_use(session):
            yield lambda work: sign_head(work, issuer)

    return look


def sign_head(work: Work, issuer: Issuer) -> None:
    """Sign how long the log is and the hash of its last line, once a day. Raises KeyMissing."""
    session, day = work.session, today(work.clock)
    _lock(session)
    last = session.execute(
        select(LogEntry.place, LogEntry.sha256).order_by(LogEntry.place.desc()).limit(1)
    ).one_or_none()
    if last is None or session.get(LogHead, day) is not None:
        return
    key = signing_key(session, issuer, Purpose.PROOF)
    if not isinstance(key.private, Ed25519PrivateKey):
        raise TypeError(f"{key.kid} does not sign heads")
    said = {
        "at": work.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "day": day.isoformat(),
        "entries": last.place,
        "head": last.sha256,
        "issuer": issuer.did,
        "key": key.kid,
        "log": f"{issuer.address}/log.jsonl",
    }
    signature = base64url(key.private.sign(rules.canonical(said).encode()))
    document = rules.canonical({**said, "signature": signature})
    session.add(LogHead(day=day, entries=last.place, sha256=last.sha256, document=document, signed_at=work.clock.now()))
    session.flush()


def _lock(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
