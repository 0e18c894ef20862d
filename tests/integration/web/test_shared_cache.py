"""How soon a withdrawal is seen through a cache between the portal and its visitors that obeys the headers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from werkzeug.test import TestResponse

from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from tests.factories import awards as make
from tests.integration.visiting import Visitor

# What an answer from memory may be late by, in a process that did not make the change.
LATE = timedelta(seconds=2)
FACES = (
    "/badge/{number}.svg",
    "/badge/{number}.png",
    "/badge/{number}/frame",
    "/verify/{number}",
    "/cy/verify/{number}",
    "/verify/{number}.json",
    "/verify?q=camden",
    "/certificate/{number}",
    "/register",
    "/register.json",
    "/register.csv",
    "/register/camden",
    "/register.atom",
    "/status/{revocations}",
)


@dataclass
class SharedCache:
    """A cache as RFC 9111 has it: section 4.2 says for how long it answers, 4.3 how it then asks again."""

    visitor: Visitor
    clock: FixedClock
    kept: dict[str, tuple[datetime, TestResponse]] = field(default_factory=dict)

    def get(self, address: str) -> bytes:
        """The body that somebody behind the cache receives."""
        at, answer = self.kept.get(address, (None, None))
        if at is None or answer is None:
            answer = self._ask(address, {})
        elif self.clock.now() - at >= lifetime(answer):
            asked = self._ask(address, {"If-None-Match": answer.headers["ETag"]} if "ETag" in answer.headers else {})
            answer = answer if asked.status_code == 304 else asked
        else:
            return answer.get_data()
        self.kept[address] = (self.clock.now(), answer)
        return answer.get_data()

    def _ask(self, address: str, headers: dict[str, str]) -> TestResponse:
        answer = self.visitor.client.get(address, headers=headers)
        assert answer.status_code in (200, 304)
        return answer


@contextmanager
def real_work(app: Flask) -> Iterator[Work]:
    """A transaction of the portal itself, with all its consequences."""
    running = app.extensions["portal"]
    with running.database.writing() as session:
        yield Work(session, SYSTEM, running.clock, running.reactions)


def told(body: bytes) -> bytes:
    """What a page says: the token in its form is another one in every second."""
    return re.sub(rb'name="csrf_token"[^>]*', b"", body)


def lifetime(answer: TestResponse) -> timedelta:
    """For how long a shared cache may give this answer again without asking; nothing may make it longer."""
    said = answer.headers["Cache-Control"]
    assert "stale" not in said
    seconds = re.search(r"s-maxage=(\d+)", said)
    return timedelta(seconds=int(seconds.group(1)) if seconds else 0)


def test_withdrawal_is_seen_on_every_face_within_a_minute_through_a_cache(
    app: Flask, visitor: Visitor, clock: FixedClock
) -> None:
    with real_work(app) as work:
        award = make.make_award(work, make.make_council(work, "Camden Council", "camden"))
    credential = visitor.client.get(f"/credential/{award.number}.json").get_json(force=True)
    lists = [status["statusListCredential"].rpartition("/")[2] for status in credential["credentialStatus"]]
    faces = [face.format(number=award.number, revocations=lists[0]) for face in FACES]
    cache = SharedCache(visitor, clock)
    before = {face: told(cache.get(face)) for face in faces}
    with real_work(app) as work:
        make.withdraw(work, award)
    clock.at += timedelta(minutes=1) - LATE
    after = {face: told(visitor.client.get(face).get_data()) for face in faces}
    assert {face: told(cache.get(face)) for face in faces} == after
    assert [face for face in faces if after[face] == before[face]] == []
