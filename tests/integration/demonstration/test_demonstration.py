"""What everybody sees first: the demonstration, complete and always the same."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Config, Mode
from portal.accounts.models import Person
from portal.app import create_app
from portal.applications.states import ApplicationState
from portal.awards.models import Award
from portal.awards.rules import Standing
from portal.councils.kinds import Nation
from portal.councils.models import Council
from portal.demonstration.cast import AWARDS
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import COUNCIL_ROLES, STAFF_ROLES
from portal.transparency.models import LogEntry
from tests.factories.keys import KEY_SECRET
from tests.integration.conftest import NOW

Shown = dict[str, list[dict[str, Any]]]


def run(app: Flask, *arguments: str) -> str:
    """What a command of the portal prints. It must end well."""
    done = app.test_cli_runner().invoke(args=list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


def shown(app: Flask) -> Shown:
    found: Shown = json.loads(run(app, "demo", "show", "--json"))
    return found


@pytest.fixture(scope="module")
def told(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal on SQLite with the demonstration in it, for tests that only look."""
    folder = tmp_path_factory.mktemp("told")
    shutil.copyfile(sqlite_template, folder / "portal.db")
    (folder / "demonstration-key-secret").write_text(KEY_SECRET)
    app = create_app(
        Config.from_environment({"INSTANCE_DIR": str(folder), "SECOND_REVIEW_ONE_IN": "1000000000"}), FixedClock(NOW)
    )
    assert "The demonstration is loaded." in run(app, "demo", "load")
    yield app
    app.extensions["portal"].database.engine.dispose()


def test_same_day_gives_the_same_demonstration_on_either_database(
    told: Flask, make_postgres_database: Callable[[], str], tmp_path: Path
) -> None:
    given = {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": make_postgres_database()}
    (tmp_path / "demonstration-key-secret").write_text(KEY_SECRET)
    other = create_app(Config.from_environment(given), FixedClock(NOW))
    run(other, "demo", "load")
    assert shown(other) == shown(told)
    other.extensions["portal"].database.engine.dispose()


def test_demonstration_that_is_loaded_again_stays_as_it_is(told: Flask) -> None:
    before = shown(told)
    assert run(told, "demo", "load") == "The portal holds people already: nothing was changed.\n"
    assert shown(told) == before


def test_demonstration_is_shown_as_machines_expect_it(told: Flask) -> None:
    found = shown(told)
    assert {name: {tuple(row) for row in rows} for name, rows in found.items()} == {
        "people": {("email", "name", "role", "council")},
        "awards": {("id", "council", "standing", "domains")},
        "applications": {("reference", "council", "state")},
    }


def test_demonstration_has_an_application_in_every_state(told: Flask) -> None:
    assert {row["state"] for row in shown(told)["applications"]} == set(ApplicationState)


def test_demonstration_has_an_award_of_every_standing(told: Flask) -> None:
    assert {row["standing"] for row in shown(told)["awards"]} == set(Standing)


def test_log_of_the_demonstration_is_in_the_order_in_which_things_happened(told: Flask) -> None:
    with told.extensions["portal"].database.reading() as session:
        moments = session.scalars(select(LogEntry.at).order_by(LogEntry.place)).all()
    assert len(moments) > len(AWARDS)
    assert list(moments) == sorted(moments)


def test_demonstration_has_somebody_in_every_role_and_two_reviewers(told: Flask) -> None:
    roles = Counter(row["role"] for row in shown(told)["people"])
    assert set(roles) == COUNCIL_ROLES | STAFF_ROLES
    assert roles["reviewer"] >= 2


def test_demonstration_has_a_commendation_and_a_welsh_council_among_the_current_awards(told: Flask) -> None:
    current = {row["id"] for row in shown(told)["awards"] if row["standing"] == "current"}
    with told.extensions["portal"].database.reading() as session:
        rows = session.execute(
            select(Award.number, Award.commendation, Council.nation).join(Council, Council.id == Award.council_id)
        ).all()
    assert {commended for number, commended, _nation in rows if number in current} == {True, False}
    assert {nation for number, _commended, nation in rows if number in current} == {Nation.ENGLAND, Nation.WALES}


def test_people_of_the_demonstration_are_invented_all_of_them(told: Flask) -> None:
    with told.extensions["portal"].database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person).where(~Person.demonstration)) == 0


def test_demonstration_is_refused_where_real_people_may_be(config: Config) -> None:
    app = create_app(replace(config, mode=Mode.PRODUCTION, public_address="https://mark.example.org"))
    refused = app.test_cli_runner().invoke(args=["demo", "load"])
    assert refused.exit_code == 1
    assert refused.output == "Error: This is a production configuration: a demonstration has no place in it.\n"
    running = app.extensions["portal"]
    with running.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0
    running.database.engine.dispose()
