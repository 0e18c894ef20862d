"""The register on a day, and one council's page in it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from portal.awards.models import Award
from portal.awards.queries import awards, awards_of, official_places
from portal.councils.kinds import KIND_WORDS, Nation
from portal.councils.models import Council, CouncilDomain, Succession
from portal.kernel.errors import NotFound
from portal.kernel.words import Names, Words
from portal.register.entries import Entry, entry_of
from portal.register.narrowing import Filters, holders, matching
from portal.register.rules import PAGE_LENGTH
from portal.storage.changes import Known

# How many entries of the whole register are held at once.
AT_A_TIME = 500
# How many orders of lists and counts are kept at once: strangers choose the filters.
MOST_KNOWN = 8
Value = TypeVar("Value")


@dataclass(frozen=True)
class RegisterPage:
    """One page of the register: ``found`` entries in all.

    ``holders`` councils hold the Mark, whatever is asked; None where a name was, whose search waits for no count.
    """

    on: date
    entries: tuple[Entry, ...]
    found: int
    holders: int | None
    page: int
    pages: int


@dataclass(frozen=True)
class WholeRegister:
    """The register for machines, as it stood on the day ``on``, to be read once; ``holders`` as in RegisterPage."""

    on: date
    entries: Iterable[Entry]
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

    @property
    def names(self) -> Names:
        """What the council is called, for the reader's language to choose from."""
        return Names(self.name, self.name_cy)


def register_page(session: Session, filters: Filters, page: int = 1, known: Known | None = None) -> RegisterPage:
    """One page of the register; a page beyond the last is the last.

    ``known`` is the place for what holds until something changes (``Changes.known``): the order of a list that nobody
    searches stays there, so that its pages cost their own lines and no more.
    """
    if filters.q:
        return _page_of_a_search(session, filters, max(page, 1))
    known = {} if known is None else known
    keys = _known(known, filters, lambda: _keys(session, filters))
    counted = _known(known, filters.on, lambda: holders(session, filters.on))
    pages = _pages(len(keys))
    page = min(max(page, 1), pages)
    shown = keys[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return RegisterPage(filters.on, entries_of(session, shown, filters.on), len(keys), counted, page, pages)


def _page_of_a_search(session: Session, filters: Filters, page: int) -> RegisterPage:
    statement, values = matching(session, filters)

    def shown(number: int) -> Sequence[Row[UUID, int]]:
        return session.execute(statement.offset((number - 1) * PAGE_LENGTH).limit(PAGE_LENGTH), values).all()

    rows = shown(page) or (shown(1) if page > 1 else ())
    found = rows[0][1] if rows else 0
    pages = _pages(found)
    if page > pages:
        page = pages
        rows = shown(page)
    keys = [key for key, _found in rows]
    return RegisterPage(filters.on, entries_of(session, keys, filters.on), found, None, page, pages)


def _pages(found: int) -> int:
    return max(1, -(-found // PAGE_LENGTH))


def _keys(session: Session, filters: Filters) -> tuple[UUID, ...]:
    """Every award that the filters let through, in order."""
    statement, values = matching(session, filters)
    return tuple(key for key, _found in session.execute(statement, values))


def _known(known: Known, asked: object, find_out: Callable[[], Value]) -> Value:
    found: Value | None = known.get(asked)
    if found is None:
        found = find_out()
        if len(known) >= MOST_KNOWN:
            known.clear()
        known[asked] = found
    return found


def whole_register(session: Session, filters: Filters) -> WholeRegister:
    """Every entry that the filters let through, in the order of the pages; read some at a time, while they are used."""
    keys = _keys(session, filters)
    entries = (
        entry
        for start in range(0, len(keys), AT_A_TIME)
        for entry in entries_of(session, keys[start : start + AT_A_TIME], filters.on)
    )
    return WholeRegister(filters.on, entries, holders(session, filters.on))


def entries_of(session: Session, award_ids: Sequence[UUID], day: date) -> tuple[Entry, ...]:
    """The entries of these awards, in this order, as they stand on the day. Six queries, however many."""
    records = {record.id: record for record in awards(session, Award.id.in_(award_ids))} if award_ids else {}
    places = official_places(session, award_ids, day) if award_ids else {}
    first = _first_days(session, {record.council_id for record in records.values()})
    return tuple(
        entry_of(records[key], day, first[records[key].council_id], places[key]) for key in award_ids if key in records
    )


def regions(session: Session) -> tuple[str, ...]:
    """Every region in which there is a council, in alphabetical order."""
    return tuple(session.scalars(_REGIONS))


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
    first = min((record.starts_on for record in records), default=day)
    return tuple(entry_of(record, day, first, places[record.id]) for record in records)


def successors_of(session: Session, council_id: UUID) -> tuple[tuple[str, str], ...]:
    """The name and the slug of each council that replaces this one (C10)."""
    rows = session.execute(
        select(Council.name, Council.slug)
        .join(Succession, Succession.successor_id == Council.id)
        .where(Succession.council_id == council_id)
        .order_by(Council.name)
    )
    return tuple((name, slug) for name, slug in rows)


def _first_days(session: Session, council_ids: Collection[UUID]) -> dict[UUID, date]:
    if not council_ids:
        return {}
    rows = session.execute(
        select(Award.council_id, func.min(Award.starts_on).label("first"))
        .where(Award.council_id.in_(council_ids))
        .group_by(Award.council_id)
    )
    return {row.council_id: row.first for row in rows}


def _each_region() -> Select[str]:
    """From one region to the next through the index, without a look at each council."""
    first = select(func.min(Council.region).label("region")).where(Council.region > "").cte("regions", recursive=True)
    following = select(func.min(Council.region)).where(Council.region > first.c.region).scalar_subquery()
    found = first.union_all(select(following).where(first.c.region.is_not(None)))
    return select(found.c.region).where(found.c.region.is_not(None)).order_by(found.c.region)


_REGIONS = _each_region()
