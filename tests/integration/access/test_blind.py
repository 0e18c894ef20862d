"""Who can see which score when: every route, as everybody, in every phase of two reviews, compared with one list.

The list (blind.txt) has each place at which a marked reason, live check or wish may be seen; everywhere else it must
not be. A new route is asked without anybody thinking of it.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.assignments.models import Assignment
from portal.audit.models import AuditEvent
from portal.decisions.models import FinalScore
from portal.notifications.models import OutboxEmail
from portal.reviews.models import LiveCheck, Score, ScoreRevision
from portal.storage.base import Base
from portal.web.guard import PUBLIC, guard_of
from tests.integration.access.blind_world import PHASES, SLUG, Mark, Reader, Story, tell
from tests.integration.access.knocking import browser_of, routes
from tests.integration.access.test_comments_stay_inside import read
from tests.integration.access.world import World

LIST = Path(__file__).with_name("blind.txt")
# These say who has seen what, when and where.
Sighting = tuple[str, str, str, str]


def listed(text: str) -> set[Sighting]:
    """One line for each mark, reader and route, with the phases in which it may be seen."""
    found: set[Sighting] = set()
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            mark, reader, endpoint, phases = line.split()
            found |= {(mark, reader, endpoint, phase) for phase in phases.split(",")}
    return found


def sightings(story: Story, phase: str) -> Iterator[Sighting]:
    """Every mark that anybody can see now. What is the same for everybody is asked for by a visitor."""
    values = story.world.values[SLUG]
    for (method, _), rule in routes(story.app).items():
        if method != "GET":
            continue
        address = story.app.url_map.bind("localhost").build(
            rule.endpoint, {name: values[name] for name in rule.arguments}
        )
        for reader in Reader:
            if guard_of(story.app, rule.endpoint) == PUBLIC and reader is not Reader.VISITOR:
                continue
            answer = browser_of(story.app, story.tokens.get(reader)).get(address, buffered=True)
            said = read(answer) if answer.status_code == 200 else ""
            yield from ((mark, reader, rule.endpoint, phase) for mark in Mark if mark in said)


def letters(story: Story) -> set[str]:
    """Every mark in any letter that was written so far."""
    with story.app.extensions["portal"].database.reading() as session:
        said = [repr(tuple(row)) for row in session.execute(select(OutboxEmail.__table__))]
    assert len(said) > 20
    return {mark for mark in Mark if any(mark in each for each in said)}


@pytest.mark.timeout(400)
def test_each_score_is_seen_by_whom_and_when_it_is_listed_and_by_nobody_else(app: Flask, world: World) -> None:
    story = tell(app, world)
    seen: set[Sighting] = set()
    written: set[str] = set()
    for phase, step in PHASES.items():
        story.change(partial(step, story))
        seen |= set(sightings(story, phase))
        written |= letters(story)
    assert written == set()
    assert sorted(seen) == sorted(listed(LIST.read_text(encoding="utf-8")))
    with app.extensions["portal"].database.reading() as session:
        holding = {
            table.name
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
            if any(mark in repr(tuple(row)) for mark in Mark)
        }
    # The trail has why scores were sent back, in the lead reviewer's words, and nothing that a reviewer gave.
    tables = (Assignment, AuditEvent, FinalScore, LiveCheck, Score, ScoreRevision)
    assert holding == {table.__tablename__ for table in tables}
    with app.extensions["portal"].database.reading() as session:
        trail = " ".join(repr((row.reason, row.details)) for row in session.scalars(select(AuditEvent)))
    assert {mark for mark in Mark if mark in trail} == {Mark.SENT_BACK}
