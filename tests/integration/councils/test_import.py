"""The import of the register, on both databases, through the command that a person types."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal.audit.work import Work
from portal.councils import queries
from portal.councils.actions import import_councils
from portal.councils.loading import COLUMNS, REGISTER, read_register
from portal.councils.models import Council, CouncilDomain
from portal.kernel.clock import FixedClock
from portal.kernel.errors import NotFound, NotPermitted
from portal.kernel.permissions import Actor, Role
from portal.storage.engine import Database

HEADER = ",".join(COLUMNS)
MORE = f"{HEADER},first_day,last_day,successors"
KENT = "kent,Kent,,county,England,South East,E10000016,kent.gov.uk,1589100,"
MON = "isle-of-anglesey,Isle of Anglesey,Ynys Môn,welsh_principal,Wales,Wales,W06000001,anglesey.gov.uk,70440,"
ADUR = "adur,Adur,,district,England,South East,,adur-worthing.gov.uk,,worthing"
WORTHING = "worthing,Worthing,,district,England,South East,,adur-worthing.gov.uk,,adur"


class Terminal:
    """Imports files as an operator does."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.file = app, folder / "register.csv"
        self.database: Database = app.extensions["portal"].database

    def load(self, *rows: str, header: str = HEADER) -> Result:
        self.file.write_text("\n".join((header, *rows)), encoding="utf-8")
        return self.app.test_cli_runner().invoke(args=["councils", "import", str(self.file)])


@pytest.fixture
def terminal(app: Flask, tmp_path: Path) -> Terminal:
    return Terminal(app, tmp_path)


def test_register_is_imported_once_and_then_unchanged(terminal: Terminal) -> None:
    runner = terminal.app.test_cli_runner()
    first = runner.invoke(args=["councils", "import", str(REGISTER)])
    assert (first.exit_code, first.output.splitlines()[-1]) == (0, "419 created, 0 updated, 0 unchanged.")
    again = runner.invoke(args=["councils", "import", str(REGISTER)])
    assert (again.exit_code, again.output) == (0, "0 created, 0 updated, 419 unchanged.\n")
    with terminal.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Council)) == 419
        assert session.scalar(select(func.count()).select_from(CouncilDomain)) == 416


def test_every_change_is_reported_and_nothing_is_deleted(terminal: Terminal) -> None:
    assert terminal.load(KENT, MON).output == (
        "kent: created\nisle-of-anglesey: created\n2 created, 0 updated, 0 unchanged.\n"
    )
    changed = KENT.replace("Kent", "Kent County Council").replace("1589100", "").replace("kent.gov", "kentcc.gov")
    assert terminal.load(changed).output == (
        "kent: name: Kent → Kent County Council\n"
        "kent: population: 1589100 → –\n"
        "kent: website_domain: kent.gov.uk → kentcc.gov.uk\n"
        "0 created, 1 updated, 0 unchanged.\n"
    )
    with terminal.database.reading() as session:
        kent = queries.by_slug(session, "kent")
        assert kent.name == "Kent County Council"
        assert [domain.host for domain in queries.domains(session, kent.id)] == ["kentcc.gov.uk"]
        assert queries.by_slug(session, "isle-of-anglesey").name_cy == "Ynys Môn"


def test_days_and_successors_stay_where_the_file_has_no_column_for_them(terminal: Terminal) -> None:
    terminal.load(f"{KENT},,2027-03-31,isle-of-anglesey", f"{MON},,,", header=MORE)
    assert terminal.load(KENT, MON).output == "0 created, 0 updated, 2 unchanged.\n"
    with terminal.database.reading() as session:
        kent = queries.by_slug(session, "kent")
        assert kent.last_day == date(2027, 3, 31)
        assert (kent.has_ended(date(2027, 3, 31)), kent.has_ended(date(2027, 4, 1))) == (False, True)
        assert [council.slug for council in queries.successors(session, kent.id)] == ["isle-of-anglesey"]
    assert terminal.load(f"{KENT},,,", header=MORE).output == (
        "kent: last_day: 2027-03-31 → –\nkent: successors: isle-of-anglesey → –\n0 created, 1 updated, 0 unchanged.\n"
    )


def test_shared_domain_is_marked_and_says_with_whom(terminal: Terminal) -> None:
    terminal.load(ADUR, WORTHING, KENT)
    with terminal.database.reading() as session:
        shared = queries.domains(session, queries.by_slug(session, "adur").id)
        assert shared == (queries.DomainFacts("adur-worthing.gov.uk", shared=True, shared_with=("Worthing",)),)
        (alone,) = queries.domains(session, queries.by_slug(session, "kent").id)
        assert (alone.shared, alone.shared_with) == (False, ())


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        (
            (MON, MON, "x,,,district,England,,,,,"),
            HEADER,
            (
                "Line 3, isle-of-anglesey: this slug is also on line 2.\nLine 4, x: the name is missing.\n"
                "Error: The file was refused: nothing was changed.\n"
            ),
        ),
        (
            (f"{MON},,,nowhere",),
            MORE,
            (
                "Line 2, isle-of-anglesey: the successor nowhere is not known.\n"
                "Error: The file was refused: nothing was changed.\n"
            ),
        ),
    ],
)
def test_file_with_a_fault_is_refused_whole(terminal: Terminal, rows: tuple[str, ...], header: str, said: str) -> None:
    terminal.load(KENT)
    refused = terminal.load(*rows, header=header)
    assert (refused.exit_code, refused.output) == (1, said)
    with terminal.database.reading() as session:
        assert session.scalars(select(Council.slug)).all() == ["kent"]


def test_people_cannot_import(database: Database, clock: FixedClock) -> None:
    everything = Actor(None, "Staff", staff_roles=frozenset({Role.ADMINISTRATOR, Role.LEAD}), second_step=True)
    rows = read_register("\n".join((HEADER, KENT)).encode())
    with pytest.raises(NotPermitted), database.writing() as session:
        import_councils(Work(session, everything, clock, {}), rows)


def test_search_finds_by_either_name_and_takes_signs_for_what_they_are(terminal: Terminal) -> None:
    terminal.load(KENT, MON, ADUR, WORTHING)

    def found(q: str, limit: int = 20) -> list[str]:
        with terminal.database.reading() as session:
            return [council.slug for council in queries.search(session, q, limit)]

    assert found("YNYS mon") == ["isle-of-anglesey"]
    assert found("n") == ["isle-of-anglesey", "kent", "worthing"]
    assert found("o", limit=1) == ["isle-of-anglesey"]
    assert [found(q) for q in ("%", "_", "", "'", "nowhere")] == [[], [], [], [], []]


def test_search_puts_names_that_begin_with_it_first(terminal: Terminal) -> None:
    terminal.load(
        KENT, "east-kent,East Kent,,unitary,England,,,,,", "kentish,Kentish,,unitary,England,,,,,", header=HEADER
    )
    with terminal.database.reading() as session:
        assert [council.slug for council in queries.search(session, "kent")] == ["kent", "kentish", "east-kent"]


def test_unknown_council_is_not_found(database: Database) -> None:
    with database.reading() as session, pytest.raises(NotFound):
        queries.by_slug(session, "nowhere")
