"""What people declare that ties them to councils, and what others found out."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import ConflictOfInterest
from portal.accounts.states import InterestKind
from portal.audit.work import Work
from portal.interests import rules
from portal.interests.models import InterestDeclaration
from portal.interests.queries import council_named, declared_in
from portal.kernel.clock import today
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import Permission, Record
from portal.kernel.words import words


def keep_conflict(
    work: Work, person_id: UUID, council_id: UUID, reason: str, kind: InterestKind = InterestKind.OTHER
) -> None:
    """Keep a tie that came out while a case was handled: from now on the person must not work on this council's."""
    known = _tie(work, person_id, council_id)
    if known is None:
        known = ConflictOfInterest(person_id=person_id, council_id=council_id, since=work.clock.now(), kind=kind)
        work.session.add(known)
    # Known now, so it holds until somebody ends it, whatever was entered before.
    known.reason, known.until = reason, None
    work.session.flush()


@dataclass(frozen=True)
class DeclareTie:
    """A tie to a council; ``last_day`` where it is over."""

    council: str
    kind: InterestKind | None
    reason: str
    last_day: date | None


@dataclass(frozen=True)
class EndTie:
    """The last day of a tie that the actor has declared."""

    tie_id: UUID
    last_day: date | None


def declare_tie(work: Work, command: DeclareTie) -> None:
    """Keep a tie; from now on the actor is offered nothing of this council. Raises NotPermitted, RuleBroken.

    Of two ties to one council the one that lasts longer counts.
    """
    work.require(Permission.INTERESTS_DECLARE, Record())
    day, reason = today(work.clock), command.reason.strip()
    council_id = council_named(work.session, command.council)
    problems = [*rules.tie_problems(command.kind, reason, command.last_day, day)]
    if council_id is None:
        problems.insert(0, Problem("council", words("Choose a council from the list.")))
    if problems or council_id is None or command.kind is None:
        raise RuleBroken(problems)
    until = rules.barred_until(command.kind, command.last_day) if command.last_day else None
    known = _tie(work, work.person_id, council_id)
    if known is not None and until is not None and (known.until is None or known.until >= until):
        raise RuleBroken([Problem("council", words("You have declared a tie to this council that lasts longer."))])
    tie = known or ConflictOfInterest(person_id=work.person_id, council_id=council_id, since=work.clock.now())
    tie.kind, tie.reason, tie.until = command.kind, reason, until
    work.session.add(tie)
    work.session.flush()


def end_tie(work: Work, command: EndTie) -> None:
    """Note the last day of a tie; until when it still counts is worked out. Raises NotFound, RuleBroken."""
    work.require(Permission.INTERESTS_DECLARE, Record())
    tie = work.session.get(ConflictOfInterest, command.tie_id)
    if tie is None or tie.person_id != work.person_id:
        raise NotFound(f"no tie {command.tie_id} of {work.actor.name}")
    problems = tuple(rules.ending_problems(command.last_day, today(work.clock)))
    if problems or command.last_day is None:
        raise RuleBroken(problems)
    tie.until = rules.barred_until(tie.kind, command.last_day)
    work.session.flush()


def declare_year(work: Work) -> None:
    """The actor's word that every tie is declared, for this calendar year; saying it twice changes nothing."""
    work.require(Permission.INTERESTS_DECLARE, Record())
    year = today(work.clock).year
    if work.person_id not in declared_in(work.session, year):
        work.session.add(InterestDeclaration(person_id=work.person_id, year=year, declared_at=work.clock.now()))
        work.session.flush()


def _tie(work: Work, person_id: UUID, council_id: UUID) -> ConflictOfInterest | None:
    return work.session.scalars(
        select(ConflictOfInterest).where(
            ConflictOfInterest.person_id == person_id, ConflictOfInterest.council_id == council_id
        )
    ).one_or_none()
