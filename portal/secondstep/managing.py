"""What a person changes about their second step once they have taken it, and its removal where it is lost."""

import secrets
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import Person, UserSession
from portal.accounts.sealing import Sealer
from portal.accounts.sessions import end_every_session, hash_of
from portal.audit.work import Work
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import Permission, Record
from portal.secondstep import adding, rules, totp
from portal.secondstep.actions import TakeAppCode, lock_person
from portal.secondstep.models import Passkey, RecoveryCode
from portal.secondstep.queries import ways_of


def add_passkey(work: Work, party: rules.RelyingParty, token: str, new: adding.NewPasskey) -> Problem | None:
    """Add a passkey of the actor, or say why not: a value, so that what was asked of it is spent either way.

    Raises NotFound where the token names no session of theirs.
    """
    person = _own(work)
    return adding.keep_passkey(work, party, _own_session(work, token), person, new)


def rename_passkey(work: Work, passkey_id: UUID, name: str) -> None:
    """Call one of the actor's passkeys something else. Raises NotFound where it is not theirs."""
    person = _own(work)
    passkey = _passkey(work, person, passkey_id)
    if passkey.name != name:
        before, passkey.name = passkey.name, name
        work.announce("person:passkey_renamed", person.id, email=person.email, before=before, passkey=name)


def remove_passkey(work: Work, passkey_id: UUID) -> None:
    """Forget one of the actor's passkeys. Raises RuleBroken where it is their last way in, and NotFound."""
    person = _own(work)
    passkey = _passkey(work, person, passkey_id)
    if problem := rules.removal_problem(ways_of(work.session, person.id)):
        raise RuleBroken([problem])
    work.session.delete(passkey)
    work.session.flush()
    work.announce("person:passkey_removed", person.id, email=person.email, passkey=passkey.name)


def change_app(work: Work, sealer: Sealer, command: TakeAppCode) -> None:
    """Make the app that shows the code the actor's, in place of the one before. Raises RuleBroken, and NotFound."""
    person, row = _own(work), _own_session(work, command.token)
    secret = totp.secret_to_set_up(sealer, person.totp_secret, row.id)
    if problem := adding.keep_app(work, sealer, person, secret, command.code, sets_up=True):
        raise RuleBroken([problem])


def remove_app(work: Work) -> None:
    """Forget the actor's app. Raises RuleBroken where it is their last way in, and NotFound where there is none."""
    person = _own(work)
    if person.totp_secret is None:
        raise NotFound("no app is set up")
    if problem := rules.removal_problem(ways_of(work.session, person.id)):
        raise RuleBroken([problem])
    person.totp_secret, person.totp_last_step = None, None
    work.announce("person:app_removed", person.id, email=person.email)


def make_recovery_codes(work: Work, sealer: Sealer) -> tuple[str, ...]:
    """Ten new recovery codes in place of all earlier ones, as they are to be shown: nobody can read them later."""
    person = _own(work)
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [
        "".join(secrets.choice(rules.RECOVERY_LETTERS) for _ in range(rules.RECOVERY_LENGTH))
        for _ in range(rules.RECOVERY_CODES)
    ]
    now = work.clock.now()
    work.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=sealer.hash_of("recovery", str(person.id), code), made_at=now)
        for code in codes
    )
    work.session.flush()
    work.announce("person:recovery_codes_made", person.id, email=person.email)
    return tuple(rules.shown_code(code) for code in codes)


def remove_second_step(work: Work, email: str) -> None:
    """Forget everything that the person has set up, for somebody who has lost it, and sign them out everywhere.

    Raises NotFound where no such person has set anything up.
    """
    person = work.session.scalar(select(Person).where(Person.email == email).with_for_update())
    if person is None or not ways_of(work.session, person.id).set_up:
        raise NotFound(f"{email} has no second step")
    person.totp_secret, person.totp_last_step = None, None
    for kept in (Passkey, RecoveryCode):
        work.session.execute(delete(kept).where(kept.person_id == person.id))
    end_every_session(work.session, person.id, work.clock.now())
    work.announce("person:second_step_removed", person.id, email=person.email)


def _own(work: Work) -> Person:
    work.require(Permission.SECOND_STEP_CHANGE, Record())
    return lock_person(work.session, work.person_id)


def _own_session(work: Work, token: str) -> UserSession:
    found = select(UserSession).where(UserSession.token_hash == hash_of(token), UserSession.person_id == work.person_id)
    row = work.session.scalar(found)
    if row is None:
        raise NotFound("no session of this person")
    return row


def _passkey(work: Work, person: Person, passkey_id: UUID) -> Passkey:
    row = work.session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person.id))
    if row is None:
        raise NotFound(f"no passkey {passkey_id}")
    return row
