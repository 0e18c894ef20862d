"""The register counted: holders by region and nation, as a map of tiles; withdrawn awards by the kind of reason."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, func, or_, select
from sqlalchemy.orm import Session

from portal.awards.models import Award, AwardStateChange
from portal.awards.states import AwardState, ReasonType
from portal.councils.kinds import Nation
from portal.councils.models import Council
from portal.kernel.words import Words
from portal.register.narrowing import Shown, holding_by_region
from portal.register.rules import REASON_WORDS

TILE_WIDTH, TILE_HEIGHT, GAP = 190, 96, 8
# Where each region stands on the map, as column and row: roughly where it lies.
PLACES = {
    "North East": (2, 0),
    "North West": (1, 1),
    "Yorkshire and The Humber": (2, 1),
    "Wales": (0, 2),
    "West Midlands": (1, 2),
    "East Midlands": (2, 2),
    "East of England": (3, 2),
    "South West": (1, 3),
    "South East": (2, 3),
    "London": (3, 3),
}
COLUMNS, ROWS = 4, 4
# The darkest tile: what is written on it must stay readable on white and on black.
DARKEST = 0.3


@dataclass(frozen=True)
class Tile:
    """A region on the map and in the table. ``region`` is empty for councils of which none is known.

    ``x`` and ``y`` are its corner; ``shade`` is its share of holders beside the largest share of any, which is DARKEST.
    """

    region: str
    nation: Nation
    holders: int
    councils: int
    x: int = 0
    y: int = 0
    shade: float = 0


@dataclass(frozen=True)
class MapPage:
    """The map: ``tiles`` have a place on it, ``elsewhere`` are in the table only."""

    on: date
    tiles: tuple[Tile, ...]
    elsewhere: tuple[Tile, ...]
    holders: int
    width: int
    height: int


def map_page(session: Session, day: date) -> MapPage:
    """How many of the councils that there are on the day hold the Mark, by region."""
    exist = (
        or_(Council.first_day.is_(None), Council.first_day <= day),
        or_(Council.last_day.is_(None), Council.last_day >= day),
    )
    councils = (
        select(Council.region, Council.nation, func.count()).where(*exist).group_by(Council.region, Council.nation)
    )
    held = {(region, nation): count for region, nation, count in session.execute(holding_by_region(), {"on": day})}
    counted = session.execute(councils.order_by(Council.nation, Council.region)).all()
    most = max((held.get((region, nation), 0) / count for region, nation, count in counted), default=0)
    found = [_tile(region, nation, held.get((region, nation), 0), count, most) for region, nation, count in counted]
    return MapPage(
        day,
        tuple(tile for tile in found if tile.region in PLACES),
        tuple(tile for tile in found if tile.region not in PLACES),
        sum(held.values()),
        COLUMNS * (TILE_WIDTH + GAP) - GAP,
        ROWS * (TILE_HEIGHT + GAP) - GAP,
    )


def withdrawn_by_reason(session: Session, day: date) -> tuple[tuple[Words, int], ...]:
    """How many awards had been withdrawn by the day, by the kind of reason."""
    rows = session.execute(_WITHDRAWN, {"on": day})
    counted: dict[ReasonType | None, int] = {row[0]: row[1] for row in rows}
    return tuple((said, counted[reason]) for reason, said in REASON_WORDS.items() if reason in counted)


_WITHDRAWN = (
    select(AwardStateChange.reason_type, func.count())
    .join(Award, Award.id == AwardStateChange.award_id)
    .where(AwardStateChange.state == AwardState.WITHDRAWN, AwardStateChange.from_on <= bindparam("on", type_=Date()))
    .group_by(AwardStateChange.reason_type)
)
# What the register's page is narrowed to by a link from the map.
HOLDERS = Shown.HOLDING


def _tile(region: str, nation: Nation, holders: int, councils: int, most: float) -> Tile:
    column, row = PLACES.get(region, (0, 0))
    shade = round(DARKEST * (holders / councils) / most, 2) if most else 0
    return Tile(region, nation, holders, councils, column * (TILE_WIDTH + GAP), row * (TILE_HEIGHT + GAP), shade)
