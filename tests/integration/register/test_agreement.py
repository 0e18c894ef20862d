import base64
import gzip
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.awards.queries import AwardRecord, award_numbered
from portal.badges.pictures import SHARPNESS
from portal.badges.png import svg_to_png
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from tests.factories import awards as make
from tests.factories.people import make_member
from tests.factories.standing import comes_to, signed_renewal
from tests.integration.visiting import Visitor

# The last second of 17 June 2028 in London, where it is summer: 23:00 in UTC begins the next day.
LAST_SECOND = datetime(2028, 6, 17, 22, 59, 59, tzinfo=UTC)


@dataclass(frozen=True)
class Held:
    """An award with all that follows from it, and somebody of its council."""

    app: Flask
    number: str
    owner_id: UUID

    def change(self, act: Callable[[Work, AwardRecord], object]) -> None:
        """Let something happen to the award, with all that follows from it."""
        running = self.app.extensions["portal"]
        with running.database.writing() as session:
            work = Work(session, SYSTEM, running.clock, running.reactions)
            act(work, award_numbered(session, self.number))


def credential_holds(visitor: Visitor, number: str, now: datetime) -> bool:
    """What a machine makes of the credential in force: its own dates, and its bits in both lists."""
    credential: dict[str, Any] = visitor.client.get(f"/credential/{number}.json").get_json(force=True)
    return now <= datetime.fromisoformat(credential["validUntil"]) and not is_listed(visitor, credential)


def is_listed(visitor: Visitor, credential: dict[str, Any]) -> bool:
    """Whether a list says of this credential that it is revoked or suspended."""
    listed = []
    for status in credential["credentialStatus"]:
        name, place = status["statusListCredential"].rpartition("/")[2], int(status["statusListIndex"])
        packed = visitor.client.get(f"/status/{name}").get_json(force=True)["credentialSubject"]["encodedList"][1:]
        bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        listed.append(bool(bits[place // 8] & 0x80 >> place % 8))
    assert len(listed) == 2
    return any(listed)


def answers(visitor: Visitor, held: Held, now: datetime) -> dict[str, bool]:
    """What each face of the award says: whether it is held."""
    number, slug = held.number, "camden"
    machine = json.loads(visitor.client.get(f"/verify/{number}.json").text)
    listed = json.loads(visitor.client.get(f"/register.json?q={slug}").text)
    picture = visitor.client.get(f"/badge/{number}.svg").text
    # The picture in points is the drawing, whatever it says.
    assert visitor.client.get(f"/badge/{number}.png").data == svg_to_png(picture, SHARPNESS)
    own = Visitor(held.app).sign_in(held.owner_id)
    return {
        "badge": re.search("<title>Social Media Friendly Mark: Valid", picture) is not None,
        "verify page": visitor.visit(f"/verify/{number}").headings[0].startswith("Yes."),
        "verify JSON": machine["holds_the_mark"],
        "register JSON": [entry["holds_the_mark"] for entry in listed["awards"]] == [True],
        "register CSV": f"{number},{slug},,{slug}," in visitor.client.get("/register.csv?standing=holding").text,
        "register page": " one council holds " in visitor.visit("/register").text,
        "council page": "Yes." in visitor.visit(f"/register/{slug}").text,
        "check by name": "Yes." in visitor.visit(f"/verify?q={slug}").text,
        "check by address": "Yes." in visitor.visit("/verify?q=example.gov.uk").text,
        "certificate page": "no longer current" not in visitor.visit(f"/certificate/{number}").text,
        "frame": '<body class="held">' in visitor.client.get(f"/badge/{number}/frame").text,
        "credential": credential_holds(visitor, number, now),
        "council’s own page": "You hold the Mark until" in own.visit(f"/council/{slug}/award").text,
        "kit": "not current: " not in visitor.visit(f"/badge/{number}/kit").text,
    }


@pytest.fixture
def held(app: Flask, clock: FixedClock) -> Held:
    clock.at = datetime(2026, 6, 18, 9, tzinfo=UTC)
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, running.reactions)
        council = make.make_council(work, "camden", "camden")
        owner_id = make_member(work, council.id, Role.OWNER).id
        return Held(app, make.make_award(work, council).number, owner_id)


def test_all_faces_hold_while_the_renewal_is_reviewed_and_end_with_its_last_second(
    visitor: Visitor, held: Held, clock: FixedClock
) -> None:
    clock.at = LAST_SECOND
    held.change(signed_renewal)
    # Three months past its end, to the second: 17 September, in summer too.
    for moment in (LAST_SECOND + timedelta(seconds=1), LAST_SECOND + timedelta(days=92)):
        clock.at = moment
        said = answers(visitor, held, clock.at)
        assert said == dict.fromkeys(said, True)
    assert "until 17 September 2028" in visitor.visit(f"/verify/{held.number}").headings[0]
    clock.at += timedelta(seconds=1)
    said = answers(visitor, held, clock.at)
    assert said == dict.fromkeys(said, False)
    # The register as it stood on a day before is still what it was.
    before = json.loads(visitor.client.get("/register.json?q=camden&on=2028-06-16").text)["awards"]
    assert [(entry["holds_the_mark"], entry["valid_until"]) for entry in before] == [(True, "2028-06-17")]


def test_all_faces_end_with_the_day_on_which_the_renewal_comes_to_nothing(
    visitor: Visitor, held: Held, clock: FixedClock
) -> None:
    clock.at = LAST_SECOND
    held.change(signed_renewal)
    clock.at = LAST_SECOND + timedelta(days=30)
    held.change(renewal_is_over)
    said = answers(visitor, held, clock.at)
    assert said == dict.fromkeys(said, True)
    # What is given out now promises no day on which the award does not hold.
    credential = visitor.client.get(f"/credential/{held.number}.json").get_json(force=True)
    assert credential["validUntil"] == "2028-07-17T22:59:59Z"
    clock.at += timedelta(seconds=1)
    said = answers(visitor, held, clock.at)
    assert said == dict.fromkeys(said, False)


def renewal_is_over(work: Work, award: AwardRecord) -> None:
    renewal = work.session.scalars(select(Application).where(Application.id != award.application_id)).one()
    comes_to(work, award, renewal, ApplicationState.WITHDRAWN)


def nothing(_work: Work, _award: AwardRecord) -> None:
    """The award stands as it was granted."""


def suspended_for_a_while(work: Work, award: AwardRecord) -> None:
    make.suspend(work, award)
    make.restore(work, award)


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        (nothing, True),
        (suspended_for_a_while, True),
        (make.suspend, False),
        (make.withdraw, False),
        (make.give_up, False),
        (make.end, False),
    ],
)
def test_all_faces_change_together_with_the_last_second(
    visitor: Visitor, held: Held, clock: FixedClock, change: Callable[[Work, AwardRecord], object], holds: bool
) -> None:
    clock.at = LAST_SECOND
    held.change(change)
    said = answers(visitor, held, clock.at)
    assert said == dict.fromkeys(said, holds)
    clock.at = LAST_SECOND + timedelta(seconds=1)
    said = answers(visitor, held, clock.at)
    assert said == dict.fromkeys(said, False)
    assert held.number in visitor.visit("/register").text
