"""What the people of a council do: the officer who starts and writes, and the approver who signs."""

import re

from playwright.sync_api import expect

from portal.criteria.edition import Criterion
from tests.factories.uploads import EXE, PDF
from tests.journeys import facts
from tests.journeys.browsing import Guest, only


class Newcomer:
    """Somebody who comes in with an emailed code."""

    def __init__(self, guest: Guest, email: str) -> None:
        self.guest, self.email = guest, email

    def sign_in(self) -> None:
        """Ask for a code and type it in, both wrongly first; ends where the sign-in leads."""
        guest = self.guest
        guest.is_at("Sign in")
        guest.press("Send me a code")
        guest.is_told("Type your email address.")
        guest.look()
        guest.type_into("Email address", self.email)
        guest.press("Send me a code")
        guest.is_at("Type the code from the email")
        guest.look()
        code = self._code_in_mailbox()
        guest.type_into("Code from the email", f"{(int(code) + 1) % 10**8:08}")
        guest.press("Sign in", exact=True)
        guest.sees("This is not the code we sent.")
        guest.look()
        guest.type_into("Code from the email", code)
        guest.press("Sign in", exact=True)

    def _code_in_mailbox(self) -> str:
        tab = self.guest.new_tab()
        tab.goto(f"/demo/mailbox?to={self.email}")
        said = tab.get_by_text(re.compile(r"\d{8} is your code to sign in")).first.inner_text()
        tab.close()
        return "".join(re.findall(r"\d{8}", said))


class Officer(Newcomer):
    """The communications manager: claims the council, invites, answers, sends."""

    def find_council(self) -> None:
        """Find the council on the register, from the first page on."""
        guest = self.guest
        guest.visit("/")
        guest.follow("For councils")
        guest.is_at("Start for your council")
        guest.look()
        guest.type_into("Find your council", "zzzz")
        guest.press("Find", exact=True)
        guest.sees("0 councils found for “zzzz”")
        guest.look()
        guest.type_into("Find your council", "ashfield")
        guest.press("Find", exact=True)
        guest.look()
        guest.follow("This is my council")

    def claim(self) -> None:
        """Claim the council's account."""
        guest = self.guest
        guest.is_at(f"Claim the account of {facts.COUNCIL}")
        guest.look()
        guest.press("Claim the account")
        guest.is_told("Type your name.", "Type your job title.")
        guest.look()
        guest.type_into("Your name", facts.WELSH_NAMED)
        guest.type_into("Your job title", "Communications manager")
        guest.press("Claim the account")
        guest.is_at(f"Your claim for {facts.COUNCIL}")
        guest.sees("Waiting for our check")
        guest.look()

    def start(self) -> None:
        """Start the application, now that the claim has been accepted."""
        guest = self.guest
        guest.page.reload()
        guest.sees("You are the owner of your council’s account.")
        guest.look()
        guest.follow(f"Go to {facts.COUNCIL}")
        guest.sees("Your council has not applied for the Mark yet.")
        guest.look()
        guest.press("Start an application")
        guest.sees("You have completed 0 of 28 criteria.")
        guest.look()

    def answer_first(self) -> None:
        """Answer the first criterion slowly, with every mistake that can be made."""
        guest = self.guest
        guest.follow(facts.task(facts.FIRST))
        guest.is_at(facts.task(facts.FIRST))
        guest.look()
        guest.type_into("Your statement", facts.TOO_LONG)
        guest.press("Save and continue")
        guest.is_told("You have written 301 words and may write 300. Take out 1.")
        guest.look()
        self._write(facts.FIRST)
        guest.press("Save, then add or remove evidence")
        guest.is_at(f"Evidence for {facts.task(facts.FIRST)}")
        guest.look()
        guest.press("Add the link")
        guest.is_told("Paste the web address of the page.", "Say what this shows.")
        guest.look()
        self._add_link()
        guest.press("Upload", exact=True)
        guest.is_told("Choose a file.")
        self._upload("evidence.pdf", EXE)
        expect(guest.page.locator(".govuk-error-summary li")).to_have_count(1)
        guest.look()
        self._upload("Plan ŵ 🙂, page 2.pdf", PDF)
        guest.sees("2 of at most 5 items.")
        guest.look()
        guest.follow("Back to your answer")
        guest.look()
        guest.press("Save and continue")

    def continue_with(self, criterion: Criterion) -> None:
        """Go back to a criterion by the council's own page and the task list."""
        self.guest.visit("/council/")
        self.guest.press("Continue the application")
        self.guest.look()
        self.guest.follow(facts.task(criterion))

    def answer(self, criterion: Criterion) -> None:
        """Answer a criterion that is open: a sentence of its rubric, a statement, and a link where one is needed."""
        guest = self.guest
        guest.is_at(facts.task(criterion))
        self._write(criterion)
        if facts.self_score(criterion) > 1:
            guest.press("Save, then add or remove evidence")
            self._add_link()
            guest.follow("Back to your answer")
        guest.press("Save and continue")

    def _write(self, criterion: Criterion) -> None:
        sentence = criterion.rubric[facts.self_score(criterion)]
        self.guest.page.get_by_role("radio", name=sentence, exact=True).check()
        self.guest.type_into("Your statement", facts.STATEMENT)

    def _add_link(self) -> None:
        self.guest.type_into("Web address", facts.LINK)
        self.guest.type_into("What the page shows", facts.NOTE)
        self.guest.press("Add the link")
        self.guest.sees("1 of at most 5 items.")

    def _upload(self, name: str, content: bytes) -> None:
        field = self.guest.page.locator("input[type=file]")
        field.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
        self.guest.type_into("What the files show", "The plan and who is responsible.")
        self.guest.press("Upload", exact=True)

    def describe_presence(self) -> None:
        """Say where the council is, wrongly first."""
        guest = self.guest
        guest.visit(f"/council/{facts.SLUG}/application")
        guest.follow("Official accounts and website")
        guest.look()
        guest.type_into("Website domains", "not a domain")
        guest.press("Save and return to the task list")
        guest.is_told("Line 1: “not a domain” is not a web domain. It should look like example.gov.uk.")
        guest.look()
        guest.type_into("Website domains", facts.DOMAIN)
        guest.type_into("Official social media accounts", facts.ACCOUNTS)
        guest.type_into("Web address of your promise", facts.PROMISE)
        guest.type_into("Summary for the public register", facts.SUMMARY)
        guest.press("Save and return to the task list")
        guest.sees("You have completed 28 of 28 criteria.")
        guest.look()

    def try_to_send_too_early(self) -> None:
        """Find out that an unfinished application cannot be sent."""
        guest = self.guest
        guest.follow("Task list")
        guest.press("Check answers")
        guest.is_at("Check your answers")
        guest.sees("This is your own score, not the decision.")
        guest.look()
        guest.press("Send for declaration")
        # Two for each criterion but the first, and four for the council's presence.
        guest.sees("The application is not complete. Still to be done: 58.")
        guest.look()

    def invite_approver(self) -> None:
        """Invite somebody who can sign."""
        guest = self.guest
        guest.follow("Invite an approver by email")
        guest.is_at(f"Team of {facts.COUNCIL}")
        guest.look()
        guest.press("Send the invitation")
        guest.is_told("Type the email address of the person you invite.", "Choose a role.")
        guest.look()
        guest.type_into("Work email address", facts.APPROVER_EMAIL)
        guest.choose("Approver")
        guest.press("Send the invitation")
        guest.sees(f"The invitation is on its way to {facts.APPROVER_EMAIL}.")
        guest.look()

    def send(self) -> None:
        """Check the answers and send them to be signed."""
        guest = self.guest
        guest.visit(f"/council/{facts.SLUG}/application")
        guest.press("Check answers")
        guest.sees("By your own score")
        guest.sees("Nothing. Every criterion is answered.")
        guest.look()
        guest.choose(facts.APPROVER)
        guest.press("Send for declaration")
        guest.is_at("Declaration")
        guest.look()

    def have_no_objection(self, reviewer: str) -> None:
        """Read who reviews the council, and let the review begin."""
        guest = self.guest
        guest.visit("/council/")
        guest.follow("Your reviewer: who it is, and your right to object")
        guest.sees(f"Reviewer: {reviewer}")
        guest.press("Object to this person")
        guest.is_told("Say in a sentence or two why this person should not review you.")
        guest.look()
        guest.press("We have no objection")
        guest.sees("The review began on")
        guest.look()

    def read_feedback(self) -> None:
        """Read the result, from the council's own page on."""
        guest = self.guest
        guest.visit("/council/")
        guest.look()
        guest.press("Read the result")
        guest.is_at(f"{facts.COUNCIL} has been awarded the Mark")
        guest.sees("Your strengths")
        guest.sees("What to do first")
        guest.look()
        guest.follow("See your entry on the register, your certificate and your badge")
        guest.is_at(facts.COUNCIL)


