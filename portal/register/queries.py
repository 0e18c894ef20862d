"""The register on a day, and one council's page in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.awards.models import Award
from portal.awards.queries import AwardRecord, awards, awards_of, official_places
from portal.awards.rules import HOLDING, Standing, holds_the_mark
from portal.councils.kinds import KIND_WORDS, Kind, Nation
from portal.councils.models import Council, CouncilDomain, Succession
from portal.councils.rules import is_named
from portal.kernel.errors import NotFound
from portal.kernel.words import Words
from portal.register.entries import Entry, entry_of
from portal.register.rules import PAGE_LENGTH, is_listed


class Shown(StrEnum):
    """What the register can be narrowed to: one standing, or all that hold the Mark, whether or not they may renew."""

    HOLDING = "holding"
    CURRENT = Standing.CURRENT
    RENEWAL_OPEN = Standing.RENEWAL_OPEN
    SUSPENDED = Standing.SUSPENDED
    EXPIRED = Standing.EXPIRED
    WITHDRAWN = Standing.WITHDRAWN
    GIVEN_UP = Standing.GIVEN_UP
    COUNCIL_REPLACED = Standing.COUNCIL_REPLACED
    REPLACED = Standing.REPLACED


@dataclass(frozen=True)
class Filters:
    """What somebody wants to see of the register, as it stood on the day ``on``. Empty means all."""

    on: date
    q: str = ""
    kind: Kind | None = None
    region: str = ""
    nation: Nation | None = None
    standing: Shown | None = None


@dataclass(frozen=True)
class RegisterPage:
    """One page of the register: ``found`` entries in all, ``holders`` councils that hold the Mark whatever is asked."""

    on: date
    entries: tuple[Entry, ...]
    found: int
    holders: int
    page: int
    pages: int


@dataclass(frozen=True)
class WholeRegister:
    """The register for machines, as it stood on the day ``on``; ``holders`` as in RegisterPage."""

    on: date
    entries: tuple[Entry, ...]
    holders: int


@dataclass(frozen=True)
class CouncilPage:
    """Everything public about one council. ``award`` is its newest; ``history`` is newest first."""

    name: str
    name_cy: str
    slug: str
    kind_words: Words
    nation: Nation
    region: str
    first_day: date | None
    last_day: date | None
    websites: tuple[str, ...]
    successors: tuple[tuple[str, str], ...]
    award: Entry | None
    history: tuple[Entry, ...]


def register_page(session: Session, filters: Filters, page: int = 1) -> RegisterPage:
    """One page of the register; a page beyond the last is the last."""
    found = _found(session, filters)
    pages = max(1, -(-len(found) // PAGE_LENGTH))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return RegisterPage(
        filters.on, _entries(session, shown, filters.on), len(found), _holders(session, filters.on), page, pages
    )


def whole_register(session: Session, filters: Filters) -> WholeRegister:
    """Every entry that the filters let through, in the order of the pages."""
    entries = _entries(session, _found(session, filters), filters.on)
    return WholeRegister(filters.on, entries, _holders(session, filters.on))


def regions(session: Session) -> tuple[str, ...]:
    """Every region in which there is a council, in alphabetical order."""
    return tuple(
        session.scalars(select(Council.region).distinct().where(Council.region != "").order_by(Council.region))
    )


def council_page(session: Session, slug: str, day: date) -> CouncilPage:
    """One council, whether or not it has ever held the Mark. Raises NotFound."""
    council = session.scalar(select(Council).where(Council.slug == slug)) if slug.isprintable() else None
    if council is None:
        raise NotFound(f"no council {slug}")
    history = history_of(session, council.id, day)
    return CouncilPage(
        name=council.name,
        name_cy=council.name_cy,
        slug=council.slug,
        kind_words=KIND_WORDS[council.kind],
        nation=council.nation,
        region=council.region,
        first_day=council.first_day,
        last_day=council.last_day,
        websites=tuple(
            session.scalars(
                select(CouncilDomain.host).where(CouncilDomain.council_id == council.id).order_by(CouncilDomain.host)
            )
        ),
        successors=successors_of(session, council.id),
        award=history[0] if history else None,
        history=history,
    )


def history_of(session: Session, council_id: UUID, day: date) -> tuple[Entry, ...]:
    """Every award that the council has had by the day, newest first."""
    records = tuple(record for record in awards_of(session, council_id) if record.starts_on <= day)
    places = official_places(session, [record.id for record in records])
    return tuple(entry_of(record, day, records, places[record.id]) for record in records)


def successors_of(session: Session, council_id: UUID) -> tuple[tuple[str, str], ...]:
    """The name and the slug of each council that replaces this one (C10)."""
    rows = session.execute(
        select(Council.name, Council.slug)
        .join(Succession, Succession.successor_id == Council.id)
        .where(Succession.council_id == council_id)
        .order_by(Council.name)
    )
    return tuple((name, slug) for name, slug in rows)


def _found(session: Session, filters: Filters) -> list[AwardRecord]:
    conditions: list[ColumnElement[bool]] = [Award.starts_on <= filters.on]
    if filters.kind:
        conditions.append(Council.kind == filters.kind)
    if filters.region:
        conditions.append(Council.region == filters.region)
    if filters.nation:
        conditions.append(Council.nation == filters.nation)
    found = [award for award in _told_apart(awards(session, *conditions), filters.on) if _lets_through(filters, award)]
    return sorted(found, key=lambda award: (award.council.casefold(), award.number))


def _told_apart(records: Iterable[AwardRecord], day: date) -> Iterable[AwardRecord]:
    """The newest award of each council, and those that were replaced: nobody is listed twice in one standing."""
    seen: set[UUID] = set()
    for record in records:
        if record.council_id not in seen or record.position(day).standing is Standing.REPLACED:
            yield record
        seen.add(record.council_id)


def _lets_through(filters: Filters, award: AwardRecord) -> bool:
    if filters.q and not is_named(filters.q, award.council, award.council_cy):
        return False
    position = award.position(filters.on)
    if filters.standing is None:
        return is_listed(position, filters.on)
    if filters.standing is Shown.HOLDING:
        return position.standing in HOLDING
    return position.standing.value == filters.standing.value


def _holders(session: Session, day: date) -> int:
    records = awards(session, Award.starts_on <= day)
    return len({record.council_id for record in records if holds_the_mark(record.position(day).standing)})


def _entries(session: Session, records: Iterable[AwardRecord], day: date) -> tuple[Entry, ...]:
    records = tuple(records)
    places = official_places(session, [record.id for record in records])
    earlier: dict[UUID, list[AwardRecord]] = defaultdict(list)
    if records:
        for record in awards(session, Award.council_id.in_({record.council_id for record in records})):
            earlier[record.council_id].append(record)
    return tuple(entry_of(record, day, earlier[record.council_id], places[record.id]) for record in records)
