"""What a person has set up as a second step, and what the pages about it show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.accounts.sealing import Sealer
from portal.accounts.sessions import find_session
from portal.kernel.errors import NotFound
from portal.secondstep import totp
from portal.secondstep.models import Passkey, RecoveryCode
from portal.secondstep.rules import FEW_CODES, Ways


@dataclass(frozen=True)
class NewApp:
    """An app that is being set up: the picture (an SVG element), and the same to type."""

    picture: str
    secret: str


@dataclass(frozen=True)
class SecondStepPage:
    """The second step for one person; ``new_app`` is there only while there is none to take."""

    email: str
    ways: Ways
    new_app: NewApp | None


@dataclass(frozen=True)
class OwnPasskey:
    """One of a person's passkeys."""

    id: UUID
    name: str
    added_at: datetime
    last_used_at: datetime | None
    is_last_way: bool


@dataclass(frozen=True)
class SecurityPage:
    """What a person has set up to sign in."""

    ways: Ways
    passkeys: tuple[OwnPasskey, ...]
    codes_made_at: datetime | None

    @property
    def few_codes(self) -> bool:
        """Whether it is time to make recovery codes."""
        return self.ways.codes_left < FEW_CODES


@dataclass(frozen=True)
class AppPage:
    """A new app, in place of another one where ``in_place`` says so."""

    new_app: NewApp
    in_place: bool
    is_last_way: bool


def ways_of(session: Session, person_id: UUID) -> Ways:
    """What the person has set up. Raises NotFound where there is no such person."""
    app = session.execute(select(Person.totp_secret.is_not(None)).where(Person.id == person_id)).scalar_one_or_none()
    if app is None:
        raise NotFound(f"no person {person_id}")
    passkeys = session.scalar(select(func.count()).where(Passkey.person_id == person_id)) or 0
    left = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return Ways(passkeys, app, session.scalar(left) or 0)


def second_step(session: Session, sealer: Sealer, token: str, now: datetime) -> SecondStepPage:
    """The second step for the person of this session. Raises NotFound where the token names none."""
    found = find_session(session, token, now)
    if found is None:
        raise NotFound("no session for the second step")
    ways = ways_of(session, found.person_id)
    secret = None if ways.set_up else totp.secret_to_set_up(sealer, None, found.id)
    return SecondStepPage(found.email, ways, _new_app(secret, found.email) if secret else None)


def security(session: Session, person_id: UUID) -> SecurityPage:
    """What the person has set up; passkeys in the order in which they were added."""
    ways = ways_of(session, person_id)
    rows = session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.added_at, Passkey.id))
    made = session.scalar(select(func.max(RecoveryCode.made_at)).where(RecoveryCode.person_id == person_id))
    return SecurityPage(ways, tuple(_own(row, ways) for row in rows), made)


def passkey(session: Session, person_id: UUID, passkey_id: UUID) -> OwnPasskey:
    """One of the person's passkeys. Raises NotFound where it is not theirs."""
    row = session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id))
    if row is None:
        raise NotFound(f"no passkey {passkey_id}")
    return _own(row, ways_of(session, person_id))


def app_to_set_up(session: Session, sealer: Sealer, token: str, now: datetime) -> AppPage:
    """A new app for the person of this session. Raises NotFound where the token names none."""
    found = find_session(session, token, now)
    if found is None:
        raise NotFound("no session for the new app")
    sealed = session.scalar(select(Person.totp_secret).where(Person.id == found.person_id))
    secret = totp.secret_to_set_up(sealer, sealed, found.id)
    is_last = ways_of(session, found.person_id).is_last
    return AppPage(_new_app(secret, found.email), in_place=sealed is not None, is_last_way=is_last)


def _new_app(secret: str, email: str) -> NewApp:
    return NewApp(totp.picture(secret, email), totp.spoken(secret))


def _own(row: Passkey, ways: Ways) -> OwnPasskey:
    return OwnPasskey(row.id, row.name, row.added_at, row.last_used_at, ways.is_last)
