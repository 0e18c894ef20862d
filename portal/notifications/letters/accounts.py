"""Letters about people: signing in, invitations, access (E1, E5, E6, E7)."""

from portal.accounts.models import Invitation, Membership
from portal.audit.work import Work
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter

ROLE_WORDS: dict[Role, Words] = {
    Role.CONTRIBUTOR: words("contributor"),
    Role.OWNER: words("owner"),
    Role.APPROVER: words("approver"),
    Role.REVIEWER: words("reviewer"),
    Role.LEAD: words("lead reviewer"),
    Role.ADMINISTRATOR: words("administrator"),
}


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
    letter = Letter(
        "E5",
        words("You have been invited to join %(council)s", council=council),
        (
            words(
                "%(name)s has invited you to work on the Social Media Friendly Mark for %(council)s as %(role)s.",
                name=people.name(work.session, invitation.invited_by_id),
                council=council,
                role=ROLE_WORDS[invitation.role],
            ),
            words("Sign in with this email address to accept."),
        ),
        words("Sign in and accept"),
        "/account/invitations",
        words("If you do nothing, the invitation ends on %(day)s.", day=invitation.expires_at.date()),
    )
    post(work, letter, [invitation.email])


def access_given(work: Work, event: Event) -> None:
    """E6: somebody has a role in a council from now on."""
    _access_changed(work, event, words("You now have access as %(role)s for %(council)s."))


def access_ended(work: Work, event: Event) -> None:
    """E6: somebody's role in a council is over."""
    _access_changed(work, event, words("Your access as %(role)s for %(council)s has ended."))


def _access_changed(work: Work, event: Event, said: Words) -> None:
    membership = work.session.get_one(Membership, event.subject_id)
    council = people.council_name(work.session, membership.council_id)
    letter = Letter(
        "E6",
        words("Your access for %(council)s has changed", council=council),
        (Words(said.text, {"role": ROLE_WORDS[membership.role], "council": council}),),
        words("Sign in"),
        "/sign-in",
        words("If this is wrong, tell an owner of your council’s account."),
    )
    post(work, letter, [people.address(work.session, membership.person_id)])


def staff_invited(work: Work, event: Event) -> None:
    """E5, for somebody who will work for the scheme."""
    letter = Letter(
        "E5",
        words("You can now sign in to the Social Media Friendly Mark"),
        (
            words("You have been given the role of %(role)s.", role=ROLE_WORDS[Role(str(event.details["role"]))]),
            words(
                "Sign in with this email address. You will be asked to set up a second step with an app on your phone."
            ),
        ),
        words("Sign in"),
        "/sign-in",
    )
    post(work, letter, [str(event.details["email"])])


def second_step_changed(work: Work, event: Event) -> None:
    """E7: the second step of signing in was set up or removed."""
    letter = Letter(
        "E7",
        words("Your sign-in security was changed"),
        (words("The second step of your sign-in was changed a moment ago."),),
        otherwise=words("If it was not you, tell an administrator of the scheme at once."),
    )
    post(work, letter, [str(event.details["email"])])
