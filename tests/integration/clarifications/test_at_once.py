from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from portal.applications.queries import evidence_of
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.clarifications.queries import rounds_of
from portal.evidence import actions as evidence
from portal.evidence.actions import AddLink
from portal.kernel.errors import IllegalMove, RuleBroken, StaleEdit
from tests.factories import clarifications as make
from tests.factories.applications import acting
from tests.integration.clarifications.conftest import Scene


@pytest.fixture
def asked(scene: Scene) -> Scene:
    with scene.work() as work:
        make.ask(work, scene.application(work), scene.person(work, "reviewer"))
    scene.clock.at += timedelta(minutes=5)
    return scene


def at_once(scene: Scene, *doings: Callable[[Work], None]) -> list[str]:
    """What became of each, all begun at the same moment."""
    together = Barrier(len(doings))

    def run(doing: Callable[[Work], None]) -> str:
        together.wait()
        try:
            with scene.work() as work:
                doing(work)
        except (IllegalMove, RuleBroken, StaleEdit) as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(doings)) as pool:
        return sorted(pool.map(run, doings))


@pytest.mark.both_databases
def test_two_people_who_reply_at_once_lose_nothing(asked: Scene) -> None:
    def reply(who: str) -> Callable[[Work], None]:
        return lambda work: make.reply(work, asked.person(work, who), asked.team(work), text=f"By the {who}")

    assert at_once(asked, reply("owner"), reply("contributor")) == ["StaleEdit", "done"]


@pytest.mark.both_databases
def test_replies_sent_twice_at_once_are_sent_once(asked: Scene) -> None:
    def send(work: Work) -> None:
        make.send_replies(work, asked.team(work), confirmed=True)

    assert at_once(asked, send, send) == ["IllegalMove", "done"]
    with asked.work() as work:
        events = [entry.event for entry in trail(work.session, asked.application_id)]
    assert events.count("clarification:answered") == 1


@pytest.mark.both_databases
def test_reply_saved_while_all_are_sent_is_either_sent_or_refused(asked: Scene) -> None:
    def send(work: Work) -> None:
        make.send_replies(work, asked.team(work), confirmed=True)

    def reply(work: Work) -> None:
        make.reply(work, asked.person(work, "contributor"), asked.team(work))

    outcome = at_once(asked, send, reply)
    with asked.work() as work:
        saved = rounds_of(work.session, asked.application_id)[0].questions[0].reply
    assert (outcome, saved) in [(["done", "done"], make.REPLY), (["IllegalMove", "done"], "")]


@pytest.mark.both_databases
def test_three_items_added_at_once_leave_two(asked: Scene) -> None:
    def add(number: int) -> Callable[[Work], None]:
        link = AddLink(asked.slug, "INF-1", f"https://example.gov.uk/{number}", "Page 1")
        return lambda work: void(evidence.add_link(acting(work, asked.person(work, "contributor")), link))

    assert at_once(asked, *(add(number) for number in range(3))) == ["RuleBroken", "done", "done"]
    with asked.work() as work:
        assert len(evidence_of(work.session, asked.application_id)["INF-1"]) == 3


def void(_anything: object) -> None:
    """Nothing, whatever is given."""
