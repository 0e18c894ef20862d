"""Which awards a day's register shows, worked out by the database so that no page loads them all.

The rule is ``portal.awards.rules.position_on`` and stays there: what is shown of an award is always what that function
says. Here it stands a second time, in SQL, to choose and to count; a test draws awards at random and compares the two
on every day (tests/integration/register/test_narrowing.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from portal.awards.models import Award, AwardStateChange
from portal.awards.rules import HOLDING, ONE_DAY, Standing
from portal.awards.states import AwardState
from portal.councils.finding import has_words, typed_words, word_values
from portal.councils.kinds import Kind, Nation
from portal.councils.models import Council
from portal.register.rules import LISTED_FOR

# Before any award, and late enough to count back from.
_LONG_AGO = date(1900, 1, 1)


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


# The day that is asked about, in every statement here.
ON = bindparam("on", type_=Date())
Each = Callable[[Standing], ColumnElement[Any]]


def standing_sql() -> ColumnElement[str]:
    """How an award stands on the day, which is not before the award began."""

    def named(standing: Standing) -> ColumnElement[str]:
        return literal_column(f"'{standing.value}'", String())

    return _by_standing(named, named, named)


def matching(session: Session, filters: Filters) -> tuple[Select[UUID, int], dict[str, object]]:
    """The awards that the filters let through, in order, and the values of the statement.

    Each row is the key of an award and the number of all of them. Of each council the newest award, and with the filter
    for them those that were replaced.
    """
    typed = typed_words(session, filters.q) if filters.q else None
    wanted = {"kind": filters.kind, "region": filters.region, "nation": filters.nation}
    given = {name: value for name, value in wanted.items() if value}
    statement = _statement(filters.standing, frozenset(given), None if typed is None else len(typed))
    values: dict[str, object] = {"on": filters.on, **given, **_thresholds(filters.on)}
    return statement, {**values, **(word_values(typed) if typed else {})}


def holders(session: Session, day: date) -> int:
    """How many councils hold the Mark on the day."""
    return session.scalars(_HOLDERS, {"on": day}).one()


def holding_by_region() -> Select[str, Nation, int]:
    """How many councils hold the Mark, by region and nation, on the day ``on``."""
    where = (Council.region, Council.nation)
    held = select(*where, func.count()).select_from(Council).join(Award, _is_newest())
    return held.where(_shows(Shown.HOLDING)).group_by(*where)


@cache
def _statement(standing: Shown | None, given: frozenset[str], words: int | None) -> Select[UUID, int]:
    """Put together once: to describe such a statement takes longer than to answer it."""
    columns = {"kind": Council.kind, "region": Council.region, "nation": Council.nation}
    conditions = [column == bindparam(name, type_=column.type) for name, column in columns.items() if name in given]
    if words is not None:
        conditions.append(has_words(words))
    chosen = select(Award.id, func.count().over()).select_from(Council)
    if standing is Shown.REPLACED:
        chosen = chosen.join(Award, Award.council_id == Council.id)
        conditions += [Award.starts_on <= ON, standing_sql() == Standing.REPLACED.value]
    else:
        chosen = chosen.join(Award, _is_newest())
        conditions.append(_shows(standing))
    return chosen.where(*conditions).order_by(Council.in_order, Council.slug, Award.number)


def _shows(standing: Shown | None) -> ColumnElement[bool]:
    if standing is None:
        return _is_listed()
    if standing is Shown.HOLDING:
        return standing_sql().in_(sorted(held.value for held in HOLDING))
    return standing_sql() == standing.value


def _is_newest() -> ColumnElement[bool]:
    # Nothing else joins the two: from a council to its one award, never from each of many awards to its council.
    other = aliased(Award)
    newest = (
        select(other.id)
        .where(other.council_id == Council.id, other.starts_on <= ON)
        .order_by(other.starts_on.desc(), other.granted_at.desc(), other.number)
        .limit(1)
        .correlate(Council)
    )
    return Award.id == newest.scalar_subquery()


def _is_listed() -> ColumnElement[bool]:
    """``rules.is_listed``: what has ended is listed for a while after the day since which it has."""
    since = _of_change(AwardStateChange.from_on)

    def decided(standing: Standing) -> ColumnElement[bool]:
        return since >= bindparam(f"{standing}_from", type_=Date()) if standing in LISTED_FOR else false()

    def run_out(standing: Standing) -> ColumnElement[bool]:
        return _last_day() >= bindparam(f"{standing}_after", type_=Date())

    return _by_standing(decided, run_out, lambda _standing: true())


def _by_standing(decided: Each, run_out: Each, running: Each) -> ColumnElement[Any]:
    """A value by how the award stands: ended by a decision, its dates run out, or neither. As ``position_on`` asks."""
    last_day = _last_day()
    over = (
        (and_(last_day < ON, Council.last_day == last_day), run_out(Standing.COUNCIL_REPLACED)),
        (last_day < ON, run_out(Standing.EXPIRED)),
    )
    return case(
        {
            AwardState.WITHDRAWN.value: decided(Standing.WITHDRAWN),
            AwardState.GIVEN_UP.value: decided(Standing.GIVEN_UP),
            AwardState.REPLACED.value: decided(Standing.REPLACED),
            AwardState.ENDED.value: decided(Standing.COUNCIL_REPLACED),
            AwardState.SUSPENDED.value: case(*over, else_=running(Standing.SUSPENDED)),
        },
        value=_of_change(AwardStateChange.state),
        else_=case(
            *over,
            (Award.renewal_opens_on <= ON, running(Standing.RENEWAL_OPEN)),
            else_=running(Standing.CURRENT),
        ),
    )


def _last_day() -> ColumnElement[date]:
    """``rules.last_day``, as it is known now."""
    ends_on = case((Award.grace_until > Award.ends_on, Award.grace_until), else_=Award.ends_on)
    return case((Council.last_day < ends_on, Council.last_day), else_=ends_on)


def _of_change(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """What stands in the register's line that was in force for the award on the day."""
    return (
        select(type_coerce(column, String()) if column is AwardStateChange.state else column)
        .where(AwardStateChange.award_id == Award.id, AwardStateChange.from_on <= ON)
        .order_by(AwardStateChange.place.desc())
        .limit(1)
        .correlate(Award)
        .scalar_subquery()
    )


def _thresholds(day: date) -> dict[str, date]:
    """For each standing that leaves the list: the first day since which it may have been and still be listed."""
    first = {standing: _first_day_within(listed_for, day) for standing, listed_for in LISTED_FOR.items()}
    since = {f"{standing}_from": earliest for standing, earliest in first.items()}
    return since | {f"{standing}_after": earliest - ONE_DAY for standing, earliest in first.items()}


def _first_day_within(listed_for: relativedelta, day: date) -> date:
    day = max(day, _LONG_AGO)
    first = day - listed_for - ONE_DAY
    while first + listed_for <= day:
        first += ONE_DAY
    return first


_HOLDERS = select(func.count()).select_from(Council).join(Award, _is_newest()).where(_shows(Shown.HOLDING))
