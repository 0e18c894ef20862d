"""The world, told once for each test process, and an application on a copy of it.

SQLite alone: who may do what is decided before and beside the database, by one table and by queries that the tests of
each package ask on both; a copy of a file is what makes a fresh world for every knock cheap.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from portal.app import create_app
from portal.kernel.clock import FixedClock
from tests.integration.access.world import World, make_world
from tests.integration.conftest import NOW


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Told once, never touched again."""
    return make_world(tmp_path_factory.mktemp("world"), FixedClock(NOW))


@pytest.fixture
def app(world: World, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy of the world, whose forms ask for no token: what is tested here is the guard alone."""
    shutil.copytree(world.folder, tmp_path, dirs_exist_ok=True)
    application = create_app(
        Config.from_environment({"INSTANCE_DIR": str(tmp_path), "SECOND_REVIEW_ONE_IN": "1000000000"}), FixedClock(NOW)
    )
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield application
    application.extensions["portal"].database.engine.dispose()


@pytest.fixture
def begin_again(app: Flask, world: World, tmp_path: Path) -> Callable[[], None]:
    """Put the world back as it was told."""

    def put_back() -> None:
        app.extensions["portal"].database.engine.dispose()
        for left in tmp_path.glob("portal.db-*"):
            left.unlink()
        shutil.copytree(world.folder, tmp_path, dirs_exist_ok=True)

    return put_back
