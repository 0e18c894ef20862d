"""Coming in: the emailed code, the demonstration's one click; and going out."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.accounts import rules
from portal.accounts.models import Person, SignInCode
from portal.accounts.sealing import Sealer
from portal.accounts.sessions import begin_session, end_every_session, end_session
from portal.audit.work import Work
from portal.kernel.errors import NotFound, Problem, RuleBroken


@dataclass(frozen=True)
class RequestCode:
    """Somebody asks for a code; ``browser`` is the random id in their cookie, ``origin`` their network address."""

    email: str
    browser: str
    origin: str


@dataclass(frozen=True)
class EnterCode:
    """A code, as typed, in the browser that the random id names."""

    browser: str
    code: str


@dataclass(frozen=True)
class Entry:
    """Whether the door opened: the new session's token, or what is wrong.

    A value, not an exception: a wrong try must be counted, so its transaction is saved.
    """

    token: str | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class DescribeSelf:
    """What a person says of themselves; ``daily_digest``: emails that can wait come once a day."""

    name: str
    job_title: str
    daily_digest: bool = False


def request_code(work: Work, sealer: Sealer, command: RequestCode) -> None:
    """Send a code to the address, whether or not we know it. Raises RuleBroken where too many were asked for."""
    now, origin = work.clock.now(), sealer.hash_of("origin", command.origin)
    recent = SignInCode.sent_at > now - rules.LIMITS_COUNT
    for_address = work.session.scalar(select(func.count()).where(SignInCode.email == command.email, recent)) or 0
    for_origin = work.session.scalar(select(func.count()).where(SignInCode.origin_hash == origin, recent)) or 0
    if problem := rules.too_many_codes(for_address, for_origin):
        raise RuleBroken([problem])
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
    row = SignInCode(
        email=command.email,
        browser_hash=sealer.hash_of("browser", command.browser),
        origin_hash=origin,
        code_hash=sealer.hash_of("code", command.browser, code),
        sent_at=now,
        expires_at=now + rules.CODE_LASTS,
    )
    work.session.add(row)
    work.session.flush()
    work.announce("sign_in:code_requested", row.id, email=command.email, code=code)


def enter_code(work: Work, sealer: Sealer, command: EnterCode) -> Entry:
    """Try a code. Where it is right, the person comes in; an address that we did not know becomes a person."""
    session, now = work.session, work.clock.now()
    sent = session.scalars(
        select(SignInCode)
        .where(SignInCode.browser_hash == sealer.hash_of("browser", command.browser))
        .order_by(SignInCode.sent_at.desc())
    ).all()
    if not sent:
        return Entry(problem=rules.NO_CODE_HERE)
    newest, guess = sent[0], sealer.hash_of("code", command.browser, command.code)
    # Counted first: the row is locked from here on, so that of many tries at once none goes uncounted.
    attempts = _count_attempt(session, newest.id)
    fits = hmac.compare_digest(newest.code_hash, guess)
    is_ours = fits and attempts <= rules.CODE_ATTEMPTS and _mark_used(session, newest.id, now)
    session.refresh(newest)
    problem = rules.code_problem(
        rules.Try(
            matches_newest=fits,
            matches_older=any(hmac.compare_digest(older.code_hash, guess) for older in sent[1:]),
            used=newest.used_at is not None and not is_ours,
            expired=now >= newest.expires_at and not is_ours,
            attempts=attempts,
        )
    )
    if problem:
        return Entry(problem=problem)
    person = _person_with(work, newest.email)
    return Entry(begin_session(session, work.clock, person.id, second_step=False))


def _count_attempt(session: Session, code_id: UUID) -> int:
    return session.execute(
        update(SignInCode)
        .where(SignInCode.id == code_id)
        .values(attempts=SignInCode.attempts + 1)
        .returning(SignInCode.attempts)
    ).scalar_one()


def _mark_used(session: Session, code_id: UUID, now: datetime) -> bool:
    """Whether it was this request that used the code: one statement, so that of two at once one is refused."""
    used = session.execute(
        update(SignInCode)
        .where(SignInCode.id == code_id, SignInCode.used_at.is_(None), SignInCode.expires_at > now)
        .values(used_at=now)
        .returning(SignInCode.id)
    )
    return used.scalar_one_or_none() is not None


def _person_with(work: Work, email: str) -> Person:
    person = work.session.scalar(select(Person).where(Person.email == email))
    if person is None:
        person = Person(email=email, since=work.clock.now())
        work.session.add(person)
        work.session.flush()
    return person


def enter_demonstration(work: Work, person_id: UUID) -> Entry:
    """Come in as an invented person, with the second step taken. Raises NotFound for anybody else."""
    person = work.session.get(Person, person_id)
    if person is None or not person.demonstration:
        raise NotFound(f"{person_id} is no demonstration person")
    return Entry(begin_session(work.session, work.clock, person.id, second_step=True))


def sign_out(work: Work, token: str) -> None:
    """End the session of this one browser."""
    end_session(work.session, token, work.clock.now())


def sign_out_everywhere(work: Work) -> None:
    """End every session of the person who asks."""
    if work.actor.person_id is not None:
        end_every_session(work.session, work.actor.person_id, work.clock.now())
        email = work.session.get_one(Person, work.actor.person_id).email
        work.announce("person:signed_out_everywhere", work.actor.person_id, email=email)


def describe_self(work: Work, command: DescribeSelf) -> None:
    """Change one's own name, job title and choice of emails. Raises NotFound where nobody is signed in."""
    person = work.session.get(Person, work.actor.person_id) if work.actor.person_id else None
    if person is None:
        raise NotFound("nobody is signed in")
    person.name, person.job_title = command.name, command.job_title
    person.daily_digest = command.daily_digest
