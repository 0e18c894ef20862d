"""Every route × every role × the own and another council, compared with one table (C2 of docs/process.md)."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.integration.access.addresses import RECORDS
from tests.integration.access.columns import Answer
from tests.integration.access.knocking import knock, routes
from tests.integration.access.table import COLUMNS, TABLE, Row, read_table, shown
from tests.integration.access.world import World

ROWS = read_table(TABLE.read_text(encoding="utf-8"))
TURNED_AWAY_TO = ("/sign-in", "/sign-in/second-step")
PAST_THE_GUARD = (200, 301, 302, 303, 400, 409, 422)


def answer_of(response: TestResponse) -> Answer:
    if response.status_code == 403:
        return Answer.FORBIDDEN
    if response.status_code == 404:
        return Answer.HIDDEN
    assert response.status_code in PAST_THE_GUARD, response.text
    if response.status_code == 303 and urlsplit(response.location).path in TURNED_AWAY_TO:
        return Answer.SIGN_IN
    return Answer.OPEN


def test_table_has_a_row_for_every_route_and_no_other(app: Flask) -> None:
    assert set(ROWS) == set(routes(app))


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_route_answers_each_role_as_the_table_says(
    app: Flask, world: World, begin_again: Callable[[], None], row: Row
) -> None:
    found: list[Answer] = []
    for knocker in COLUMNS:
        if row[0] == "POST":
            begin_again()
        found.append(answer_of(knock(app, world, row, knocker)))
    assert shown(row, tuple(found)) == shown(row, ROWS[row])


def test_every_record_that_is_asked_for_belongs_to_a_route(app: Flask) -> None:
    assert set(RECORDS) <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_table_refuses_a_line_that_stands_twice() -> None:
    line = " ".join(("GET", "/", *(["open"] * len(COLUMNS))))
    with pytest.raises(ValueError, match="twice"):
        read_table(f"{line}\n{line}")
