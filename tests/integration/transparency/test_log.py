"""The log follows each decision, and a quiet change of history shows, also one made in the database by hand."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.audit.work import Work
from portal.awards.actions import commend
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.transparency import checking
from portal.transparency.actions import BY_EVENT, heads_due, record
from tests.factories import awards as make
from tests.factories.keys import ISSUER
from tests.integration.visiting import Visitor

Logging = Callable[[], AbstractContextManager[Work]]
NOTE = 'It was "not so", ŵ 🙂\n=cmd'


@pytest.fixture
def logging(app: Flask) -> Logging:
    """A transaction of the portal itself in which the log hears of awards, and nobody else."""
    running = app.extensions["portal"]

    @contextmanager
    def begin() -> Iterator[Work]:
        with running.database.writing() as session:
            yield Work(session, SYSTEM, running.clock, {name: [record] for name in BY_EVENT})

    return begin


@pytest.fixture
def numbers(logging: Logging, clock: FixedClock) -> list[str]:
    """Three awards: one withdrawn, one renewed with commendation, and the one that replaced it; a head is signed."""
    clock.at = datetime(2026, 6, 18, 9, tzinfo=UTC)
    with logging() as work:
        withdrawn = make.make_award(work, make.make_council(work, "Camden", "camden"))
        council = make.make_council(work, make.AWKWARD_COUNCIL, "awkward")
        renewed = make.make_award(work, council)
        commend(work, renewed.application_id)
        clock.at += timedelta(days=30)
        make.withdraw(work, withdrawn, note=NOTE)
        newer = make.make_award(work, council)
        sign(work)
    return [withdrawn.number, renewed.number, newer.number]


def sign(work: Work) -> None:
    """Sign today's head, as the worker does."""
    for step in heads_due(ISSUER)(work.session, work.clock.now()):
        step(work)


def lines(visitor: Visitor) -> list[dict[str, object]]:
    return [json.loads(line) for line in visitor.client.get("/log.jsonl").text.splitlines()]


def by_hand(app: Flask, statement: str) -> None:
    """Change the database past the portal, as somebody could who has it in their hands."""
    with app.extensions["portal"].database.writing() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text(statement))


def verify(app: Flask, *more: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["log", "verify", *more])
    return result.exit_code, result.output


def test_each_decision_is_a_line_in_its_order(visitor: Visitor, numbers: list[str]) -> None:
    withdrawn, renewed, newer = numbers
    told = [(line["event"], line["award"], line["on"], line["replaced_by"]) for line in lines(visitor)]
    assert told == [
        ("awarded", withdrawn, "2026-06-18", None),
        ("awarded", renewed, "2026-06-18", None),
        ("commended", renewed, "2026-06-18", None),
        ("suspended", withdrawn, "2026-07-18", None),
        ("withdrawn", withdrawn, "2026-07-18", None),
        ("awarded", newer, "2026-07-18", None),
        ("replaced", renewed, "2026-07-18", newer),
    ]
    last = lines(visitor)[4]
    assert (last["note"], last["reason_type"], last["until"]) == (NOTE, "false_statement", "2028-06-17")


def test_log_in_words_leads_to_councils_and_awards(visitor: Visitor, numbers: list[str]) -> None:
    page = visitor.visit("/log")
    assert "7 lines" in page.text
    assert ("Camden", "/register/camden") in page.links
    assert (numbers[2], f"/verify/{numbers[2]}") in page.links
    assert "The newest signed head is of 18 July 2026 and covers 7 lines." in page.text


def test_untouched_log_is_verified_and_so_is_a_copy_with_an_earlier_head(
    app: Flask, visitor: Visitor, numbers: list[str], logging: Logging, clock: FixedClock, tmp_path: Path
) -> None:
    assert len(numbers) == 3
    (tmp_path / "log.jsonl").write_bytes(visitor.client.get("/log.jsonl").data)
    (tmp_path / "head.json").write_bytes(visitor.client.get("/log/head.json").data)
    clock.at += timedelta(days=1)
    with logging() as work:
        make.make_award(work, make.make_council(work))
        sign(work)
        sign(work)
    assert len(visitor.client.get("/log/heads.jsonl").text.splitlines()) == 2
    assert verify(app) == (0, "8 lines, each tied to the one before. No fault found.\n")
    kept = verify(app, str(tmp_path / "log.jsonl"), "--head", str(tmp_path / "head.json"))
    assert kept == (0, "7 lines, each tied to the one before. No fault found.\n")


