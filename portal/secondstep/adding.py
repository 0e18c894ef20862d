"""Asking a browser for a passkey, and keeping what it and an app have proved."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import Person, UserSession
from portal.accounts.sealing import Sealer
from portal.accounts.sessions import hash_of
from portal.audit.work import Work
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.secondstep import ceremony, rules, totp
from portal.secondstep.models import Passkey, PasskeyChallenge, Purpose
from portal.secondstep.queries import ways_of


@dataclass(frozen=True)
class NewPasskey:
    """What the person calls it, and what the browser has said of it, as JSON."""

    name: str
    said: str


def ask_to_use(work: Work, party: rules.RelyingParty, token: str) -> str:
    """What the browser of this session is to be asked, as JSON, so that the person can use one of their passkeys.

    Raises RuleBroken where they have none, and NotFound where the token names no session.
    """
    row = _session(work, token)
    known = _known(work, row.person_id)
    if not known:
        raise RuleBroken([rules.NO_PASSKEY])
    return ceremony.options_to_use(party, _new_challenge(work, row.id, Purpose.USE), known)


def ask_to_add(work: Work, party: rules.RelyingParty, token: str) -> str:
    """What the browser of this session is to be asked, as JSON, so that the person can add a passkey.

    Raises RuleBroken where they have a second step and have not taken it, or have too many passkeys; and NotFound.
    """
    row = _session(work, token)
    person = work.session.get_one(Person, row.person_id)
    ways = ways_of(work.session, person.id)
    if not rules.may_add(ways, second_step=row.second_step_at is not None):
        raise RuleBroken([rules.TAKE_IT_FIRST])
    if problem := rules.adding_problem(ways):
        raise RuleBroken([problem])
    challenge, known = _new_challenge(work, row.id, Purpose.ADD), _known(work, person.id)
    return ceremony.options_to_add(party, person.id.bytes, person.email, person.name, challenge, known)


def spend_challenge(work: Work, session_id: UUID, purpose: Purpose) -> str | Problem:
    """What this session was asked to sign for this purpose, for the last time; or why nothing is."""
    spent = work.session.execute(
        delete(PasskeyChallenge)
        .where(PasskeyChallenge.session_id == session_id, PasskeyChallenge.purpose == purpose)
        .returning(PasskeyChallenge.challenge, PasskeyChallenge.expires_at)
    ).one_or_none()
    challenge, expires_at = spent or ("", None)
    return rules.challenge_problem(expires_at, work.clock.now()) or challenge


def keep_passkey(
    work: Work, party: rules.RelyingParty, row: UserSession, person: Person, new: NewPasskey
) -> Problem | None:
    """Keep a passkey that has signed what this session was asked to; or say why not. The person is told by email."""
    asked = spend_challenge(work, row.id, Purpose.ADD)
    if isinstance(asked, Problem):
        return asked
    ways = ways_of(work.session, person.id)
    if problem := rules.adding_problem(ways):
        return problem
    found = ceremony.new_key(party, asked, new.said)
    if found is None:
        return rules.NEW_PASSKEY_REFUSED
    if work.session.scalar(select(Passkey.id).where(Passkey.credential_id == found.credential_id)) is not None:
        return rules.ALREADY_ADDED
    passkey = Passkey(
        person_id=person.id,
        credential_id=found.credential_id,
        public_key=found.public_key,
        sign_count=found.sign_count,
        transports=list(found.transports),
        name=new.name,
        added_at=work.clock.now(),
    )
    work.session.add(passkey)
    work.session.flush()
    work.announce("person:passkey_added", person.id, email=person.email, passkey=passkey.name)
    return None


def keep_app(work: Work, sealer: Sealer, person: Person, secret: str, code: str, *, sets_up: bool) -> Problem | None:
    """Note that the app with this secret has shown the code; with ``sets_up`` it is the person's app from now on.

    Says why not, where the code is wrong. The person is told of a new app by email.
    """
    step = totp.step_of(secret, code, work.clock.now())
    if problem := rules.app_problem(step, None if sets_up else person.totp_last_step):
        return problem
    person.totp_last_step = step
    if sets_up:
        person.totp_secret = sealer.seal(secret)
        work.announce("person:second_step_set_up", person.id, email=person.email)
    return None


def _session(work: Work, token: str) -> UserSession:
    row = work.session.scalar(
        select(UserSession).where(UserSession.token_hash == hash_of(token), UserSession.revoked_at.is_(None))
    )
    if row is None or not work.actor.is_staff:
        raise NotFound("no session of somebody who works for the scheme")
    return row


def _known(work: Work, person_id: UUID) -> list[ceremony.Known]:
    rows = work.session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.added_at))
    return [ceremony.Known(row.credential_id, tuple(row.transports)) for row in rows]


def _new_challenge(work: Work, session_id: UUID, purpose: Purpose) -> str:
    """One for each session: a newer one ends the one before it."""
    work.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.session_id == session_id))
    challenge = ceremony.new_challenge()
    expires_at = work.clock.now() + rules.CHALLENGE_LASTS
    work.session.add(
        PasskeyChallenge(session_id=session_id, purpose=purpose, challenge=challenge, expires_at=expires_at)
    )
    work.session.flush()
    return challenge
