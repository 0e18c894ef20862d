"""Letters about a person's claim to act for a council (E2 to E4)."""

from portal.audit.work import Work
from portal.claims.models import Claim
from portal.claims.rules import check_by
from portal.kernel.clock import today
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter


def made(work: Work, event: Event) -> None:
    """E2 to the claimant, E3 to the administrators."""
    claim = work.session.get_one(Claim, event.subject_id)
    council = people.council_name(work.session, claim.council_id)
    by = check_by(today(work.clock))
    to_claimant = Letter(
        "E2",
        words("We are checking your claim for %(council)s", council=council),
        (
            words(
                "A person at the LGA will ring the switchboard number on your council’s own website, or ask its "
                "monitoring officer or chief executive’s office, by %(day)s.",
                day=by,
            ),
        ),
        words("See your claim"),
        f"/council/start/{people.slug(work.session, claim.council_id)}/claim",
        words("You do not need to do anything now. It helps to tell your switchboard to expect the call."),
    )
    post(work, to_claimant, [people.address(work.session, claim.person_id)], case_id=claim.id)
    to_check = Letter(
        "E3",
        words("New claim to check: %(council)s", council=council),
        (words("Somebody claims to act for %(council)s. Please check it by %(day)s.", council=council, day=by),),
        words("Open the claim"),
        f"/administration/claims/{claim.id}",
        words("If you do nothing, the council waits longer than we promise."),
    )
    post(work, to_check, people.in_scheme(work.session, Role.ADMINISTRATOR), case_id=claim.id)


def accepted(work: Work, event: Event) -> None:
    """E4: the council is set up."""
    claim = work.session.get_one(Claim, event.subject_id)
    council = people.council_name(work.session, claim.council_id)
    letter = Letter(
        "E4",
        words("%(council)s is set up", council=council),
        (
            words("We have checked that you act for %(council)s. You are the owner of its account.", council=council),
            words("You can start the application and invite colleagues, among them the approver who will sign it."),
        ),
        words("Sign in and start"),
        "/council/",
        words("If you do nothing, nothing is lost: the account waits for you."),
    )
    post(work, letter, [people.address(work.session, claim.person_id)], case_id=claim.id)


def refused(work: Work, event: Event) -> None:
    """E4: the claim was not accepted, and why."""
    claim = work.session.get_one(Claim, event.subject_id)
    council = people.council_name(work.session, claim.council_id)
    letter = Letter(
        "E4",
        words("We could not accept your claim for %(council)s", council=council),
        (words("The reason: %(reason)s", reason=event.reason),),
        words("See what you can do"),
        "/council/start",
        words("You can claim again when this has been put right."),
    )
    post(work, letter, [people.address(work.session, claim.person_id)], case_id=claim.id)
