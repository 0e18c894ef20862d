"""The register's list and its search by name beside the reading of one row by its key, and how both grow."""

import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.awards.models import Award
from portal.kernel.clock import SystemClock, today
from portal.register.narrowing import Filters
from portal.register.queries import register_page
from portal.storage.changes import Known
from portal.storage.engine import Database
from portal.storage.migrating import upgrade
from tests.bench.many import fill
from tests.bench.measuring import Line

SEARCHES = 200
WIDE, LISTS = 14, 40
# Parts of a quarter of all names.
WIDE_PARTS = ("ba", "dor")


@dataclass(frozen=True)
class _Cost:
    """Milliseconds, each the median of many."""

    search: float
    wide: float
    anew: float
    again: float
    row: float


def searches(folder: Path, sizes: tuple[int, int]) -> Iterator[Line]:
    """The list and its search at both sizes; the last lines are the exponents of their growth between them."""
    found = [_at(folder / f"{size}.db", size) for size in sizes]
    for size, cost in zip(sizes, found, strict=True):
        for what, ms in (
            (f"search, {size} awards", cost.search),
            (f"search for a part of many names, {size}", cost.wide),
            (f"list after a change, {size}", cost.anew),
            (f"list until the next change, {size}", cost.again),
        ):
            yield Line(what, ms / cost.row, f"{ms:.2f} ms (median)", "one row by its key")
    few, many = found
    for what, small, large in (("search", few.search, many.search), ("list", few.again, many.again)):
        exponent = math.log(large / small) / math.log(sizes[1] / sizes[0])
        yield Line(f"growth of a {what} to {sizes[1]}", exponent, "", "exponent: 0 does not grow, 1 grows alike")


def _at(path: Path, size: int) -> _Cost:
    address = f"sqlite:///{path}"
    upgrade(address)
    database = Database(address)
    names = fill(database, size)
    draw = random.Random(size)  # noqa: S311 - the same searches in every run
    day = today(SystemClock())
    known: Known = {}
    with database.reading() as session:
        asked = [draw.choice(names).lower() for _ in range(SEARCHES)]
        numbers = session.scalars(select(Award.number).limit(SEARCHES)).all()
        register_page(session, Filters(day, q=asked[0]))
        pages = register_page(session, Filters(day), known=known).pages
        cost = _Cost(
            search=median(_ms(partial(register_page, session, Filters(day, q=q))) for q in asked),
            wide=median(_ms(partial(register_page, session, Filters(day, q=q))) for q in WIDE_PARTS * (WIDE // 2)),
            anew=median(_ms(partial(register_page, session, Filters(day))) for _ in range(WIDE)),
            again=median(
                _ms(partial(register_page, session, Filters(day), draw.randint(1, pages), known)) for _ in range(LISTS)
            ),
            row=median(_ms(partial(_row, session, number)) for number in numbers),
        )
    database.engine.dispose()
    return cost


def _row(session: Session, number: str) -> object:
    return session.execute(select(Award.id, Award.ends_on).where(Award.number == number)).one()


def _ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
