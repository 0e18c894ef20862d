"""The schema that migrations build is the one that the models describe: on both databases, up, down and up again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

import portal.app  # noqa: F401 # every model must be known
from portal.certificates.models import Certificate
from portal.certificates.printed import printed_from
from portal.storage.base import Base
from portal.storage.engine import make_engine
from portal.storage.migrating import downgrade, is_current, upgrade, upgrade_to

# Columns, constraints, indexes and triggers, as PostgreSQL itself describes them.
CATALOGUE = (
    """
SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
WHERE table_schema = 'public' AND table_name <> 'alembic_version'""",
    """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'""",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
)

# A case as the first schema knew it, down to an answer and a file.
A_CASE = (Path(__file__).parent / "case-of-0001.sql").read_text(encoding="utf-8").split(";\n")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    make: Callable[[], str] = request.getfixturevalue("make_empty_postgres_database")
    return make()


def described(connection: Connection) -> list[str]:
    """Every table, constraint, index and trigger, as the database itself writes it."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE name <> 'alembic_version'"))
        rows = [f"{name}: {sql}" for name, sql in found if "alembic" not in name]
        # A table that was built anew has brackets around its defaults; they mean the same.
        return sorted(" ".join(row.split()).replace('"', "").replace("DEFAULT ('')", "DEFAULT ''") for row in rows)
    return sorted(str(tuple(row)) for query in CATALOGUE for row in connection.execute(text(query)))


def schema_of(url: str) -> list[str]:
    """What is in the database at this address."""
    engine = make_engine(url)
    with engine.connect() as connection:
        found = described(connection)
    engine.dispose()
    return found


def clauses(rows: list[str]) -> list[str]:
    """The rows with the parts of each CREATE TABLE in alphabetical order: migrations may add them in another one."""
    return [", ".join(sorted(part.strip(" ()") for part in row.split(", "))) for row in rows]


def test_migrations_build_what_the_models_describe(empty_url: str) -> None:
    engine = make_engine(empty_url)
    Base.metadata.create_all(engine)
    modelled = schema_of(empty_url)
    Base.metadata.drop_all(engine)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("DROP FUNCTION refuse_audit_change()"))
            connection.execute(text("DROP FUNCTION refuse_log_change()"))
    engine.dispose()
    assert schema_of(empty_url) == []
    upgrade(empty_url)
    assert clauses(schema_of(empty_url)) == clauses(modelled)


def test_migrations_go_down_to_nothing_and_up_again(empty_url: str) -> None:
    upgrade(empty_url)
    first = clauses(schema_of(empty_url))
    assert first != []
    downgrade(empty_url, "base")
    assert schema_of(empty_url) == []
    upgrade(empty_url)
    assert clauses(schema_of(empty_url)) == first


def test_a_database_knows_whether_it_has_the_newest_schema(empty_url: str) -> None:
    engine = make_engine(empty_url)
    with engine.connect() as connection:
        assert not is_current(connection)
    upgrade(empty_url)
    with engine.connect() as connection:
        assert is_current(connection)
    engine.dispose()


def test_rows_are_kept_by_every_migration_and_refer_to_what_they_did(empty_url: str) -> None:
    upgrade_to(empty_url, "0001")
    engine = make_engine(empty_url)
    with engine.begin() as connection:
        for statement in filter(None, A_CASE):
            connection.execute(text(statement))
    engine.dispose()
    upgrade(empty_url)
    engine = make_engine(empty_url)
    with engine.connect() as connection:
        kept = connection.execute(
            text(
                "SELECT application.reference, evidence_item.file_name, evidence_item.scan, answer.to_check"
                " FROM application JOIN evidence_item ON evidence_item.application_id = application.id"
                " JOIN answer ON answer.application_id = application.id"
            )
        ).all()
        said = connection.execute(select(Certificate.printed)).scalar_one()
    engine.dispose()
    assert [tuple(row) for row in kept] == [("APP-1", "a.pdf", "not_scanned", False)]
    # What a certificate of the first schema said can still be shown.
    printed = printed_from(said)
    assert (printed.number, printed.council, printed.ends_on) == ("3333-3333O", "A", date(2028, 11, 17))
