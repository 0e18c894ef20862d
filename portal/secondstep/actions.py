"""Taking the second step, in any of its ways, and setting up the first one."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.accounts.actions import Entry
from portal.accounts.models import Person, UserSession
from portal.accounts.sealing import Sealer
from portal.accounts.sessions import begin_session, end_session, hash_of
from portal.audit.work import Work
from portal.kernel.errors import NotFound, Problem
from portal.secondstep import adding, ceremony, rules, totp
from portal.secondstep.models import Passkey, Purpose, RecoveryCode
from portal.secondstep.queries import ways_of


@dataclass(frozen=True)
class TakeAppCode:
    """Six digits, as typed, in the browser that holds the session's token."""

    token: str
    code: str


@dataclass(frozen=True)
class TakePasskey:
    """What a passkey has said, as JSON, in the browser that holds the session's token."""

    token: str
    said: str


@dataclass(frozen=True)
class TakeRecoveryCode:
    """A recovery code, as typed, in the browser that holds the session's token."""

    token: str
    code: str


@dataclass(frozen=True)
class Passed(Entry):
    """Whether the second step is taken; ``sets_up``: it was the first one of this person."""

    sets_up: bool = False


def take_app_code(work: Work, sealer: Sealer, command: TakeAppCode) -> Passed:
    """Try the six digits of the person's app; where nothing is set up yet, the first right ones of a new app do so.

    A right try, here and below, begins a new session in place of this one; after five wrong ones, of whatever way,
    this one is over. Raises NotFound where the token names no session of somebody who works for the scheme.
    """
    row = _count_try(work, command.token)
    if row is None:
        return Passed(problem=rules.USED_UP)
    person = lock_person(work.session, row.person_id)
    if person.totp_secret is not None:
        secret, sets_up = sealer.unseal(person.totp_secret), False
    elif ways_of(work.session, person.id).set_up:
        return Passed(problem=rules.NO_APP)
    else:
        secret, sets_up = totp.secret_to_set_up(sealer, None, row.id), True
    if problem := adding.keep_app(work, sealer, person, secret, command.code, sets_up=sets_up):
        return Passed(problem=problem)
    return _pass(work, command.token, person.id, sets_up=sets_up)


def take_passkey(work: Work, party: rules.RelyingParty, command: TakePasskey) -> Passed:
    """Try one of the person's passkeys on what this session was asked to sign. Raises NotFound, as above."""
    row = _count_try(work, command.token)
    if row is None:
        return Passed(problem=rules.USED_UP)
    person, now = lock_person(work.session, row.person_id), work.clock.now()
    asked = adding.spend_challenge(work, row.id, Purpose.USE)
    if isinstance(asked, Problem):
        return Passed(problem=asked)
    passkey = work.session.scalar(
        select(Passkey).where(
            Passkey.credential_id == ceremony.credential_id_in(command.said), Passkey.person_id == person.id
        )
    )
    if passkey is None:
        return Passed(problem=rules.NOT_YOUR_PASSKEY)
    count = ceremony.count_after_use(
        party, asked, command.said, person.id.bytes, passkey.public_key, passkey.sign_count
    )
    if count is None:
        return Passed(problem=rules.PASSKEY_REFUSED)
    passkey.sign_count, passkey.last_used_at = count, now
    return _pass(work, command.token, person.id)


def take_recovery_code(work: Work, sealer: Sealer, command: TakeRecoveryCode) -> Passed:
    """Try one of the person's recovery codes, which works once. Raises NotFound, as above."""
    row = _count_try(work, command.token)
    if row is None:
        return Passed(problem=rules.USED_UP)
    person = lock_person(work.session, row.person_id)
    hashes = sealer.hashes_of("recovery", str(person.id), command.code)
    theirs = (RecoveryCode.person_id == person.id, RecoveryCode.code_hash.in_(hashes))
    # One statement, so that of two at once one is refused.
    used = work.session.scalar(
        update(RecoveryCode)
        .where(*theirs, RecoveryCode.used_at.is_(None))
        .values(used_at=work.clock.now())
        .returning(RecoveryCode.id)
    )
    if used is None:
        known = work.session.scalar(select(func.count()).where(*theirs)) or 0
        return Passed(problem=rules.recovery_problem(known=known > 0))
    left = ways_of(work.session, person.id).codes_left
    work.announce("person:recovery_code_used", person.id, email=person.email, left=left)
    return _pass(work, command.token, person.id)


def set_up_first_passkey(work: Work, party: rules.RelyingParty, command: TakePasskey, name: str) -> Passed:
    """Add the first passkey of somebody who has no second step, who has then taken it. Raises NotFound, as above."""
    row = _count_try(work, command.token)
    if row is None:
        return Passed(problem=rules.USED_UP)
    person = lock_person(work.session, row.person_id)
    if ways_of(work.session, person.id).set_up:
        return Passed(problem=rules.TAKE_IT_FIRST)
    if problem := adding.keep_passkey(work, party, row, person, adding.NewPasskey(name, command.said)):
        return Passed(problem=problem)
    return _pass(work, command.token, person.id, sets_up=True)


def lock_person(session: Session, person_id: UUID) -> Person:
    """The person, whose second step nobody else tries or changes until this transaction ends."""
    return session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()


def _count_try(work: Work, token: str) -> UserSession | None:
    """The session of this token, with one more try counted; None where it is over, or was tried too often."""
    if not work.actor.is_staff:
        raise NotFound("only people who work for the scheme take a second step")
    row = work.session.scalar(select(UserSession).where(UserSession.token_hash == hash_of(token)).with_for_update())
    if row is None:
        raise NotFound("no session for the second step")
    row.second_step_attempts += 1
    if row.revoked_at is not None or row.second_step_attempts > rules.ATTEMPTS:
        end_session(work.session, token, work.clock.now())
        return None
    return row


def _pass(work: Work, token: str, person_id: UUID, *, sets_up: bool = False) -> Passed:
    end_session(work.session, token, work.clock.now())
    return Passed(begin_session(work.session, work.clock, person_id, second_step=True), sets_up=sets_up)
