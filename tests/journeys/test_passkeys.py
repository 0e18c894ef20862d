"""A reviewer sets up a passkey, signs in with it, loses it, and comes back; in the end without script."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from portal.kernel.permissions import Role
from tests.factories.people import make_staff
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.council_side import Newcomer
from tests.journeys.running import Portal

EMAIL = "keys@example.org"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Keyholder(Newcomer):
    """A reviewer at a browser; with script it has a device for passkeys in it."""

    def __init__(self, guest: Guest) -> None:
        super().__init__(guest, EMAIL)
        if guest.script:
            self.device = guest.page.context.new_cdp_session(guest.page)
            self.device.send("WebAuthn.enable")
            self.device_id = self.device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})[
                "authenticatorId"
            ]

    def come(self, portal: Portal) -> None:
        """Sign in with an emailed code, a while after the last time; ends at the second step."""
        portal.pass_time(minutes=20)
        self.guest.visit("/sign-in")
        self.guest.type_into("Email address", EMAIL)
        self.guest.press("Send me a code")
        self.guest.type_into("Code from the email", self._code_in_mailbox())
        self.guest.press("Sign in", exact=True)

    def come_again(self, portal: Portal) -> None:
        """The same, where the second step is set up."""
        self.guest.press("Sign out")
        self.come(portal)
        self.guest.is_at("Take the second step")
        self.guest.look()

    def lose_the_device(self) -> None:
        """The device is there, and knows its person no more."""
        self.device.send("WebAuthn.setUserVerified", {"authenticatorId": self.device_id, "isUserVerified": False})


@pytest.fixture
def holder(browser: Browser, portal: Portal) -> Iterator[Keyholder]:
    """Passkeys need a name for an address, not a number."""
    with portal.work() as work:
        make_staff(work, Role.REVIEWER, email=EMAIL, name="Kay Keys")
    guest = Guest(browser, portal.address.replace("127.0.0.1", "localhost"), script=True)
    yield Keyholder(guest)
    guest.leave()
    assert guest.complaints == []


def set_up_app(guest: Guest, portal: Portal) -> str:
    secret = guest.page.locator("figcaption code").inner_text().replace(" ", "")
    guest.type_into("Code from your app", pyotp.TOTP(secret).at(portal.clock.now()))
    guest.press("Set up the app")
    return secret


@pytest.mark.timeout(300)
def test_reviewer_signs_in_with_a_passkey_loses_it_and_comes_back(
    portal: Portal, holder: Keyholder, arrive: Arrival
) -> None:
    guest = holder.guest
    holder.come(portal)
    guest.is_at("Set up your second step")
    guest.look()
    guest.press("Set up a passkey")
    guest.is_at("Recovery codes")
    guest.look()
    guest.press("Make ten recovery codes")
    guest.is_at("Your new recovery codes")
    guest.look()
    codes = guest.page.locator(".mark-codes code").all_inner_texts()
    assert len(codes) == 10
    guest.press("I have kept them, continue")
    guest.is_at("Your sign-in security")
    guest.look()

    holder.come_again(portal)
    guest.press("Use your passkey")
    guest.is_at("Reviews")

    holder.come_again(portal)
    holder.lose_the_device()
    guest.press("Use your passkey")
    expect(guest.page.get_by_role("alert")).to_have_text("No passkey was used. Try again, or use another way.")
    guest.look()
    guest.follow("Use a recovery code")
    guest.press("Continue")
    guest.is_told("Type one of your recovery codes.")
    guest.look()
    guest.type_into("Recovery code", codes[0].lower())
    guest.press("Continue")
    guest.is_at("Your sign-in security")
    guest.sees("You have 9 codes left")
    guest.follow("Rename or remove")
    guest.sees("This is your only second step")
    guest.look()
    guest.follow("Set up an app")
    guest.look()
    secret = set_up_app(guest, portal)
    guest.sees("Your app is set up.")
    guest.look()
    guest.press("Add a passkey")
    guest.look()
    guest.visit("/account/security")

    plain = Keyholder(arrive(script=False))
    plain.come(portal)
    plain.guest.sees("A passkey needs JavaScript")
    plain.guest.look()
    plain.guest.type_into("Code from your app", pyotp.TOTP(secret).at(portal.clock.now()))
    plain.guest.press("Continue")
    plain.guest.is_at("Reviews")
    plain.guest.visit("/account/")
    plain.guest.follow("Passkeys, app and recovery codes")
    plain.guest.follow("Rename or remove")
    plain.guest.press("Remove the passkey")
    plain.guest.sees("The passkey is removed.")
    plain.guest.look()
    plain.guest.visit(f"/demo/mailbox?to={EMAIL}")
    expect(plain.guest.page.get_by_text(re.compile("Your sign-in security was changed"))).to_have_count(5)


@pytest.mark.usefixtures("holder")
def test_reviewer_whose_browser_cannot_use_a_passkey_here_sets_up_an_app(portal: Portal, arrive: Arrival) -> None:
    numbered = arrive()
    Keyholder(numbered).come(portal)
    numbered.sees("Passkeys work only at http://localhost:")
    numbered.look()
    plain = Keyholder(arrive(script=False))
    plain.come(portal)
    plain.guest.is_at("Set up your second step")
    plain.guest.sees("A passkey needs JavaScript, which is not running here. Set up an app instead.")
    plain.guest.look()
    set_up_app(plain.guest, portal)
    plain.guest.is_at("Recovery codes")
    plain.guest.press("Make ten recovery codes")
    plain.guest.is_at("Your new recovery codes")
    plain.guest.look()
