"""Granting an award, and everything that can be done with one afterwards: C9 and C10 of docs/process.md."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application, Presence
from portal.audit.work import Work
from portal.awards import rules
from portal.awards.carrying import places_of_renewal
from portal.awards.models import Award, AwardAccount, AwardDomain, AwardStateChange
from portal.awards.queries import AwardRecord, OfficialPlaces, award_by_id, awards_of
from portal.awards.rules import AwardDates
from portal.awards.states import AWARD, RUNNING, AwardState, ReasonType
from portal.councils.models import Council
from portal.criteria.queries import edition_of
from portal.kernel.clock import today
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import Permission, Record
from portal.kernel.references import new_award_number

Row = TypeVar("Row")


@dataclass(frozen=True)
class Grant:
    """Give a council the Mark for an application that has passed."""

    application_id: UUID
    commendation: bool


@dataclass(frozen=True)
class Suspend:
    """``reason`` is for the audit trail, ``public_note`` for everybody."""

    number: str
    reason: str
    public_note: str


@dataclass(frozen=True)
class Restore:
    """What led to the suspension has been put right."""

    number: str
    reason: str


@dataclass(frozen=True)
class Withdraw:
    """``reason`` is for the audit trail; ``reason_type`` and ``public_note`` for everybody."""

    number: str
    reason: str
    reason_type: ReasonType
    public_note: str


@dataclass(frozen=True)
class GiveUp:
    """The council no longer wants the Mark."""

    number: str
    reason: str = ""


@dataclass(frozen=True)
class End:
    """The council has been replaced before the day that was known (C10)."""

    number: str
    reason: str


def grant(work: Work, command: Grant) -> Award:
    """Give the award, from today, and replace the one that the council holds now; announces ``award:granted``.

    The websites, accounts and words for the register are those of the application; a renewal also takes what was
    added meanwhile. Raises RuleBroken, NotPermitted.
    """
    application = _found(work.session.get(Application, command.application_id), command.application_id)
    # The council's row stands for its awards: two grants to one council come one after the other.
    council = work.session.scalars(select(Council).where(Council.id == application.council_id).with_for_update()).one()
    day = today(work.clock)
    newest = next(iter(awards_of(work.session, council.id)), None)
    standing = newest.position(day).standing if newest else None
    if problems := tuple(rules.grant_problems(day, standing, council.first_day, council.last_day)):
        raise RuleBroken(problems)
    held = newest if newest and standing in rules.HOLDING else None
    dates = rules.award_dates(
        day,
        edition_of(work.session, application.edition_id).validity,
        previous_end=held.facts.ends_on if held else None,
        council_last_day=council.last_day,
    )
    award = _new_award(work, application, dates, held, commendation=command.commendation)
    work.begin(award, Permission.AWARD_GRANT, "award:granted", number=award.number, ends_on=dates.ends_on.isoformat())
    if held:
        _replace(work, held, award)
    return award


def commend(work: Work, application_id: UUID) -> None:
    """Add the commendation to the award of this application, whose decision was corrected after an appeal (C8).

    Number, days and everything else stay as they are, so that whatever bears the number goes on being true. Announces
    ``award:commended``. Nothing happens where there is no award yet, where it has one already or is over.
    """
    award = work.session.scalar(select(Award).where(Award.application_id == application_id).with_for_update())
    if award is None or award.commendation or award.state not in RUNNING:
        return
    work.require(Permission.AWARD_REPLACE, Record(council_id=award.council_id))
    award.commendation = True
    work.session.flush()
    work.announce("award:commended", award.id, award.council_id)


def suspend(work: Work, command: Suspend) -> None:
    """Suspend an award that is current. The end date does not move. Raises RuleBroken, IllegalMove, NotPermitted."""
    award = _running(work, command.number, command.public_note)
    _change(work, award, "suspend", command.reason, public_note=command.public_note)


def restore(work: Work, command: Restore) -> None:
    """Make a suspended award current again. Raises RuleBroken, IllegalMove, NotPermitted."""
    _change(work, _running(work, command.number), "restore", command.reason)


def withdraw(work: Work, command: Withdraw) -> None:
    """Take a suspended award away for good. Raises RuleBroken, IllegalMove, NotPermitted."""
    award = _running(work, command.number, command.public_note)
    _change(
        work,
        award,
        "withdraw",
        command.reason,
        public_note=command.public_note,
        reason_type=command.reason_type,
    )


def give_up(work: Work, command: GiveUp) -> None:
    """End an award because its council wants it no longer. Raises RuleBroken, IllegalMove, NotPermitted."""
    _change(work, _running(work, command.number), "give_up", command.reason)


def end(work: Work, command: End) -> None:
    """End an award because its council has been replaced. Raises RuleBroken, IllegalMove, NotPermitted."""
    _change(work, _running(work, command.number), "end", command.reason)


def fresh_number(session: Session, draw: Callable[[], str] = new_award_number) -> str:
    """A number that no award has."""
    while session.scalar(select(Award.id).where(Award.number == (number := draw()))):
        continue
    return number


def _new_award(
    work: Work, application: Application, dates: AwardDates, held: AwardRecord | None, *, commendation: bool
) -> Award:
    presence = work.session.scalar(select(Presence).where(Presence.application_id == application.id))
    presence = _found(presence, application.id)
    places = OfficialPlaces(rules.hosts_from(presence.domains), rules.lines_from(presence.accounts))
    if held:
        places = places_of_renewal(work.session, application, places, held.id)
    return Award(
        id=uuid4(),
        number=fresh_number(work.session, lambda: new_award_number(work.choose)),
        council_id=application.council_id,
        application_id=application.id,
        edition_id=application.edition_id,
        commendation=commendation,
        granted_at=work.clock.now(),
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        renewal_opens_on=dates.renewal_opens_on,
        public_summary=presence.summary,
        promise_address=presence.promise_address,
        domains=[AwardDomain(place=place, host=host) for place, host in enumerate(places.domains, 1)],
        accounts=[AwardAccount(place=place, address=address) for place, address in enumerate(places.accounts, 1)],
        changes=[
            AwardStateChange(place=1, state=AwardState.VALID, from_on=dates.starts_on, recorded_at=work.clock.now())
        ],
    )


def _found(row: Row | None, wanted: object) -> Row:
    if row is None:
        raise NotFound(f"no {wanted}")
    return row


def _replace(work: Work, held: AwardRecord, award: Award) -> None:
    old = work.session.get_one(Award, held.id, with_for_update=True)
    _change(work, old, "replace", f"renewed by {award.number}", replaced_by_id=award.id)


def _running(work: Work, number: str, public_note: str | None = None) -> Award:
    """The award, locked, with its dates not yet run out and, where there is one, a note fit for the public."""
    award = work.session.scalar(select(Award).where(Award.number == number).with_for_update())
    award = _found(award, number)
    problems = list(rules.running_problems(award_by_id(work.session, award.id).facts, today(work.clock)))
    if public_note is not None:
        problems += rules.note_problems(public_note)
    if problems:
        raise RuleBroken(problems)
    return award


def _change(
    work: Work,
    award: Award,
    command: str,
    reason: str,
    *,
    public_note: str = "",
    reason_type: ReasonType | None = None,
    replaced_by_id: UUID | None = None,
) -> None:
    made = work.session.scalars(
        select(func.count()).select_from(AwardStateChange).where(AwardStateChange.award_id == award.id)
    ).one()
    # The register's line comes first: whoever reacts to the move already reads how the award stands now.
    work.session.add(
        AwardStateChange(
            award_id=award.id,
            place=made + 1,
            state=AWARD.find(award.state, command).target,
            from_on=today(work.clock),
            recorded_at=work.clock.now(),
            public_note=public_note,
            reason_type=reason_type,
            replaced_by_id=replaced_by_id,
        )
    )
    work.perform(award, command, reason=reason, public_note=public_note, reason_type=reason_type)
