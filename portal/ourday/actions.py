"""Setting a year's day, recording a council's part in it, and using that as evidence."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import select

from portal.accounts.queries import person
from portal.applications import queries as applications
from portal.audit.work import Work
from portal.councils.models import Council
from portal.evidence.actions import AddLink, add_link
from portal.kernel.clock import today
from portal.kernel.errors import NotFound, Problem, RuleBroken, StaleEdit
from portal.kernel.permissions import Permission, Record
from portal.kernel.words import words
from portal.ourday import queries, rules
from portal.ourday.models import Day, DayRecord
from portal.ourday.published import published_years
from portal.ourday.rules import Part

# What the two sides of a stale edit are called.
POSTS, ACCOUNTS, REACHED = words("Posts"), words("Accounts"), words("People reached")
BEST_POST, ABOUT = words("Best post"), words("What you did")


@dataclass(frozen=True)
class SetDay:
    """The name and the day of one year's event."""

    year: int
    name: str
    held_on: date


@dataclass(frozen=True)
class RecordPart:
    """A council's part in one year's day, over ``version`` of its record; 0 where there is none."""

    slug: str
    year: int
    version: int
    part: Part


@dataclass(frozen=True)
class OneYear:
    """A council's record of one year."""

    slug: str
    year: int


@dataclass(frozen=True)
class UseAsEvidence:
    """A council's record of one year, for the criterion that asks for it; ``public_address`` is the portal's own."""

    slug: str
    year: int
    public_address: str


def set_day(work: Work, command: SetDay) -> None:
    """Set a year's day, or change its name or date. Raises RuleBroken and NotPermitted."""
    work.require(Permission.OUR_DAY_SET, Record())
    if problems := tuple(rules.day_problems(command.year, command.name, command.held_on)):
        raise RuleBroken(problems)
    day = work.session.scalar(select(Day).where(Day.year == command.year))
    if day is None:
        day = Day(id=uuid4(), year=command.year)
        work.session.add(day)
    day.name, day.held_on = command.name.strip(), command.held_on
    work.session.flush()


def set_past_days(work: Work) -> None:
    """Set every day of the past whose date is known and that is not set yet."""
    known = set(work.session.scalars(select(Day.year)))
    for entry in published_years():
        if entry.held_on and entry.year not in known:
            set_day(work, SetDay(entry.year, entry.name, entry.held_on))


def record_part(work: Work, command: RecordPart) -> None:
    """Save the council's part in a day; everybody can read it from now on.

    Raises NotFound, NotPermitted, RuleBroken, and StaleEdit where somebody has saved another version meanwhile.
    """
    council = _own_council(work, command.slug)
    day = queries.day_of(work.session, command.year)
    if problems := tuple(rules.part_problems(command.part, day.held_on, today(work.clock))):
        raise RuleBroken(problems)
    row = queries.record_of(work.session, council.id, day.id)
    if row is None:
        row = DayRecord(id=uuid4(), council_id=council.id, day_id=day.id)
        work.session.add(row)
    elif queries.part_in(row) == command.part:
        return
    elif row.version != command.version:
        saved_by = person(work.session, row.saved_by_id).shown_as
        raise StaleEdit(_compared(command.part), _compared(queries.part_in(row)), saved_by, row.version)
    part = command.part
    row.posts, row.accounts, row.reached = part.posts, part.accounts, part.reached
    row.best_post, row.about = part.best_post, part.about
    row.saved_by_id, row.saved_at = work.person_id, work.clock.now()
    work.session.flush()


def forget_part(work: Work, command: OneYear) -> None:
    """Take the council's record of a day away; no complaint where there is none. Raises NotFound and NotPermitted."""
    council = _own_council(work, command.slug)
    row = queries.record_of(work.session, council.id, queries.day_of(work.session, command.year).id)
    if row is not None:
        work.session.delete(row)
        work.session.flush()


def use_as_evidence(work: Work, command: UseAsEvidence) -> str:
    """Add the council's record to its application: its best post, or else the public page of the day.

    Returns the criterion that it was added to. Raises NotFound where nothing is recorded, RuleBroken where no answer
    can be changed now, and whatever adding a link raises.
    """
    council = _own_council(work, command.slug)
    day = queries.day_of(work.session, command.year)
    row = queries.record_of(work.session, council.id, day.id)
    if row is None:
        raise NotFound(f"{command.slug} has recorded nothing of {command.year}")
    figures = f"{day.name} {day.year}: {row.posts} posts from {row.accounts} accounts"
    note = f"{figures}, {row.reached} people reached." if row.reached is not None else f"{figures}."
    address = row.best_post or f"{command.public_address}/our-day/{day.year}"
    criterion = queries.evidence_for(work.session, work.actor, council.id)
    if criterion is None:
        said = words("Your council has no application whose answers can be changed now. Your record is kept.")
        raise RuleBroken([Problem("", said)])
    add_link(work, AddLink(command.slug, criterion, address, note))
    return criterion


def _own_council(work: Work, slug: str) -> Council:
    council = applications.own_council(work.session, work.actor, slug)
    work.require(Permission.OUR_DAY_RECORD, Record(council.id))
    return work.session.scalars(select(Council).where(Council.id == council.id).with_for_update()).one()


def _compared(part: Part) -> dict[str, str]:
    return {
        str(POSTS): str(part.posts),
        str(ACCOUNTS): str(part.accounts),
        str(REACHED): "" if part.reached is None else str(part.reached),
        str(BEST_POST): part.best_post,
        str(ABOUT): part.about,
    }
