"""A search of the register by name beside the reading of one row by its key, and how it grows with the register."""

import math
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.awards.models import Award
from portal.kernel.clock import SystemClock, today
from portal.register.narrowing import Filters
from portal.register.queries import register_page
from portal.storage.engine import Database
from portal.storage.migrating import upgrade
from tests.bench.many import fill
from tests.bench.measuring import Line

SEARCHES = 200


def searches(folder: Path, sizes: tuple[int, int]) -> Iterator[Line]:
    """The search at both sizes; the last line is the exponent of its growth between them."""
    found = [_at(folder / f"{size}.db", size) for size in sizes]
    for size, (search, row) in zip(sizes, found, strict=True):
        yield Line(f"search, {size} awards", search / row, f"{search:.2f} ms (median)", "one row by its key")
    exponent = math.log(found[1][0] / found[0][0]) / math.log(sizes[1] / sizes[0])
    yield Line(f"growth from {sizes[0]} to {sizes[1]}", exponent, "", "exponent: 0 does not grow, 1 grows alike")


def _at(path: Path, size: int) -> tuple[float, float]:
    address = f"sqlite:///{path}"
    upgrade(address)
    database = Database(address)
    names = fill(database, size)
    draw = random.Random(size)  # noqa: S311 - the same searches in every run
    day = today(SystemClock())
    with database.reading() as session:
        asked = [draw.choice(names).lower() for _ in range(SEARCHES)]
        numbers = session.scalars(select(Award.number).limit(SEARCHES)).all()
        register_page(session, Filters(day, q=asked[0]))
        search = [_ms(partial(register_page, session, Filters(day, q=q))) for q in asked]
        row = [_ms(partial(_row, session, number)) for number in numbers]
    database.engine.dispose()
    return median(search), median(row)


def _row(session: Session, number: str) -> object:
    return session.execute(select(Award.id, Award.ends_on).where(Award.number == number)).one()


def _ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
