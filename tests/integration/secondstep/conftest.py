"""A reviewer with a browser after the emailed code, and what their passkeys say to it."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from portal.kernel.permissions import Role
from tests.factories.authenticator import Authenticator
from tests.factories.people import make_staff
from tests.integration.accounts.conftest import Desk
from tests.integration.telling import Told
from tests.integration.visiting import Page, Visitor

EMAIL = "reviewer@example.org"
STEP = "/sign-in/second-step"
SECURITY = "/account/security"
NEW = f"{SECURITY}/passkeys/new"
CODES = f"{SECURITY}/recovery-codes"


@pytest.fixture
def told(app: Flask) -> Told:
    """What the person is told of, in order."""
    names = (
        "second_step_set_up",
        "second_step_removed",
        "app_removed",
        "passkey_added",
        "passkey_renamed",
        "passkey_removed",
        "recovery_codes_made",
        "recovery_code_used",
    )
    return Told(app, *(f"person:{name}" for name in names))


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Where a test makes the people it needs."""
    return Desk(app)


@pytest.fixture
def reviewer(desk: Desk) -> UUID:
    """Somebody who works for the scheme and has set nothing up."""
    with desk.work() as work:
        return make_staff(work, Role.REVIEWER, email=EMAIL).id


class Browser(Visitor):
    """A visitor who has passkeys at hand."""

    def ask(self, address: str, code: int = 200) -> dict[str, Any]:
        """What the page's script is told to hand to the browser."""
        answer = self.client.post(f"{address}/ask", data={"csrf_token": self.token()})
        assert answer.status_code == code, answer.text
        found: dict[str, Any] = json.loads(answer.text)
        return found

    def set_up(self, device: Authenticator) -> Page:
        """Make this passkey the first second step."""
        self.visit(STEP)
        return self.post(f"{STEP}/new-passkey", said=device.create(self.ask(f"{STEP}/new-passkey")))

    def use(self, device: Authenticator, code: int = 200) -> Page:
        """Take the second step with this passkey."""
        self.visit(STEP)
        return self.post(f"{STEP}/passkey", code, said=device.get(self.ask(f"{STEP}/passkey")))

    def add(self, device: Authenticator, name: str = "", code: int = 200) -> Page:
        """Add a further passkey."""
        self.visit(NEW)
        return self.post(NEW, code, name=name, said=device.create(self.ask(f"{STEP}/new-passkey")))

    def make_codes(self) -> list[str]:
        """Make recovery codes, and read them."""
        self.visit(CODES)
        return re.findall(r"<code>([A-Z2-9-]{19})</code>", self.post(CODES).html)


@pytest.fixture
def halfway(app: Flask, reviewer: UUID) -> Browser:
    """The reviewer's browser after the emailed code."""
    return come_halfway(app, reviewer)


def come_halfway(app: Flask, person_id: UUID) -> Browser:
    """A browser of this person after the emailed code."""
    browser = Browser(app)
    browser.sign_in(person_id, second_step=False)
    return browser


@pytest.fixture
def device() -> Authenticator:
    """A passkey that is not known yet."""
    return Authenticator()


@pytest.fixture
def inside(halfway: Browser, device: Authenticator) -> Browser:
    """The reviewer's browser, with the passkey set up and the second step taken."""
    halfway.set_up(device)
    return halfway
