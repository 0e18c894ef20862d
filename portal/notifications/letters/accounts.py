"""Letters about people: signing in, invitations, access (E1, E5, E6, E7)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from portal.accounts.models import Invitation, Membership, StaffRole
from portal.accounts.queries import has_access
from portal.audit.work import Work
from portal.kernel.clock import day_of
from portal.kernel.events import Event
from portal.kernel.permissions import COUNCIL_ROLES, Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.digest import forget_gathered
from portal.notifications.letter import Letter

ROLE_WORDS: dict[Role, Words] = {
    Role.CONTRIBUTOR: words("contributor"),
    Role.OWNER: words("owner"),
    Role.APPROVER: words("approver"),
    Role.REVIEWER: words("reviewer"),
    Role.LEAD: words("lead reviewer"),
    Role.ADMINISTRATOR: words("administrator"),
    Role.PANEL: words("member of the appeal panel"),
}

SIGN_IN = words("Sign in")


def code_requested(work: Work, event: Event) -> None:
    """E1: the code, typed into the browser that asked for it."""
    letter = Letter(
        "E1",
        words("%(code)s is your code to sign in", code=event.details["code"]),
        (
            words("Your code to sign in to the Social Media Friendly Mark is %(code)s.", code=event.details["code"]),
            words("Type it into the page where you asked for it. It works once, for 15 minutes, in that browser only."),
        ),
        otherwise=words(
            "If you did not ask for it, do nothing: nobody can sign in without the code. Do not pass it on."
        ),
        secret=True,
    )
    post(work, letter, [str(event.details["email"])])


def invited(work: Work, event: Event) -> None:
    """E5: an invitation to join a council."""
    invitation = work.session.get_one(Invitation, event.subject_id)
    council = people.council_name(work.session, invitation.council_id)
    by = people.name(work.session, invitation.invited_by_id)
    letter = invitation_letter(council, invitation.role, day_of(invitation.expires_at), by)
    post(work, letter, [invitation.email])


def invitation_letter(council: str, role: Role, until: date, invited_by: str, *, reminder: bool = False) -> Letter:
    """E5: somebody is asked to join a council, and until when; ``invited_by`` is empty where nobody is to be named."""
    subject = (
        words("Reminder: you have been invited to join %(council)s", council=council)
        if reminder
        else words("You have been invited to join %(council)s", council=council)
    )
    said = words(
        "%(name)s has invited you to work on the Social Media Friendly Mark for %(council)s as %(role)s.",
        name=invited_by or words("An owner"),
        council=council,
        role=ROLE_WORDS[role],
    )
    return Letter(
        "E5",
        subject,
        (said, words("Sign in with this email address to accept.")),
        words("Sign in and accept"),
        "/account/invitations",
        words("If you do nothing, the invitation ends on %(day)s.", day=until),
    )


def access_given(work: Work, event: Event) -> None:
    """E6: somebody has a role in a council from now on."""
    yours = words("You now have access as %(role)s for %(council)s.")
    theirs = words("%(person)s now has access as %(role)s for %(council)s.")
    _access_changed(work, event, yours, theirs)


def access_ended(work: Work, event: Event) -> None:
    """E6: somebody's role in a council is over. Whoever has none there any more is told nothing more of it.

    Where several roles of one person end at once, one letter tells of them all (``told_with`` and ``roles``).
    """
    if event.details.get("told_with"):
        return
    membership = work.session.get_one(Membership, event.subject_id)
    email = people.address(work.session, membership.person_id)
    yours = words("Your access as %(role)s for %(council)s has ended.")
    theirs = words("The access of %(person)s as %(role)s for %(council)s has ended.")
    _access_changed(work, event, yours, theirs)
    if email not in people.in_council(work.session, membership.council_id, *COUNCIL_ROLES):
        forget_gathered(work.session, email, membership.council_id)


def _roles_named(roles: Sequence[Role]) -> Words:
    """Such as: approver, contributor and owner."""
    named = ROLE_WORDS[roles[0]]
    for role in roles[1:-1]:
        named = words("%(first)s, %(second)s", first=named, second=ROLE_WORDS[role])
    if len(roles) > 1:
        named = words("%(first)s and %(second)s", first=named, second=ROLE_WORDS[roles[-1]])
    return named


def _access_changed(work: Work, event: Event, yours: Words, theirs: Words) -> None:
    """To the person, and to the owners, who answer for the council's account."""
    membership = work.session.get_one(Membership, event.subject_id)
    council = people.council_name(work.session, membership.council_id)
    person = people.address(work.session, membership.person_id)
    roles = event.details.get("roles")
    values = {
        "role": _roles_named([Role(role) for role in roles] if isinstance(roles, list) else [membership.role]),
        "council": council,
        "person": people.name(work.session, membership.person_id) or person,
    }
    letter = Letter(
        "E6",
        words("Your access for %(council)s has changed", council=council),
        (Words(yours.text, values),),
        *_way_in(work, membership.person_id),
        words("If this is right, you need not do anything. If it is wrong, tell an owner of your council’s account."),
    )
    post(work, letter, [person])
    to_owners = Letter(
        "E6",
        words("Access for %(council)s has changed", council=council),
        (Words(theirs.text, values),),
        words("See who has access"),
        f"/council/{people.slug(work.session, membership.council_id)}/team",
        words("If this is right, you need not do anything. If it is wrong, end the access or invite the person again."),
    )
    owners = people.in_council(work.session, membership.council_id, Role.OWNER)
    post(work, to_owners, [address for address in owners if address != person])


