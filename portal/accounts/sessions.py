"""Sessions as rows: who is signed in where, since when, and until when that holds."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Person, UserSession
from portal.accounts.rules import session_is_live
from portal.kernel.clock import Clock

TOUCH_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class FoundSession:
    """The session that a token names, and whose it is. ``live`` is false once it is over in any way."""

    id: UUID
    person_id: UUID
    email: str
    name: str
    live: bool
    second_step: bool
    last_seen_at: datetime

    def should_touch(self, now: datetime) -> bool:
        """Whether it is time to note that the person is still there: once a minute is enough."""
        return self.live and now - self.last_seen_at >= TOUCH_AFTER


def hash_of(token: str) -> str:
    """What the row keeps of a token. A plain hash is enough: the token is 256 random bits, not something to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_session(session: Session, clock: Clock, person_id: UUID, *, second_step: bool) -> str:
    """Sign the person in; returns the token that the browser's cookie has to hold."""
    token, now = secrets.token_urlsafe(32), clock.now()
    session.add(
        UserSession(
            token_hash=hash_of(token),
            person_id=person_id,
            began_at=now,
            last_seen_at=now,
            second_step_at=now if second_step else None,
        )
    )
    session.execute(update(Person).where(Person.id == person_id).values(last_sign_in_at=now))
    session.flush()
    return token


def find_session(session: Session, token: str, now: datetime) -> FoundSession | None:
    """The session of this token, over or not; None where there never was one."""
    found = session.execute(
        select(UserSession, Person.email, Person.name)
        .join(Person, Person.id == UserSession.person_id)
        .where(UserSession.token_hash == hash_of(token))
    ).one_or_none()
    if found is None:
        return None
    row, email, name = found
    return FoundSession(
        id=row.id,
        person_id=row.person_id,
        email=email,
        name=name,
        live=session_is_live(row.began_at, row.last_seen_at, row.revoked_at, now),
        second_step=row.second_step_at is not None,
        last_seen_at=row.last_seen_at,
    )


def touch_session(session: Session, session_id: UUID, now: datetime) -> None:
    """Note that the person is still there; two requests at once leave the later moment."""
    session.execute(
        update(UserSession).where(UserSession.id == session_id, UserSession.last_seen_at < now).values(last_seen_at=now)
    )


def end_session(session: Session, token: str, now: datetime) -> None:
    """Sign out this one browser; no complaint where it was signed out already."""
    session.execute(
        update(UserSession)
        .where(UserSession.token_hash == hash_of(token), UserSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def end_every_session(session: Session, person_id: UUID, now: datetime) -> None:
    """Sign the person out wherever they are signed in."""
    session.execute(
        update(UserSession)
        .where(UserSession.person_id == person_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )
