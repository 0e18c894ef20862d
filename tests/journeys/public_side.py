"""What residents, and councils before they register, can see."""

import re

from playwright.sync_api import expect

from tests.journeys import facts
from tests.journeys.browsing import Guest, only

INFORMATION = ("/statistics", "/impartiality", "/appeals", "/accessibility", "/privacy", "/cookies", "/terms")


class Resident:
    """Anybody, who never signs in."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest

    def look_around(self) -> None:
        """Read everything that is public before there is any award."""
        guest = self.guest
        guest.visit("/")
        guest.look()
        for path in INFORMATION:
            guest.visit(path)
            guest.look()
        guest.follow("Criteria", exact=True)
        guest.sees(facts.FIRST.title)
        guest.look()
        guest.follow("Register", exact=True)
        guest.sees("No entry fits")
        guest.look()
        guest.type_into("Name of the council", "ashfield")
        guest.press("Search")
        guest.sees("No entry fits")
        guest.look()

    def check_what_does_not_exist(self) -> None:
        """Ask about a number that was never given, a council that holds nothing, and a page that is not there."""
        guest = self.guest
        guest.visit("/verify")
        guest.look()
        for asked in ("K7QX-3MWDR", "ashfield", "zzzz", "https://example.com/page"):
            guest.type_into("Number, council or web address", asked)
            guest.press("Check", exact=True)
            guest.look()
        for path in ("/verify/K7QX-3MWDR", "/register/ashfield", "/register?on=tomorrow", "/no-such-page"):
            guest.visit(path)
            guest.look()

    def find_award(self) -> str:
        """Find the council on the register and go on to its award; returns the number."""
        guest = self.guest
        guest.visit("/register?q=ashfield")
        guest.sees("One entry")
        guest.look()
        guest.follow(facts.COUNCIL)
        guest.sees(facts.SUMMARY)
        guest.look()
        number = only(guest.page.locator("th .mark-number")).inner_text()
        guest.follow(number)
        return number

    def see_certificate(self, number: str) -> None:
        """Read the certificate as a page and as the document."""
        guest = self.guest
        guest.follow("See the certificate")
        guest.is_at(f"Certificate of {facts.COUNCIL}")
        guest.look()
        document = guest.fetch(f"/certificate/{number}.pdf")
        assert document.headers["content-type"] == "application/pdf"
        assert document.body().startswith(b"%PDF-")

    def see_badge(self, number: str) -> None:
        """See how a website shows the badge, and the badge itself."""
        guest = self.guest
        guest.follow("Put the badge on the council’s website")
        guest.is_at(f"Badge for the website of {facts.COUNCIL}")
        guest.look()
        shown = guest.page.locator(f'img[src^="/badge/{number}.svg?"]')
        expect(shown).to_have_count(3)
        for preview in shown.all():
            expect(preview).to_have_js_property("naturalWidth", 288)
        badge = guest.fetch(f"/badge/{number}.svg")
        assert badge.headers["content-type"].startswith("image/svg+xml")
        assert facts.COUNCIL in badge.text()

    def verify(self, number: str) -> None:
        """Ask whether the award is real: the first line says yes, and the page whose it is and until when."""
        guest = self.guest
        guest.visit("/verify")
        guest.type_into("Number, council or web address", number.lower())
        guest.press("Check", exact=True)
        guest.look()
        heading = guest.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(re.compile(f"^Yes.*{facts.COUNCIL}.*2028"))
        first_words = guest.page.locator("main").inner_text().strip()
        assert first_words.startswith("Yes"), first_words[:80]
        for said in (facts.DOMAIN, "18 November 2026", "17 November 2028", number, *facts.ACCOUNTS.split()):
            guest.sees(said)
