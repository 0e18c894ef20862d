"""What exists in which mode, and what keeps a forgotten guard from ever being served."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask

from config import Config
from portal import app as composition
from portal.app import create_app
from portal.web.guard import public

PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "a-secret-of-this-test-and-of-no-installation",
    "KEY_SECRET": "another-secret-of-this-test-and-of-nothing-else",
    "PUBLIC_ADDRESS": "https://mark.example.org",
    "SMTP_URL": "smtp+starttls://user:password@mail.example.org:587",
    "MAIL_FROM": "The Mark <mark@example.org>",
}


@pytest.fixture
def production(tmp_path: Path, sqlite_template: Path) -> Iterator[Flask]:
    """The application as an installation runs it, on an empty database."""
    given = {**PRODUCTION, "INSTANCE_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{sqlite_template}"}
    application = create_app(Config.from_environment(given))
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield application
    application.extensions["portal"].database.engine.dispose()


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "/sign-in/demonstration"),
        ("GET", "/demo/mailbox"),
        ("GET", "/demo/mailbox/00000000-0000-0000-0000-000000000000"),
    ],
)
def test_address_of_the_demonstration_exists_there_and_nowhere_else(
    app: Flask, production: Flask, method: str, address: str
) -> None:
    assert app.url_map.bind("localhost").test(address, method)
    answer = production.test_client().open(address, method=method, base_url=PRODUCTION["PUBLIC_ADDRESS"])
    assert answer.status_code == 404


def test_sign_in_page_of_an_installation_offers_nobody(production: Flask) -> None:
    answer = production.test_client().get("/sign-in", base_url=PRODUCTION["PUBLIC_ADDRESS"])
    assert answer.status_code == 200
    assert "/sign-in/demonstration" not in answer.text


def _with(monkeypatch: pytest.MonkeyPatch, *, marked: bool) -> None:
    added = Blueprint("added", __name__)

    def view() -> str:
        return "unguarded"

    if marked:
        public(view)
    added.get("/added")(view)
    monkeypatch.setattr(composition, "BLUEPRINTS", (added,))


def test_route_that_is_neither_guarded_nor_public_stops_the_portal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _with(monkeypatch, marked=False)
    with pytest.raises(RuntimeError, match=r"^routes with neither @requires nor @public: added\.view$"):
        create_app(Config.from_environment({"INSTANCE_DIR": str(tmp_path)}))


def test_route_that_is_marked_does_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _with(monkeypatch, marked=True)
    assert "added.view" in create_app(Config.from_environment({"INSTANCE_DIR": str(tmp_path)})).view_functions
