"""Letters about an award whose renewal is reviewed (E31), that has ended (E32) or that its council gives up (E33)."""

from datetime import date
from uuid import UUID

from portal.audit.work import Work
from portal.awards.queries import award_by_id
from portal.awards.rules import ONE_DAY
from portal.kernel.clock import day_of
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.letters.about_award import OPEN, TAKE_DOWN, award_page, named, of_award, of_case, told
from portal.notifications.people import Case
from portal.standing.models import ContactKind, GivingUp


def extended(work: Work, event: Event) -> None:
    """E31: the renewal was signed in time, and the award holds while it is reviewed."""
    found, until = of_award(work, event), award_by_id(work.session, event.subject_id).valid_until
    letter = Letter(
        "E31",
        words("Renewal received: your award stays valid while we review it"),
        (
            words(
                "%(council)s goes on holding the Mark until the result of the renewal is there.", council=found.council
            ),
            words("That is %(day)s at the latest. Everybody goes on reading that the award is current.", day=until),
            words(
                "Certificate and credential are issued anew with that day: put them in the place of copies you keep."
            ),
        ),
        OPEN,
        award_page(found),
        words("You do not need to do anything now."),
    )
    post(work, letter, told(work, found), case_id=found.id)


def shortened(work: Work, event: Event) -> None:
    """E31: the renewal has come to nothing, so the award ends when it would have, or today."""
    found, until = of_award(work, event), award_by_id(work.session, event.subject_id).valid_until
    letter = Letter(
        "E31",
        words("Your award ends on %(day)s", day=until),
        (
            words("The review of the renewal is over without an award, so the present one is no longer kept for it."),
            words("Its last day is %(day)s. Certificate and credential are issued anew with that day.", day=until),
        ),
        OPEN,
        award_page(found),
        words("If you do nothing, the award ends on that day. You can apply again."),
    )
    post(work, letter, told(work, found), case_id=found.id)


def giving_up_asked(work: Work, event: Event) -> None:
    """To the approvers, but for whoever asked: confirm or refuse."""
    row, found = work.session.get_one(GivingUp, event.subject_id), of_case(work, event)
    letter = Letter(
        "E33",
        words("Please confirm: give up %(council)s’s award?", council=found.council),
        (
            words("%(name)s asks to give the award up. Only an approver can confirm it.", name=named(work, event)),
            words("The reason: %(reason)s", reason=row.reason),
        ),
        words("Sign in to confirm or refuse"),
        award_page(found),
        words("If you do nothing, you keep the award."),
    )
    own = people.address(work.session, row.asked_by_id)
    approvers = [
        address for address in people.in_council(work.session, found.council_id, Role.APPROVER) if address != own
    ]
    post(work, letter, approvers, case_id=found.id)


def giving_up_refused(work: Work, event: Event) -> None:
    """To the owners: the council keeps its award."""
    found = of_case(work, event)
    letter = Letter(
        "E33",
        words("Your council keeps its award"),
        (words("Your approver did not confirm that it is given up."),),
        OPEN,
        award_page(found),
        words("You do not need to do anything now. Speak with your approver if you still want to give it up."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER), case_id=found.id)


def given_up(work: Work, event: Event) -> None:
    """To everybody who is told of the award: it is given up."""
    found = of_award(work, event)
    letter = Letter(
        "E33",
        words("%(council)s has given up the Mark", council=found.council),
        (words("An owner asked for it and an approver confirmed. The award ended today."), TAKE_DOWN),
        OPEN,
        award_page(found),
        words("You can apply again at any time."),
    )
    post(work, letter, told(work, found, ContactKind.WEB), case_id=found.id)


def ended(work: Work, event: Event) -> None:
    """E32 where an administrator has ended it: the council was replaced."""
    found = of_award(work, event)
    # From the day on which somebody ends it, it is ended.
    letter = ended_letter(found, day_of(event.at) - ONE_DAY, replaced=True)
    post(work, letter, told(work, found, ContactKind.WEB), case_id=found.id, key=ended_key(event.subject_id, "0"))


def ended_key(award_id: UUID, days: str) -> str:
    """What names the letter of that many days after the end, which nobody gets twice."""
    return f"E32:{days}:{award_id}"


def ended_letter(found: Case, last_day: date, *, replaced: bool) -> Letter:
    """E32: the award has ended, and what to take down."""
    why = (
        words("The council has been replaced. An award does not pass on to another council.")
        if replaced
        else words("No renewal has taken its place. You can apply again at any time.")
    )
    return Letter(
        "E32",
        words("Your award has ended: please remove the badge"),
        (
            words("The last day on which %(council)s held the Mark was %(day)s.", council=found.council, day=last_day),
            why,
            TAKE_DOWN,
        ),
        OPEN,
        award_page(found),
        words("The register says that the award has ended, whether or not you do anything."),
    )
