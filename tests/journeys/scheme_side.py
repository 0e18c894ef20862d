"""What the people of the scheme do: the administrator, the lead reviewer, the reviewer."""

from playwright.sync_api import expect

from portal.criteria.edition import Criterion
from tests.journeys import facts, running
from tests.journeys.browsing import Guest


class Insider:
    """Somebody of the scheme, who comes in by the demonstration's one click."""

    def __init__(self, guest: Guest, name: str) -> None:
        self.guest, self.name = guest, name

    def sign_in(self) -> None:
        """Be this person."""
        self.guest.visit("/sign-in")
        self.guest.press(self.name)
        self.guest.sees(f"Signed in as {self.name}")


class Administrator(Insider):
    """Checks the claim, then the completeness."""

    def see_nothing_to_do(self) -> None:
        """Look at every queue while nothing is in it."""
        guest = self.guest
        guest.is_at("Administration")
        guest.look()
        guest.follow("Claims", exact=True)
        guest.sees("No claim is waiting.")
        guest.look()
        guest.follow("Administration", exact=True)
        guest.follow("Completeness checks")
        guest.sees("No application is waiting for a check.")
        guest.look()
        guest.follow("Back to administration")

    def verify_claim(self) -> None:
        """Accept the claim, saying how and when it was made sure of."""
        guest = self.guest
        guest.follow("Claims", exact=True)
        guest.look()
        guest.follow(facts.COUNCIL)
        guest.is_at(f"Claim for {facts.COUNCIL}")
        guest.look()
        guest.press("Accept the claim")
        expect(guest.page.locator(".govuk-error-summary li")).not_to_have_count(0)
        guest.look()
        guest.choose("Called back through the switchboard")
        for part, number in (("Day", "18"), ("Month", "11"), ("Year", "2026")):
            guest.type_into(part, number)
        guest.type_into("Number that you called", "01623 450000")
        guest.press("Accept the claim")
        guest.sees("The claim is accepted.")
        guest.look()
        guest.follow(f"{facts.COUNCIL}, claimed by {facts.WELSH_NAMED}")
        guest.look()

    def check_completeness(self, reference: str) -> None:
        """Open the check, see what would be noted, and pass it."""
        guest = self.guest
        guest.visit("/administration/")
        guest.look()
        guest.follow("Completeness checks")
        guest.look()
        guest.follow(reference)
        guest.look()
        guest.press("Open the check")
        guest.look()
        guest.follow("Something is missing")
        guest.press("Put it on the list")
        expect(guest.page.locator(".govuk-error-summary li")).not_to_have_count(0)
        guest.look()
        guest.follow("Back to the check")
        guest.press("It is complete")
        expect(guest.page.locator(".govuk-error-summary li")).to_have_count(1)
        guest.look()
        guest.choose("I have opened every link and file")
        guest.press("It is complete")
        guest.is_at("Applications to check")
        guest.sees("No application is waiting for a check.")

    def read_trail(self, reference: str) -> None:
        """Read who did what."""
        guest = self.guest
        guest.visit(f"/administration/cases/{reference}")
        guest.look()


