import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from dateutil.relativedelta import relativedelta
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.awards.models import Award, AwardExtension, AwardStateChange
from portal.awards.queries import AwardRecord, awards
from portal.awards.rules import HOLDING, Standing
from portal.awards.states import AwardState, ReasonType
from portal.councils.models import Council
from portal.register.narrowing import ON, Filters, Shown, holders, matching, standing_sql
from portal.register.rules import is_listed
from tests.factories import awards as make
from tests.integration.working import Working

FIRST = date(2024, 2, 27)
AWARDS, COUNCILS = 45, 20
# Some fall on the same day, some on a day that not every month has.
STEPS = (0, 0, 1, 2, 30, 365, 366, 731)
NOW = datetime(2026, 11, 18, tzinfo=UTC)
# Around whatever is decided by a day, and around the days on which something that has ended leaves the list.
BESIDE = [relativedelta(months=months, days=days) for months in (0, 12, 24) for days in (-1, 0, 1)]


def give_it_a_life(session: Session, award: Award, others: Sequence[UUID], dice: random.Random) -> None:
    """Any dates, and up to four changes after the first, to any state: both must agree on what never happens too."""
    award.starts_on = FIRST + timedelta(days=dice.randint(0, 1_200))
    award.ends_on = award.starts_on + timedelta(days=dice.choice([0, 365, 730, 731]))
    award.renewal_opens_on = dice.choice([None, award.ends_on - timedelta(days=dice.choice([0, 1, 180]))])
    session.execute(delete(AwardStateChange).where(AwardStateChange.award_id == award.id))
    day = award.starts_on
    for place, state in enumerate([AwardState.VALID, *dice.choices(list(AwardState), k=dice.randint(0, 4))], 1):
        session.add(
            AwardStateChange(
                award_id=award.id,
                place=place,
                state=state,
                from_on=day,
                recorded_at=NOW,
                public_note="So.",
                reason_type=ReasonType.MISUSE if state is AwardState.WITHDRAWN else None,
                replaced_by_id=dice.choice(others) if state is AwardState.REPLACED else None,
            )
        )
        day += timedelta(days=dice.choice(STEPS))
    day = award.starts_on + timedelta(days=dice.choice(STEPS))
    for place in range(1, dice.choice([1, 1, 2, 3])):
        until = award.ends_on + timedelta(days=dice.choice([0, 1, 90]))
        extension = AwardExtension(place=place, application_id=award.application_id, from_on=day, until=until)
        extension.award_id, extension.recorded_at, award.grace_until = award.id, NOW, until
        session.add(extension)
        day += timedelta(days=dice.choice(STEPS))


@pytest.fixture
def days(working: Working) -> list[date]:
    """Awards with every kind of past, several to a council; the days on which anything may change, and those beside."""
    dice = random.Random(20_261_118)  # noqa: S311 # the same each time
    with working() as work:
        session = work.session
        councils = [make.make_council(work) for _ in range(AWARDS)]
        numbers = [make.make_award(work, council).number for council in councils]
        made = list(session.scalars(select(Award).where(Award.number.in_(numbers)).order_by(Award.number)))
        for award in made:
            award.council_id = dice.choice(councils[:COUNCILS]).id
            award.granted_at = NOW + timedelta(hours=dice.randint(0, 2))
            give_it_a_life(session, award, [other.id for other in made if other is not award], dice)
        for council in councils[:COUNCILS]:
            council.last_day = dice.choice([None, None, *(award.ends_on for award in made)])
        session.flush()
        moments = {council.last_day for council in councils if council.last_day}
        moments |= {day for award in made for day in (award.starts_on, award.ends_on, award.renewal_opens_on) if day}
        moments |= set(session.scalars(select(AwardStateChange.from_on)))
        moments |= {day for row in session.execute(select(AwardExtension.from_on, AwardExtension.until)) for day in row}
    every = sorted({day + beside for day in moments for beside in BESIDE})
    return dice.sample(every, 60)


def told_apart(records: Sequence[AwardRecord], day: date) -> tuple[list[AwardRecord], list[AwardRecord]]:
    """The newest award of each council, and all that were replaced, as they stood on the day."""
    begun = [record for record in records if record.starts_on <= day]
    newest: dict[UUID, AwardRecord] = {}
    for record in begun:
        newest.setdefault(record.council_id, record)
    return list(newest.values()), [each for each in begun if each.position(day).standing is Standing.REPLACED]


def fitting(shown: Shown | None, newest: list[AwardRecord], replaced: list[AwardRecord], day: date) -> set[UUID]:
    """What the filter lets through, by the one rule."""
    if shown is Shown.REPLACED:
        return {record.id for record in replaced}
    if shown is None:
        return {record.id for record in newest if is_listed(record.position(day), day)}
    wanted = HOLDING if shown is Shown.HOLDING else {Standing(shown.value)}
    return {record.id for record in newest if record.position(day).standing in wanted}


def test_database_and_rule_agree_about_every_award_on_every_day(working: Working, days: list[date]) -> None:
    seen: set[Standing] = set()
    with working() as work:
        records = awards(work.session)
        begun = select(Award.id, standing_sql()).join(Council).where(Award.starts_on <= ON)
        for day in days:
            rows = work.session.execute(begun, {"on": day})
            said = {key: Standing(standing) for key, standing in rows}
            ruled = {record.id: record.position(day).standing for record in records if record.starts_on <= day}
            assert said == ruled, day
            seen |= set(said.values())
    assert seen == set(Standing)


def test_register_of_every_day_is_what_the_rule_lets_through(working: Working, days: list[date]) -> None:
    with working() as work:
        records = awards(work.session)
        for day in days:
            newest, replaced = told_apart(records, day)
            for shown in (None, *Shown):
                statement, values = matching(work.session, Filters(day, standing=shown))
                found = [(key, count) for key, count in work.session.execute(statement, values)]
                right = fitting(shown, newest, replaced, day)
                assert sorted(found) == sorted((key, len(right)) for key in right), (day, shown)
            assert holders(work.session, day) == len(fitting(Shown.HOLDING, newest, replaced, day))
