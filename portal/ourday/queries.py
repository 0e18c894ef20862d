"""The days as pages show them: to everybody, and to a council that records its part."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.answering.pages import may_change
from portal.applications import queries as applications
from portal.councils.models import Council
from portal.criteria.queries import edition_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.ourday.models import Day, DayRecord
from portal.ourday.published import PublishedYear, published_years
from portal.ourday.rules import FOUNDING_USE, Part


@dataclass(frozen=True)
class DayFacts:
    """One year's day; ``held_on`` is None for a past one of which only the week is known."""

    year: int
    name: str
    held_on: date | None


@dataclass(frozen=True)
class Totals:
    """What the councils that recorded their part come to; ``reached`` adds up those that gave a figure."""

    councils: int
    posts: int
    accounts: int
    reached: int


@dataclass(frozen=True)
class Year:
    """One line of the years: the day, what others published of it, what councils have recorded here."""

    day: DayFacts
    published: PublishedYear | None
    recorded: Totals


@dataclass(frozen=True)
class YearsPage:
    """Every year, the newest first. ``most_posts`` is the length of the longest bar of the chart."""

    years: tuple[Year, ...]
    most_posts: int

    @property
    def charted(self) -> tuple[PublishedYear, ...]:
        """The years of which a national number of posts is known, the earliest first."""
        known = (year.published for year in reversed(self.years))
        return tuple(published for published in known if published and published.posts)


@dataclass(frozen=True)
class TookPart:
    """A council's part in one day, as everybody reads it."""

    council: str
    slug: str
    part: Part


@dataclass(frozen=True)
class YearPage:
    """One year: the totals, and who took part."""

    year: Year
    councils: tuple[TookPart, ...]


@dataclass(frozen=True)
class OwnPart:
    """A day with the council's own record of it; None where it has none."""

    day: DayFacts
    part: Part | None
    version: int
    saved_by: str
    saved_at: datetime | None


@dataclass(frozen=True)
class OwnYearsPage:
    """Every day that a council can record its part in."""

    slug: str
    council: str
    parts: tuple[OwnPart, ...]
    may_record: bool


@dataclass(frozen=True)
class OwnPartPage:
    """One day and the council's record of it; ``criterion`` is what it is evidence for, where it can be added."""

    slug: str
    council: str
    own: OwnPart
    criterion: str


def years_page(session: Session) -> YearsPage:
    """The days of all years."""
    published = {year.year: year for year in published_years()}
    days = {day.year: DayFacts(day.year, day.name, day.held_on) for day in session.scalars(select(Day))}
    known = {year: DayFacts(year, entry.name, entry.held_on) for year, entry in published.items()} | days
    recorded = _totals(session)
    years = tuple(
        Year(known[year], published.get(year), recorded.get(year, Totals(0, 0, 0, 0)))
        for year in sorted(known, reverse=True)
    )
    return YearsPage(years, max((entry.posts.low for entry in published.values() if entry.posts), default=0))


def year_page(session: Session, year: int) -> YearPage:
    """One year's day and who took part, by name. Raises NotFound for a year without one."""
    for found in years_page(session).years:
        if found.day.year == year:
            return YearPage(found, _took_part(session, year))
    raise NotFound(f"no day in {year}")


def day_of(session: Session, year: int) -> Day:
    """The day of a year that councils can record. Raises NotFound."""
    # A number with more digits than a year is none that every database takes.
    day = session.scalar(select(Day).where(Day.year == year)) if year <= date.max.year else None
    if day is None:
        raise NotFound(f"no day in {year}")
    return day


def record_of(session: Session, council_id: UUID, day_id: UUID) -> DayRecord | None:
    """The council's record of a day; None where it has none."""
    return session.scalar(select(DayRecord).where(DayRecord.council_id == council_id, DayRecord.day_id == day_id))


def part_in(row: DayRecord) -> Part:
    """What the row says."""
    return Part(row.posts, row.accounts, row.reached, row.best_post, row.about)


def own_years(session: Session, actor: Actor, slug: str, today: date) -> OwnYearsPage:
    """The days that are over, with the council's own part in each. Raises NotFound."""
    council = applications.own_council(session, actor, slug)
    own = {part.day.year: part for part in _own_parts(session, council.id)}
    days = session.scalars(select(Day).where(Day.held_on <= today).order_by(Day.year.desc()))
    return OwnYearsPage(
        slug=slug,
        council=council.name,
        parts=tuple(own.get(day.year) or _nothing_of(day) for day in days),
        may_record=may(actor, Permission.OUR_DAY_RECORD, Record(council.id)),
    )


def own_part(session: Session, actor: Actor, slug: str, year: int) -> OwnPartPage:
    """The council's part in one day. Raises NotFound."""
    council = applications.own_council(session, actor, slug)
    own = {part.day.year: part for part in _own_parts(session, council.id)}
    part = own.get(year) or _nothing_of(day_of(session, year))
    return OwnPartPage(slug, council.name, part, evidence_for(session, actor, council.id) or "")


def evidence_for(session: Session, actor: Actor, council_id: UUID) -> str | None:
    """The criterion of the council's application that a day is evidence for; None where it cannot be added now."""
    application = applications.latest_application(session, council_id)
    if application is None:
        return None
    unlocked = applications.unlocked_of(session, application.id)
    for criterion in edition_of(session, application.edition_id).criteria:
        if FOUNDING_USE in criterion.founding_uses and may_change(actor, application, unlocked, criterion.id):
            return criterion.id
    return None


def _own_parts(session: Session, council_id: UUID) -> tuple[OwnPart, ...]:
    rows = session.execute(
        select(DayRecord, Day, Person.name, Person.email)
        .join(Day, Day.id == DayRecord.day_id)
        .join(Person, Person.id == DayRecord.saved_by_id)
        .where(DayRecord.council_id == council_id)
    )
    return tuple(
        OwnPart(DayFacts(day.year, day.name, day.held_on), part_in(row), row.version, name or email, row.saved_at)
        for row, day, name, email in rows
    )


def _nothing_of(day: Day) -> OwnPart:
    return OwnPart(DayFacts(day.year, day.name, day.held_on), None, 0, "", None)


def _totals(session: Session) -> dict[int, Totals]:
    rows = session.execute(
        select(
            Day.year,
            func.count(),
            func.sum(DayRecord.posts),
            func.sum(DayRecord.accounts),
            func.sum(DayRecord.reached),
        )
        .join(DayRecord, DayRecord.day_id == Day.id)
        .group_by(Day.year)
    )
    # A sum is a decimal on one database and an integer on the other; of nothing known it is NULL on both.
    return {
        year: Totals(int(councils), int(posts or 0), int(accounts or 0), int(reached or 0))
        for year, councils, posts, accounts, reached in rows
    }


def _took_part(session: Session, year: int) -> tuple[TookPart, ...]:
    rows = session.execute(
        select(DayRecord, Council.name, Council.slug)
        .join(Council, Council.id == DayRecord.council_id)
        .join(Day, Day.id == DayRecord.day_id)
        .where(Day.year == year)
        .order_by(Council.name)
    )
    return tuple(TookPart(name, slug, part_in(row)) for row, name, slug in rows)
