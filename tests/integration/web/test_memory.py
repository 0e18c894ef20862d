from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.awards.models import Award
from portal.kernel.clock import FixedClock
from portal.storage.changes import ASK_EVERY, Changes
from portal.storage.engine import Database
from tests.factories.awards import make_award, make_council
from tests.integration.counting import counted_queries
from tests.integration.working import working_in

# Each kind of database says in its own way that something has changed.
pytestmark = pytest.mark.both_databases


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def number(app: Flask) -> str:
    with working_in(app)() as work:
        return make_award(work, make_council(work, "Example Borough Council")).number


class Passing:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def passing(app: Flask) -> Iterator[Passing]:
    database = app.extensions["portal"].database
    passing = Passing()
    database.changes = Changes(database.engine, passing)
    yield passing
    database.changes.close()


def _change_elsewhere(app: Flask, commendation: bool) -> None:
    other = Database(app.extensions["portal"].config.database_url)
    with other.writing() as session:
        session.query(Award).update({"commendation": commendation})
    other.engine.dispose()


def test_a_public_page_is_answered_from_memory_with_the_same_bytes(
    app: Flask, browser: FlaskClient, number: str
) -> None:
    with counted_queries(app) as asked:
        first = browser.get(f"/verify/{number}")
        so_many = len(asked)
        second = browser.get(f"/verify/{number}")
        welsh = browser.get(f"/cy/verify/{number}")
    assert so_many > 0
    assert len(asked) == 2 * so_many
    assert (second.data, list(second.headers)) == (first.data, list(first.headers))
    assert b'lang="cy"' in welsh.data


def test_who_has_the_page_already_is_told_so(browser: FlaskClient, number: str) -> None:
    etag = browser.get(f"/verify/{number}").headers["ETag"]
    for _ in "again", "and again":
        again = browser.get(f"/verify/{number}", headers={"If-None-Match": etag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)


def test_a_change_of_another_process_is_seen_after_a_quarter_of_a_second(
    app: Flask, browser: FlaskClient, number: str, passing: Passing
) -> None:
    browser.get(f"/verify/{number}")
    _change_elsewhere(app, commendation=True)
    passing.now = ASK_EVERY * 0.9
    before = browser.get(f"/verify/{number}").text
    passing.now = ASK_EVERY * 1.1
    after = browser.get(f"/verify/{number}").text
    assert ("commendation" in before, "commendation" in after) == (False, True)


def test_a_change_of_this_process_is_seen_at_once(
    app: Flask, browser: FlaskClient, number: str, passing: Passing
) -> None:
    assert "commendation" not in browser.get(f"/verify/{number}").text
    with working_in(app)() as work:
        work.session.query(Award).update({"commendation": True})
    assert passing.now == 0
    assert "commendation" in browser.get(f"/verify/{number}").text


def test_an_answer_is_worked_out_anew_when_the_day_has_changed(
    browser: FlaskClient, number: str, clock: FixedClock
) -> None:
    assert '"holds_the_mark": true' in browser.get(f"/verify/{number}.json").text
    clock.at += timedelta(days=800)
    assert '"holds_the_mark": false' in browser.get(f"/verify/{number}.json").text


def test_a_page_that_asks_who_reads_is_never_remembered(app: Flask, browser: FlaskClient) -> None:
    for _ in "first", "second":
        with counted_queries(app) as asked:
            assert browser.get("/sign-in").headers["Cache-Control"] == "no-store"
        assert asked


def undated(answer: TestResponse) -> list[tuple[str, str]]:
    """Its headers, but for the second in which it was made."""
    return [pair for pair in answer.headers if pair[0] != "Date"]


def test_a_badge_is_the_same_from_memory_for_its_own_page_and_for_every_other(
    app: Flask, browser: FlaskClient, number: str
) -> None:
    pages = ("", "https://example.gov.uk/", "https://www.example.gov.uk/a", "https://elsewhere.example/", "http://[")
    fresh = []
    for page in pages:
        app.extensions["portal-memory"].forget()
        fresh.append(browser.get(f"/badge/{number}.svg?size=large", headers={"Referer": page} if page else {}))
    with counted_queries(app) as asked:
        for page in ("", "https://elsewhere.example/"):
            browser.get(f"/badge/{number}.svg?size=large", headers={"Referer": page} if page else {})
        so_many = len(asked)
        again = [
            browser.get(f"/badge/{number}.svg?size=large", headers={"Referer": page} if page else {}) for page in pages
        ]
    assert len(asked) == so_many
    assert [undated(one) for one in again] == [undated(one) for one in fresh]
    assert [one.data for one in again] == [one.data for one in fresh]
    assert [one.headers["Cache-Control"].split(",")[0] for one in again] == ["public"] * 3 + ["private"] * 2