@pytest.mark.parametrize("table", ["log_entry", "log_head"])
@pytest.mark.parametrize("change", ["UPDATE {} SET sha256 = 'x'", "DELETE FROM {}"])
def test_database_refuses_to_change_the_log(numbers: list[str], logging: Logging, table: str, change: str) -> None:
    assert len(numbers) == 3
    with pytest.raises(IntegrityError, match="only added to"), logging() as work:
        work.session.execute(text(change.format(table)))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE award_state_change SET from_on = '2026-07-19' WHERE state = 'withdrawn'",
            "{0}: the register says “withdrawn 2026-07-19 {note} false_statement”, the log says “withdrawn 2026-07-18",
        ),
        (
            "DELETE FROM award_state_change WHERE state = 'withdrawn'",
            "{0}: the register says “nothing”, the log says “withdrawn 2026-07-18 {note} false_statement”.",
        ),
        ("UPDATE award SET ends_on = '2030-01-01' WHERE commendation", "{1}: the register says a later last day"),
        (
            "UPDATE award SET commendation = NOT commendation WHERE commendation",
            "{1}: the log and the register differ about the commendation.",
        ),
        (
            "UPDATE log_entry SET line = replace(line, '2026-07-18', '2026-07-17') WHERE place = 5",
            "Line 6 does not follow from the line before it: one was changed.",
        ),
        ("DELETE FROM log_entry WHERE place = 7", "The head of 2026-07-18 counts 7 lines, of which some are gone"),
        (
            "UPDATE log_head SET document = replace(document, '\"entries\"\\:7', '\"entries\"\\:6')",
            "The head of 2026-07-18 does not bear the scheme’s signature.",
        ),
        (
            "UPDATE award SET council_id = (SELECT id FROM council WHERE slug = 'camden') WHERE commendation",
            "{1}: the register says that it is the award of camden, the log says of awkward.",
        ),
        ("UPDATE award SET starts_on = '2024-01-01' WHERE commendation", "{1}: the register says another first day"),
        ("UPDATE award SET ends_on = '2028-06-01' WHERE commendation", "{1}: the register says another last day"),
        ("UPDATE log_entry SET sha256 = 'x' WHERE place = 7", "Line 7 is kept beside a hash that is not its own."),
        (
            "UPDATE log_head SET entries = 6",
            "What is kept beside the head of 2026-07-18 is not what the head says.",
        ),
    ],
)
def test_quiet_change_of_history_shows(app: Flask, numbers: list[str], statement: str, said: str) -> None:
    by_hand(app, statement)
    code, output = verify(app)
    assert code == 1
    assert said.format(*numbers, note=NOTE) in output


def test_log_without_a_head_of_the_last_days_is_said_to_be(app: Flask, numbers: list[str], clock: FixedClock) -> None:
    assert len(numbers) == 3
    clock.at += timedelta(days=3)
    assert verify(app)[0] == 0
    by_hand(app, "DELETE FROM log_head")
    assert verify(app)[1].startswith("No signed head covers line 1, which is of 2026-06-18T09:00:00Z")


def test_copy_is_read_line_by_line_whatever_is_written_in_a_line(
    app: Flask, visitor: Visitor, logging: Logging, tmp_path: Path
) -> None:
    with logging() as work:
        make.withdraw(work, make.make_award(work, make.make_council(work)), note="one\u2028two\x85three")
    (tmp_path / "log.jsonl").write_bytes(visitor.client.get("/log.jsonl").data)
    assert verify(app, str(tmp_path / "log.jsonl")) == (0, "3 lines, each tied to the one before. No fault found.\n")


def test_copy_that_was_changed_and_tied_anew_differs_from_the_log_and_from_a_kept_head(
    app: Flask, visitor: Visitor, numbers: list[str]
) -> None:
    assert len(numbers) == 3
    head = visitor.client.get("/log/head.json").text
    with app.extensions["portal"].database.reading() as session:
        forged = ["{}", *visitor.client.get("/log.jsonl").text.splitlines()[1:]]
        found = [str(fault) for fault in checking.faults_of_copy(session, forged, [head, "no head"])]
    assert "Line 1 of the copy is not what the portal’s log says today." in found
    assert "This is not a signed head of the log: no head" in found


def test_empty_log_says_so_and_has_no_head(app: Flask, visitor: Visitor) -> None:
    assert "the first award will be line 1" in visitor.visit("/log?page=3").text
    answer = visitor.client.get("/log/head.json")
    assert answer.status_code == 404
    assert json.loads(answer.text)["what_to_do"] == "Ask again tomorrow: a head is signed each day."
    assert verify(app) == (0, "0 lines, each tied to the one before. No fault found.\n")
