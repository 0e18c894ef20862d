"""Each page beside a Flask application that only says hello: asked of the database, and answered from memory."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from config import Config
from portal.app import create_app
from portal.awards.models import Award
from portal.demonstration.loading import prepare
from portal.storage.migrating import upgrade
from portal.web.memory import Memory
from portal.web.services import Services
from tests.bench.many import fill
from tests.bench.measuring import Line, ratio

REQUESTS = 40
REFERENCE = "a bare Flask hello"


def hello() -> Flask:
    """The reference: the least that Flask can do."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def of_the_demonstration(folder: str) -> Iterator[Line]:
    """The pages of the demonstration, each asked of the database."""
    app = _portal(folder)
    number = _prepared(app)
    of_award = (f"/verify/{number}", f"/verify/{number}.json", f"/badge/{number}.svg", f"/badge/{number}/frame")
    for address in ("/", "/criteria", "/register", *of_award):
        yield _line(app, address, address.replace(number, "NUMBER"), remembers=False)
    app.extensions["portal"].database.engine.dispose()


def prepared(folder: Path) -> str:
    """Load the demonstration into the folder; return the number of a current award."""
    app = _portal(str(folder))
    number = _prepared(app)
    app.extensions["portal"].database.engine.dispose()
    return number


def _prepared(app: Flask) -> str:
    with app.app_context():
        prepare(app.extensions["portal"])
    return _a_number(app)


def of_many(folder: str, councils: int) -> Iterator[Line]:
    """The verify page with so many awards in the database: asked of it, and from memory."""
    app = _portal(folder)
    fill(app.extensions["portal"].database, councils)
    number = _a_number(app)
    for address in (f"/verify/{number}", f"/badge/{number}.svg"):
        said = f"{address.replace(number, 'NUMBER')}, {councils} awards"
        yield _line(app, address, said, remembers=False)
        yield _line(app, address, f"{said}, from memory", remembers=True)
    app.extensions["portal"].database.engine.dispose()


def _portal(folder: str) -> Flask:
    config = Config.from_environment({"INSTANCE_DIR": folder})
    upgrade(config.database_url)
    return create_app(config)


def _a_number(app: Flask) -> str:
    running: Services = app.extensions["portal"]
    with running.database.reading() as session:
        return session.scalars(select(Award.number).where(Award.state == "valid").order_by(Award.number)).first() or ""


def _line(app: Flask, address: str, said: str, *, remembers: bool) -> Line:
    client, reference = app.test_client(), hello().test_client()
    memory: Memory = app.extensions["portal-memory"]

    def page() -> None:
        if not remembers:
            memory.forget()
        if client.get(address).status_code != 200:
            raise RuntimeError(f"{address} does not answer")

    found, spent = ratio(page, lambda: reference.get("/"), REQUESTS)
    return Line(said, found, f"{spent:.2f} ms", REFERENCE)
