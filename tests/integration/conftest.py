"""What integration tests begin with: a fresh database of each kind, an application, and people who can sign in."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zlib import crc32

import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine, make_url, text

from config import Config
from portal.app import create_app
from portal.kernel.clock import FixedClock
from portal.storage.engine import Database
from portal.storage.migrating import upgrade
from tests.factories.keys import KEY_SECRET, keep_keys
from tests.integration.hastening import COMPILED, CompiledOnce, forget_on_power_cut, leave_alone_what_stays
from tests.integration.postgres import server
from tests.integration.visiting import Visitor

# A Wednesday morning in term time: results may go out, nobody is on holiday.
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)

# What differs between databases is tested on both: rows and their constraints, the schema, locks, search. All else
# runs on one of them, half of it on each: a fault of one kind still shows, in half the time. `python3 -m tests
# --both-databases` runs everything on both.
KINDS = ("sqlite", "postgresql")
BOTH = "--both-databases"
ALWAYS_ON_BOTH = tuple(
    f"tests/integration/{folder}/" for folder in ("audit", "keys", "register", "storage", "workflow")
)

# No test is drawn for a second review by chance.
NOBODY_BY_CHANCE = 1_000_000_000


@pytest.fixture(scope="session", autouse=True)
def hastened() -> Iterator[None]:
    """Let the applications of this process share what is compiled of their routes, and rest what was there before."""
    leave_alone_what_stays()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "url_rule_class", CompiledOnce)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server for this test process; ``{name}`` in its address stands for the database."""
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with every table and no row but the signing keys."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{path}")
    keep_keys(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def in_postgres(postgres: str) -> Iterator[Callable[[str], None]]:
    """Let the server do something about a database that is not in use."""
    admin = create_engine(postgres.format(name="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def do(command: str) -> None:
        with admin.connect() as connection:
            connection.execute(text(command))

    yield do
    admin.dispose()


@pytest.fixture(scope="session")
def copy_postgres_database(postgres: str, in_postgres: Callable[[str], None]) -> Callable[[str], str]:
    """Make a new PostgreSQL database like the one named, and return its address."""

    def copy(template: str) -> str:
        name = f"t{uuid4().hex}"
        # Its files as they are: half of what it costs to send every page through the log.
        in_postgres(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return postgres.format(name=name)

    return copy


@pytest.fixture(scope="session")
def drop_postgres_database(in_postgres: Callable[[str], None]) -> Callable[[str], None]:
    """Remove the database with this address, whoever still holds a connection to it."""
    return lambda address: in_postgres(f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)')


@pytest.fixture(scope="session")
def make_empty_postgres_database(copy_postgres_database: Callable[[str], str]) -> Callable[[], str]:
    """Make a PostgreSQL database without any table, and return its address."""
    return lambda: copy_postgres_database("template0")


@pytest.fixture(scope="session")
def make_postgres_database(copy_postgres_database: Callable[[str], str]) -> Callable[[], str]:
    """Make a PostgreSQL database with every table and no row but the signing keys, and return its address."""
    template = copy_postgres_database("template0")
    upgrade(template)
    keep_keys(template)
    name = make_url(template).database or ""
    return lambda: copy_postgres_database(name)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the kinds of database on which a test runs: both, or one of them, always the same for the same test."""
    if "database_url" not in metafunc.fixturenames:
        return
    node = metafunc.definition.nodeid
    both = metafunc.config.getoption(BOTH) or metafunc.definition.get_closest_marker("both_databases")
    kinds = KINDS if both or node.startswith(ALWAYS_ON_BOTH) else (KINDS[crc32(node.encode()) % 2],)
    metafunc.parametrize("database_url", kinds, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database of the kind chosen above; it is gone with its test, for a thousand of them fill a disk."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("make_postgres_database")
        drop: Callable[[str], None] = request.getfixturevalue("drop_postgres_database")
        address = make()
        yield address
        drop(address)
        return
    template: Path = request.getfixturevalue("sqlite_template")
    copy = tmp_path / "portal.db"
    shutil.copyfile(template, copy)
    yield f"sqlite:///{copy}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The fresh database, for tests below the pages."""
    fresh = Database(database_url)
    forget_on_power_cut(fresh.engine)
    yield fresh
    fresh.engine.dispose()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at NOW until a test sets it."""
    return FixedClock(NOW)


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """A demonstration's settings with everything in a folder of the test's own."""
    given = {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": database_url}
    return replace(
        Config.from_environment(given),
        trusted_hosts=("localhost", "127.0.0.1"),
        second_review_one_in=NOBODY_BY_CHANCE,
        key_secret=KEY_SECRET,
    )


@pytest.fixture
def app(config: Config, clock: FixedClock) -> Iterator[Flask]:
    """The whole application."""
    application = create_app(config, clock)
    application.config.update(TESTING=True, RATELIMIT_ENABLED=False)
    application.jinja_env.bytecode_cache = COMPILED
    engine = application.extensions["portal"].database.engine
    forget_on_power_cut(engine)
    yield application
    engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser without script in which nobody has signed in."""
    return Visitor(app)