class Approver(Newcomer):
    """The director who signs for the council."""

    def join(self) -> None:
        """Follow the invitation and accept it under the invited address."""
        guest = self.guest
        guest.visit(f"/demo/mailbox?to={facts.APPROVER_EMAIL}")
        guest.look()
        guest.follow(f"You have been invited to join {facts.COUNCIL}")
        guest.look()
        guest.follow("Sign in and accept")
        self.sign_in()
        guest.is_at("Your invitations")
        guest.look()
        guest.press(f"Join {facts.COUNCIL}")
        guest.is_told("Type your name.")
        guest.look()
        guest.type_into("Your name", facts.APPROVER)
        guest.press(f"Join {facts.COUNCIL}")
        guest.is_at(facts.COUNCIL)

    def sign(self) -> str:
        """Read and sign; returns the reference on the receipt."""
        guest = self.guest
        guest.visit("/council/")
        guest.look()
        guest.press("Read and sign the declaration")
        guest.is_at("Declaration")
        guest.look()
        guest.press("Sign the declaration")
        expect(guest.page.locator(".govuk-error-summary li")).to_have_count(3)
        guest.look()
        guest.type_into("Your name", facts.APPROVER)
        guest.type_into("Your role in the council", "Director of communications")
        guest.choose("I declare all of this for the council")
        guest.press("Sign the declaration")
        guest.is_at("Application signed and sent")
        guest.look()
        reference = only(guest.page.locator(".govuk-panel strong")).inner_text()
        guest.follow("Read exactly what was signed")
        guest.is_at("Copy of the application")
        guest.look()
        return reference
