"""Letters about a council's team: who still needs access, invitations to other domains (E3a, E5a, E8)."""

from portal.accounts.models import Invitation
from portal.audit.work import Work
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.letters.accounts import ROLE_WORDS
from portal.team.models import AccessReview


def access_review_letter(council: str, slug: str, *, reminder: bool = False) -> Letter:
    """E8: who still needs access to the council's account; the reminder comes once."""
    subject = (
        words("Reminder: check who has access for %(council)s", council=council)
        if reminder
        else words("Check who has access for %(council)s", council=council)
    )
    return Letter(
        "E8",
        subject,
        (
            words("Every six months we ask the owners of each council’s account who still needs access."),
            words("Look through the list, end the access of whoever has left, and confirm the rest."),
        ),
        words("Check who has access"),
        f"/council/{slug}/team/access",
        words("If you do nothing, everybody keeps their access, also those who may have left."),
    )


def access_review_opened(work: Work, event: Event) -> None:
    """E8 to the owners. The event's subject is the review."""
    review = work.session.get_one(AccessReview, event.subject_id)
    name, slug = people.council_name(work.session, review.council_id), people.slug(work.session, review.council_id)
    owners = people.in_council(work.session, review.council_id, Role.OWNER)
    post(work, access_review_letter(name, slug), owners, key=f"E8:0:{review.id}")


def approval_needed(work: Work, event: Event) -> None:
    """E3a to the administrators: somebody on another domain is to join a council."""
    invitation = work.session.get_one(Invitation, event.subject_id)
    council = people.council_name(work.session, invitation.council_id)
    letter = Letter(
        "E3a",
        words("An invitation for %(council)s needs your approval", council=council),
        (
            words(
                "An owner wants to invite %(email)s as %(role)s. The address is not on a domain of %(council)s.",
                email=invitation.email,
                role=ROLE_WORDS[invitation.role],
                council=council,
            ),
        ),
        words("Open the invitation"),
        "/administration/invitations",
        words("If you do nothing, the invitation is not sent, and the council waits."),
    )
    post(work, letter, people.in_scheme(work.session, Role.ADMINISTRATOR))


def invitation_refused(work: Work, event: Event) -> None:
    """E5a to the person who invited: an administrator has not approved it, and why."""
    invitation = work.session.get_one(Invitation, event.subject_id)
    letter = Letter(
        "E5a",
        words("Your invitation to %(email)s was not approved", email=invitation.email),
        (
            words(
                "The address %(email)s is not on a domain of %(council)s, so somebody at the LGA looked at it first.",
                email=invitation.email,
                council=people.council_name(work.session, invitation.council_id),
            ),
            words("The reason why it was not approved: %(reason)s", reason=event.reason),
        ),
        words("Open your team"),
        f"/council/{people.slug(work.session, invitation.council_id)}/team",
        words("If you do nothing, the person does not join. You can invite them at an address of your council."),
    )
    post(work, letter, [people.address(work.session, invitation.invited_by_id)])
