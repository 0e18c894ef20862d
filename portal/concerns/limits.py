"""How many reports come, without remembering from whom (C12): keys of a day that nobody can trace back."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.concerns.models import Concern, ConcernSalt, ConcernTally
from portal.concerns.rules import SAME_TEXT_DAYS
from portal.kernel.clock import LONDON, day_of

# What one household or one provider gives to one customer.
_HOUSEHOLD = 64


def counted(session: Session, day: date, *named: str) -> tuple[int, ...]:
    """Count one more report of the day for each name, and say how many there were before; 0 for an empty name."""
    salt = _salt(session, day)
    return tuple(_counted(session, day, salt, name) if name else 0 for name in named)


def place_of(address: str) -> str:
    """What is counted of a connection: the address, of IPv6 the part that stays with a household."""
    try:
        found = ip_address(address)
    except ValueError:
        return f"place {address}"
    if isinstance(found, IPv6Address):
        return f"place {ip_network((found, _HOUSEHOLD), strict=False)}"
    return f"place {found}"


def about_council_today(session: Session, council_id: UUID | None, now: datetime) -> int:
    """How many reports about the council have come today; 0 where it is about none."""
    if council_id is None:
        return 0
    begins = datetime.combine(day_of(now), datetime.min.time(), LONDON)
    counting = select(func.count()).where(Concern.council_id == council_id, Concern.received_at >= begins)
    return session.scalar(counting) or 0


def same_text_lately(session: Session, fingerprint: str, now: datetime) -> bool:
    """Whether another report of the last days has the same words."""
    since = now - timedelta(days=SAME_TEXT_DAYS)
    known = select(Concern.id).where(Concern.fingerprint == fingerprint, Concern.received_at >= since).limit(1)
    return session.scalar(known) is not None


def forget_counts(work: Work) -> None:
    """Forget what was counted before today, and what it was mixed with: one of the things that fall due."""
    day = day_of(work.clock.now())
    work.session.execute(delete(ConcernTally).where(ConcernTally.day < day))
    work.session.execute(delete(ConcernSalt).where(ConcernSalt.day < day))


def _salt(session: Session, day: date) -> str:
    if session.get(ConcernSalt, day) is None:
        _begin(session, ConcernSalt(day=day, salt=secrets.token_hex(32)))
    return session.get_one(ConcernSalt, day).salt


def _counted(session: Session, day: date, salt: str, name: str) -> int:
    key = hashlib.blake2b(name.encode("utf-8", "replace"), key=bytes.fromhex(salt)).hexdigest()
    tally = select(ConcernTally).where(ConcernTally.day == day, ConcernTally.key == key).with_for_update()
    if session.scalar(tally) is None and _begin(session, ConcernTally(day=day, key=key, reports=1)):
        return 0
    row = session.scalars(tally).one()
    row.reports += 1
    return row.reports - 1


def _begin(session: Session, row: ConcernSalt | ConcernTally) -> bool:
    """Begin to count, unless somebody who reports at the same moment has just done so: no report is lost to that."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