def _way_in(work: Work, person_id: UUID) -> tuple[Words | None, str]:
    """The action of a letter about access: none for somebody who would find nothing behind it any more."""
    return (words("Sign in"), "/sign-in") if has_access(work.session, person_id) else (None, "")


def staff_invited(work: Work, event: Event) -> None:
    """E5, for somebody who will work for the scheme."""
    letter = Letter(
        "E5",
        words("You can now sign in to the Social Media Friendly Mark"),
        (
            words("You have been given the role of %(role)s.", role=ROLE_WORDS[Role(str(event.details["role"]))]),
            words(
                "Sign in with this email address. You will be asked to set up a second step: a passkey, or an app on "
                "your phone."
            ),
        ),
        words("Sign in"),
        "/sign-in",
        words("If you do nothing, nothing changes: the role waits for you."),
    )
    post(work, letter, [str(event.details["email"])])


def staff_role_ended(work: Work, event: Event) -> None:
    """E6, for somebody who works for the scheme no longer, or in one role less."""
    held = work.session.get_one(StaffRole, event.subject_id)
    letter = Letter(
        "E6",
        words("Your access to the Social Media Friendly Mark has changed"),
        (words("You no longer have the role of %(role)s.", role=ROLE_WORDS[held.role]),),
        *_way_in(work, held.person_id),
        words("If this is right, you need not do anything. If it is wrong, tell an administrator of the scheme."),
    )
    post(work, letter, [people.address(work.session, held.person_id)])


def second_step_removed(work: Work, event: Event) -> None:
    """E7: everything about the second step was removed, by an administrator of the scheme."""
    security_changed(work, event, words("The second step of your sign-in was removed a moment ago."))


def signed_out_everywhere(work: Work, event: Event) -> None:
    """E7: every session of the person was ended, on all devices."""
    security_changed(work, event, words("You were signed out on every device a moment ago, because you asked for it."))


def security_changed(
    work: Work, event: Event, *said: Words, action: Words = SIGN_IN, address: str = "/sign-in"
) -> None:
    """E7, with these paragraphs, to the address that the event carries."""
    letter = Letter(
        "E7",
        words("Your sign-in security was changed"),
        said,
        action,
        address,
        words(
            "If it was you, you need not do anything. If it was not you, tell an administrator of the scheme at once."
        ),
    )
    post(work, letter, [str(event.details["email"])])