class Lead(Insider):
    """Assigns the reviewer, moderates and decides."""

    def see_nothing_to_do(self) -> None:
        """Look at the list while it is empty."""
        self.guest.is_at("Reviews")
        self.guest.look()

    def assign(self) -> None:
        """Ask the reviewer; whoever has a conflict is not even offered."""
        guest = self.guest
        guest.visit("/reviews/")
        guest.look()
        guest.follow(f"Choose a reviewer for {facts.COUNCIL}")
        guest.sees("1 reviewer is not listed: see why")
        names = guest.page.get_by_role("radio")
        expect(names).to_have_count(2)
        expect(guest.page.locator("main")).not_to_contain_text(running.CONFLICTED)
        guest.look()
        guest.press("Ask this reviewer")
        expect(guest.page.locator(".govuk-error-summary li")).to_have_count(2)
        guest.look()
        guest.choose(running.REVIEWER)
        guest.type_into("Why this reviewer?", "Knows district councils.")
        guest.press("Ask this reviewer")
        guest.sees("The reviewer has been asked.")
        guest.look()

    def moderate(self) -> None:
        """Change one score with a reason, take over the rest."""
        guest = self.guest
        guest.visit("/reviews/")
        guest.look()
        guest.follow(f"Moderate {facts.COUNCIL}")
        guest.look()
        guest.follow(facts.task(facts.WEAK))
        guest.look()
        guest.page.get_by_label(facts.WEAK.rubric[2]).check()
        guest.press("Save and go on")
        guest.is_told("Say in a sentence why this differs from a reviewer’s score.")
        guest.look()
        guest.type_into("If it differs from a reviewer’s score, why", "The evidence for another criterion shows it.")
        guest.press("Save and go on")
        guest.sees("1 of 28 criteria have their final score.")
        guest.press("Take over the reviewer’s scores for the rest")
        guest.sees("28 of 28 criteria have their final score.")
        guest.look()

    def decide(self) -> None:
        """Make the decision that the scores come to."""
        guest = self.guest
        guest.press("Decide: Awarded")
        guest.sees("The council has the result.")
        guest.look()


class Reviewer(Insider):
    """Declares interests, scores on their own, locks."""

    def see_nothing_to_do(self) -> None:
        """Look at the list while it is empty."""
        self.guest.sees("You have no reviews at the moment.")
        self.guest.look()

    def accept(self, reference: str) -> None:
        """Declare that there is no conflict; until then no answer can be seen."""
        guest = self.guest
        guest.visit(f"/reviews/{reference}/{facts.FIRST.id}")
        expect(guest.page.locator("body")).not_to_contain_text("We answer")
        guest.look()
        guest.visit("/reviews/")
        guest.look()
        guest.follow(f"Declare your interests in {facts.COUNCIL} and answer")
        guest.look()
        guest.press("Send my answer")
        guest.is_told("Choose your answer.")
        guest.look()
        guest.choose("I have no conflict of interest and no link")
        guest.press("Send my answer")
        guest.sees("unless the council objects")
        guest.look()

    def begin(self, reference: str) -> None:
        """The council does not object: open the review."""
        guest = self.guest
        guest.visit("/reviews/")
        guest.follow(f"Score {facts.COUNCIL}")
        guest.sees("0 of 28 criteria scored.")
        guest.look()

    def score_first(self) -> None:
        """Score the first criterion; only then is the council's own score there."""
        guest = self.guest
        guest.follow(facts.task(facts.FIRST))
        guest.sees("We answer")
        expect(guest.page.locator("main")).not_to_contain_text("Beside the council’s own score")
        guest.look()
        guest.press("Save", exact=True)
        expect(guest.page.locator(".govuk-error-summary li")).to_have_count(2)
        expect(guest.page.locator("main")).not_to_contain_text("Beside the council’s own score")
        guest.look()
        self._judge(facts.FIRST)
        guest.press("Save", exact=True)
        guest.sees("Beside the council’s own score")
        guest.look()
        guest.press("Save and go to the next")

    def score(self, criterion: Criterion) -> None:
        """Score a criterion that is open and go on."""
        self.guest.is_at(facts.task(criterion))
        self._judge(criterion)
        self.guest.press("Save and go to the next")

    def _judge(self, criterion: Criterion) -> None:
        score = facts.self_score(criterion)
        self.guest.page.get_by_label(criterion.rubric[score]).check()
        self.guest.type_into("Reason", facts.REASON)
        # Asked for below 2 only: a script puts it away where it is not needed.
        if score < 2:
            self.guest.type_into("What would move this up?", facts.IMPROVEMENT)
        if criterion.live_check:
            self.guest.type_into("Notes on the live check", facts.LIVE_CHECK)

    def lock(self, reference: str) -> None:
        """Lock the scores, once every criterion has one."""
        guest = self.guest
        guest.visit(f"/reviews/{reference}/")
        guest.sees("28 of 28 criteria scored.")
        guest.look()
        guest.press("Go on to locking")
        guest.look()
        guest.press("Lock the scores")
        guest.sees("Your scores are locked.")
        guest.look()
        guest.follow(facts.task(facts.FIRST))
        guest.look()
