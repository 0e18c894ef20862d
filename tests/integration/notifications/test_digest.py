"""What is queued once only, and what waits for a daily summary (D2 of docs/needs.md)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.kernel.clock import LONDON, FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.kernel.words import words
from portal.notifications.actions import post
from portal.notifications.digest import MOST_LINES, digests_due, forget_gathered, summary
from portal.notifications.letter import Item, Letter, from_document
from portal.notifications.models import DigestEntry, OutboxEmail
from portal.storage.engine import Database
from tests.factories.applications import make_team, start_application
from tests.factories.awards import make_council
from tests.factories.people import AWKWARD_NAME, make_member, make_person
from tests.integration.visiting import Visitor

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
A, B = "a@example.gov.uk", "b@example.gov.uk"


def letter(code: str, said: str = "Something happened", path: str = "/council/x/") -> Letter:
    return Letter(code, words(said), (words("It did."),), words("See it"), path)


def work_in(database: Database, clock: FixedClock, *letters: Letter, to: tuple[str, ...] = (A,), key: str = "") -> None:
    with database.writing() as session:
        for one in letters:
            post(Work(session, SYSTEM, clock, {}), one, to, key=key)


def sweep(database: Database, clock: FixedClock) -> None:
    with database.reading() as session:
        steps = list(digests_due(session, clock.now()))
    for step in steps:
        with database.writing() as session:
            step(Work(session, SYSTEM, clock, {}))


def sent(database: Database) -> list[tuple[str, str, list[str]]]:
    """Code, address and the lines of each email in the outbox."""
    with database.reading() as session:
        rows = session.scalars(
            select(OutboxEmail).order_by(OutboxEmail.queued_at, OutboxEmail.code, OutboxEmail.to_address)
        ).all()
        return [
            (row.code, row.to_address, [str(item.said) for item in from_document(row.code, row.letter).items])
            for row in rows
        ]


def add_people(database: Database, clock: FixedClock, **digest: bool) -> None:
    with database.writing() as session:
        for name, wanted in digest.items():
            make_person(Work(session, SYSTEM, clock, {}), f"{name}@example.gov.uk", daily_digest=wanted)


def test_letter_with_a_key_goes_to_each_address_once_for_ever(database: Database, clock: FixedClock) -> None:
    work_in(database, clock, letter("E15"), key="E15:10:check")
    clock.at += timedelta(days=400)
    work_in(database, clock, letter("E15"), to=(A, B), key="E15:10:check")
    work_in(database, clock, letter("E15"), key="E15:18:check")
    assert sent(database) == [("E15", A, []), ("E15", A, []), ("E15", B, [])]


def test_letter_without_a_key_goes_as_often_as_it_is_posted(database: Database, clock: FixedClock) -> None:
    work_in(database, clock, letter("E15"), letter("E15"))
    assert sent(database) == [("E15", A, []), ("E15", A, [])]


@pytest.mark.both_databases
def test_two_who_post_the_same_key_at_once_send_one(database: Database, clock: FixedClock) -> None:
    ready = Barrier(2)

    def run() -> None:
        with database.writing() as session:
            ready.wait()
            post(Work(session, SYSTEM, clock, {}), letter("E15"), [A, B], key="E15:10:check")

    with ThreadPoolExecutor() as two:
        for done in [two.submit(run) for _ in range(2)]:
            done.result()
    assert sent(database) == [("E15", A, []), ("E15", B, [])]


def test_choice_moves_only_what_may_wait(database: Database, clock: FixedClock) -> None:
    add_people(database, clock, a=True, b=False)
    work_in(database, clock, letter("E25"), letter("E15"), letter("E9"), to=(A, B))
    assert sent(database) == [("E15", A, []), ("E15", B, []), ("E25", B, [])]
    with database.reading() as session:
        gathered = session.execute(select(DigestEntry.code, DigestEntry.to_address)).all()
    assert sorted(tuple(row) for row in gathered) == [("E25", A), ("E9", A), ("E9", B)]


def test_key_counts_across_a_change_of_choice(database: Database, clock: FixedClock) -> None:
    add_people(database, clock, a=True)
    work_in(database, clock, letter("E26"), key="E26:1:x")
    with database.writing() as session:
        session.scalars(select(Person)).one().daily_digest = False
    work_in(database, clock, letter("E26"), key="E26:1:x")
    assert sent(database) == []


def test_summary_comes_on_working_days_at_8_with_what_came_before(database: Database, clock: FixedClock) -> None:
    said = 'Siân "Ŵyn", =cmd 🙂 commented on 1.1'
    clock.at = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # a Friday
    work_in(database, clock, letter("E9", said), letter("E9", said), letter("E9", "2.1 is yours", "/council/x/2.1"))
    moments = []
    for hour in range(24 * 5):
        clock.at = datetime(2026, 11, 20, 17, 0, tzinfo=UTC) + timedelta(hours=hour)
        sweep(database, clock)
        if hour == 24 * 2 + 16:  # Monday, 9 in the morning: too late for today's
            work_in(database, clock, letter("E9", "Later"))
        moments.append(len(sent(database)))
    assert [clock_hour for clock_hour in range(1, len(moments)) if moments[clock_hour] > moments[clock_hour - 1]] == [
        63,  # Monday 8:00
        87,  # Tuesday 8:00
    ]
    assert sent(database) == [("E9", A, ["2.1 is yours", f"{said} (2 times)"]), ("E9", A, ["Later"])]


def test_summary_in_summer_comes_at_8_in_london(database: Database, clock: FixedClock) -> None:
    clock.at = datetime(2027, 6, 14, 16, 0, tzinfo=UTC)
    work_in(database, clock, letter("E9"))
    clock.at = datetime(2027, 6, 15, 7, 59, tzinfo=LONDON)
    sweep(database, clock)
    assert sent(database) == []
    clock.at = datetime(2027, 6, 15, 8, 0, tzinfo=LONDON)
    sweep(database, clock)
    assert sent(database) == [("E9", A, ["Something happened"])]


def test_nothing_gathered_means_no_email(database: Database, clock: FixedClock) -> None:
    add_people(database, clock, a=True)
    sweep(database, clock)
    assert sent(database) == []


def test_summary_of_very_much_ends_with_how_much_more() -> None:
    many = summary([letter("E9", f"Line {number}") for number in range(MOST_LINES + 3)], WEDNESDAY)
    assert len(many.items) == MOST_LINES + 1
    assert str(many.items[-1].said) == "and 3 more"
    kept = from_document("E9", many.to_document())
    assert [(str(item.said), item.path) for item in kept.items] == [(str(item.said), item.path) for item in many.items]
    assert summary([letter("E9")], WEDNESDAY).items == (Item(words("Something happened"), "/council/x/"),)


@pytest.mark.parametrize("again", [False, True])
def test_whoever_has_left_the_council_hears_no_more_of_it(app: Flask, clock: FixedClock, *, again: bool) -> None:
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work, make_council(work))
        application = start_application(work, team)
        own = make_member(work, team.council.id, Role.CONTRIBUTOR, name=AWKWARD_NAME)
        post(work, letter("E9"), [own.email, team.owner.email], case_id=application.id)
        session.flush()
        if again:
            forget_gathered(session, own.email, team.council.id)
            kept = [team.owner.email]
        else:
            kept = sorted([own.email, team.owner.email])
        assert sorted(session.scalars(select(DigestEntry.to_address))) == kept


def test_choice_is_made_on_ones_own_page(app: Flask, visitor: Visitor, clock: FixedClock) -> None:
    running = app.extensions["portal"]
    with running.database.writing() as session:
        person = make_person(Work(session, SYSTEM, clock, {}), A, AWKWARD_NAME)
        key = person.id
    visitor.sign_in(key)
    for wanted in (True, False):
        visitor.visit("/account/")
        # A box that is not ticked is not sent.
        if wanted:
            visitor.post("/account/", name=AWKWARD_NAME, daily_digest="y")
        else:
            visitor.post("/account/", name=AWKWARD_NAME)
        with running.database.reading() as session:
            assert session.get_one(Person, key).daily_digest is wanted
