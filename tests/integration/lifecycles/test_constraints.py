"""The database refuses an inconsistent row, whatever the code above it does; on both kinds of database."""

import shutil
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import CheckConstraint, Connection, Enum, Index, String, Table, type_coerce
from sqlalchemy.exc import IntegrityError

from portal.storage.base import Base
from portal.storage.engine import Database
from tests.integration.conftest import KINDS
from tests.integration.lifecycles.cases import ANOTHER, REFUSED
from tests.integration.lifecycles.keys import Row
from tests.integration.lifecycles.rows import ROWS

TABLES = Base.metadata.tables


def checks() -> dict[str, Table]:
    """Every CHECK of the schema, by name, with its table."""
    return {
        str(constraint.name): table
        for table in TABLES.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }


def partial_indexes() -> dict[str, tuple[Table, Index]]:
    """Every unique index over some rows only, by name, with its table."""
    return {
        str(index.name): (table, index)
        for table in TABLES.values()
        for index in table.indexes
        if index.unique and index.dialect_options["sqlite"]["where"] is not None
    }


def values(table: Table, row: Row) -> dict[str, Any]:
    """The row as it is sent: what is no value of an enum gets as far as the database."""
    return {
        name: type_coerce(str(value), String) if isinstance(table.c[name].type, Enum) and value is not None else value
        for name, value in row.items()
    }


def insert(connection: Connection, table: Table, row: Row) -> None:
    connection.execute(table.insert().values(values(table, {"id": uuid4(), **row})))


def lay_ground(connection: Connection) -> None:
    # Every test begins with signing keys; here each row is written out.
    connection.execute(TABLES["issuer_key"].delete())
    for name, rows in ROWS.items():
        for row in rows:
            insert(connection, TABLES[name], row)


def second(table: Table, changes: Row) -> Row:
    """Another row like the first of its table, hanging from the same others."""
    return {**ROWS[table.name][0], "id": uuid4(), **changes}


def test_every_check_has_its_case() -> None:
    assert set(REFUSED) == set(checks())


def test_every_partial_index_has_its_case() -> None:
    assert set(ANOTHER) == set(partial_indexes())


@pytest.fixture(scope="module", params=KINDS)
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """One transaction, never committed, with a row in every table: laid once for each kind of database."""
    if request.param == "postgresql":
        address = request.getfixturevalue("make_postgres_database")()
    else:
        path = tmp_path_factory.mktemp("ground") / "portal.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        address = f"sqlite:///{path}"
    engine = Database(address).engine
    with engine.connect() as connection:
        lay_ground(connection)
        yield connection
        connection.rollback()
    engine.dispose()


@pytest.fixture
def connection(ground: Connection) -> Iterator[Connection]:
    """The ground as it was laid: what a test changes is taken back after it."""
    point = ground.begin_nested()
    yield ground
    point.rollback()


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_inconsistent_row_is_refused(connection: Connection, name: str) -> None:
    table = checks()[name]
    known = ROWS[table.name][0].get("id")
    with pytest.raises(IntegrityError, match=name):
        change = table.update() if known is None else table.update().where(table.c.id == known)
        connection.execute(change.values(values(table, REFUSED[name])))


@pytest.mark.parametrize("name", sorted(ANOTHER))
def test_second_row_where_one_may_be_is_refused(connection: Connection, name: str) -> None:
    table, index = partial_indexes()[name]
    columns = ", ".join(f"{table.name}.{column.name}" for column in index.columns)
    named = name if connection.dialect.name == "postgresql" else columns
    with pytest.raises(IntegrityError, match=named):
        insert(connection, table, second(table, ANOTHER[name][0]))


@pytest.mark.parametrize("name", sorted(ANOTHER))
def test_second_row_beside_one_that_is_over_is_accepted(connection: Connection, name: str) -> None:
    table, _index = partial_indexes()[name]
    connection.execute(table.update().values(values(table, ANOTHER[name][1])))
    insert(connection, table, second(table, ANOTHER[name][0]))
