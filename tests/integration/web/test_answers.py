"""What every answer carries, and whom the portal does not answer at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from portal.app import create_app
from portal.kernel.references import new_award_number
from tests.integration.visiting import Visitor

ADDRESS = "https://mark.example.org"
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "a-secret-of-this-test-and-of-no-installation",
    "KEY_SECRET": "another-secret-of-this-test-and-of-nothing-else",
    "PUBLIC_ADDRESS": ADDRESS,
    "SMTP_URL": "smtp+starttls://user:password@mail.example.org:587",
    "MAIL_FROM": "The Mark <mark@example.org>",
}


@pytest.fixture
def production(tmp_path: Path, sqlite_template: Path) -> Iterator[Flask]:
    """The application as an installation runs it, with every limit in force."""
    given = {**PRODUCTION, "INSTANCE_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{sqlite_template}"}
    application = create_app(Config.from_environment(given))
    yield application
    application.extensions["portal"].database.engine.dispose()


def test_page_may_load_nothing_from_elsewhere_and_stand_in_no_frame(visitor: Visitor) -> None:
    visitor.visit("/sign-in")
    headers = visitor.response.headers
    assert headers["Content-Security-Policy"].split("; ") == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_error_page_carries_the_same_headers(visitor: Visitor) -> None:
    visitor.visit("/nothing-here", 404)
    assert visitor.response.headers["Content-Security-Policy"].startswith("default-src 'none'; ")


def test_page_that_knows_its_reader_is_kept_by_no_cache_and_a_public_one_for_a_minute(visitor: Visitor) -> None:
    visitor.visit("/sign-in")
    assert visitor.response.headers["Cache-Control"] == "no-store"
    visitor.visit("/accessibility")
    assert visitor.response.headers["Cache-Control"] == "public, max-age=0, s-maxage=55, must-revalidate"
    assert "Set-Cookie" not in visitor.response.headers


@pytest.mark.parametrize("host", ["evil.example", "mark.example.org.evil.example", "localhost"])
def test_name_that_is_not_the_portals_own_is_not_answered(production: Flask, host: str) -> None:
    answer = production.test_client().get("/accessibility", base_url=f"https://{host}")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert host not in answer.text
    assert production.test_client().get("/accessibility", base_url=ADDRESS).status_code == 200


def test_production_insists_on_https_and_binds_its_cookie_to_this_host(production: Flask) -> None:
    answer = production.test_client().get("/sign-in", base_url=ADDRESS)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, *attributes = [part.strip() for part in cookie.split(";")]
    assert name.startswith("__Host-mark=")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_sixty_first_attempt_to_sign_in_within_a_minute_is_turned_away(production: Flask) -> None:
    production.config.update(WTF_CSRF_ENABLED=False)
    client = production.test_client()
    codes = [client.post("/sign-in", base_url=ADDRESS, data={"email": "no address"}).status_code for _ in range(61)]
    assert codes == [422] * 60 + [429]


def test_tests_of_a_badge_are_counted_for_its_award_however_the_number_is_written(production: Flask) -> None:
    number = new_award_number()
    ways = (number, number.lower(), number.replace("-", ""), number.replace("-", "."))
    client = production.test_client()
    codes = [
        client.post(
            f"/badge/{ways[visitor % 4]}/kit/test",
            base_url=ADDRESS,
            environ_base={"REMOTE_ADDR": f"192.0.2.{visitor}"},
        ).status_code
        for visitor in range(21)
    ]
    assert codes == [404] * 20 + [429]
