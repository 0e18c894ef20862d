from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from portal.accounts.models import Person, StaffRole
from portal.kernel.permissions import Role
from portal.storage.engine import Database, is_taken

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
WRITERS, WRITES = 8, 10


def person(**more: object) -> Person:
    return Person(**{"email": f"{uuid4().hex}@example.gov.uk", "name": "Ann", "since": NOW, **more})


def count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def test_writing_that_ends_well_is_saved(database: Database) -> None:
    with database.writing() as session:
        session.add(person())
    assert count(database) == 1


def test_writing_that_fails_halfway_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="halfway"), database.writing() as session:
        session.add(person())
        session.flush()
        raise RuntimeError("halfway")
    assert count(database) == 0


def test_what_is_written_while_reading_does_not_last(database: Database) -> None:
    with database.reading() as session:
        session.add(person())
        session.flush()
        assert session.scalar(select(func.count()).select_from(Person)) == 1
    assert count(database) == 0


def test_many_writers_that_read_first_all_succeed(database: Database) -> None:
    def write() -> None:
        for _ in range(WRITES):
            with database.writing() as session:
                session.scalar(select(func.count()).select_from(Person))
                session.add(person())

    with ThreadPoolExecutor(WRITERS) as pool:
        for written in [pool.submit(write) for _ in range(WRITERS)]:
            written.result()
    assert count(database) == WRITERS * WRITES


def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    with database.writing() as session:
        session.add(person())
    with database.reading() as session:
        assert session.scalar(select(Person.since)) == NOW


def test_a_naive_moment_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="naive"), database.writing() as session:
        session.add(person(since=naive))


def test_a_row_that_comes_second_is_told_from_one_that_is_wrong(database: Database) -> None:
    with database.writing() as session:
        session.add(person(email="ann@example.gov.uk"))
    with pytest.raises(IntegrityError) as second, database.writing() as session:
        session.add(person(email="ann@example.gov.uk"))
    with pytest.raises(IntegrityError) as wrong, database.writing() as session:
        session.add(person(email="Bob@example.gov.uk"))
    assert (is_taken(second.value), is_taken(wrong.value)) == (True, False)


def test_a_row_of_nobody_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(StaffRole(person_id=uuid4(), role=Role.LEAD, since=NOW))
