"""Letters about suspensions and withdrawals (E33): to the council at each step, and to whoever has to decide.

None of them asks for a decision by a link: each leads to a page on which somebody who has signed in decides.
"""

from uuid import UUID

from portal.appeals.rules import lodge_by
from portal.audit.work import Work
from portal.awards.models import Award
from portal.awards.queries import award_by_id
from portal.awards.wording import REASON_WORDS
from portal.kernel.clock import day_of
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.letters.about_award import OPEN, TAKE_DOWN, award_page, named, of_award, of_case, told
from portal.notifications.people import Case
from portal.standing.models import ContactKind, Suspension, Withdrawing
from portal.standing.states import GROUND_WORDS

APPEAL = words("Your council can appeal until %(day)s. The page of your award says how.")


def proposed(work: Work, event: Event) -> None:
    """To the lead reviewers, but for whoever proposed it: a suspension to decide."""
    row, found = work.session.get_one(Suspension, event.subject_id), of_case(work, event)
    letter = Letter(
        "E33",
        words("Decide: suspend the award of %(council)s?", council=found.council),
        (
            words("%(name)s proposes it: %(ground)s.", name=named(work, event), ground=GROUND_WORDS[row.ground]),
            words("You decide whether the council gets notice, is suspended at once, or is not suspended."),
        ),
        words("Sign in and read the proposal"),
        _scheme_page(work, row.award_id),
        words("If you do nothing, the award stays as it is."),
    )
    own = people.address(work.session, row.proposed_by_id)
    leads = [address for address in people.in_scheme(work.session, Role.LEAD) if address != own]
    post(work, letter, leads, case_id=found.id)


def noticed(work: Work, event: Event) -> None:
    """E33, proposed suspension: to owners, approvers and the monitoring officer."""
    row, found = work.session.get_one(Suspension, event.subject_id), of_case(work, event)
    letter = Letter(
        "E33",
        words("Notice: your award is to be suspended on %(day)s", day=row.suspend_on),
        (
            words("The ground: %(ground)s.", ground=GROUND_WORDS[row.ground]),
            words("What has been seen: %(seen)s", seen=row.seen),
            words("What would put it right: %(what)s", what=row.to_put_right),
            words(
                "Tell us by %(day)s what you have put right. Nothing is public until it is suspended.",
                day=row.answer_by,
            ),
        ),
        words("Sign in and answer"),
        award_page(found),
        words("If you do nothing, the award is suspended on %(day)s, and the register says so.", day=row.suspend_on),
    )
    post(work, letter, _told_of_suspension(work, found), case_id=found.id)


def answered(work: Work, event: Event) -> None:
    """To the lead reviewers: the council has answered."""
    row, found = work.session.get_one(Suspension, event.subject_id), of_case(work, event)
    letter = Letter(
        "E33",
        words("%(council)s has answered about its suspension", council=found.council),
        (words("Read what it has put right, and decide whether the suspension is dropped or ended."),),
        words("Sign in and read the answer"),
        _scheme_page(work, row.award_id),
        words("If you do nothing, everything goes on as it was announced."),
    )
    post(work, letter, people.in_scheme(work.session, Role.LEAD), case_id=found.id)


def dropped(work: Work, event: Event) -> None:
    """E33: it is not suspended after all."""
    found = of_case(work, event)
    letter = Letter(
        "E33",
        words("Your award is not suspended"),
        (words("The notice that you had is dropped. The reason:"), words("%(why)s", why=event.reason)),
        OPEN,
        award_page(found),
        words("You do not need to do anything now."),
    )
    post(work, letter, _told_of_suspension(work, found), case_id=found.id)


def suspended(work: Work, event: Event) -> None:
    """E33, suspended: what everybody reads, and how it is put right."""
    found = of_award(work, event)
    letter = Letter(
        "E33",
        words("Your award is suspended"),
        (
            words(
                "From today the register, the badge and the page behind it say that the award is not currently valid."
            ),
            words("Everybody reads: %(note)s", note=event.details.get("public_note", "")),
            words("Please do not say meanwhile that you hold the Mark. Its last day does not move."),
            words(APPEAL.text, day=lodge_by(day_of(event.at))),
        ),
        words("See what would put it right, and answer"),
        award_page(found),
        words("If it is not put right in 90 days, the award can be withdrawn."),
    )
    post(work, letter, _told_of_suspension(work, found, ContactKind.WEB), case_id=found.id)


def restored(work: Work, event: Event) -> None:
    """E33, restored: the award is current again."""
    found = of_award(work, event)
    letter = Letter(
        "E33",
        words("Your award is current again"),
        (
            words("The suspension has ended: %(why)s", why=event.reason),
            words("The register and the badge say so already. The last day of the award has not moved."),
        ),
        OPEN,
        award_page(found),
        words("You do not need to do anything now."),
    )
    post(work, letter, _told_of_suspension(work, found, ContactKind.WEB), case_id=found.id)


def withdrawal_proposed(work: Work, event: Event) -> None:
    """To the appeal panel: one of its members confirms a withdrawal, or not."""
    row, found = work.session.get_one(Withdrawing, event.subject_id), of_case(work, event)
    letter = Letter(
        "E33",
        words("Confirm or refuse: withdraw the award of %(council)s?", council=found.council),
        (
            words("A lead reviewer proposes it: %(reason)s", reason=REASON_WORDS[row.reason_type]),
            words(
                "One member of the panel answers, and chairs it for this. If you have a tie to this council, do not."
            ),
        ),
        words("Sign in and read the proposal"),
        f"/panel/awards/{award_by_id(work.session, row.award_id).number}",
        words("If nobody answers, the award stays suspended."),
    )
    post(work, letter, people.in_scheme(work.session, Role.PANEL), case_id=found.id)


def withdrawal_refused(work: Work, event: Event) -> None:
    """To the lead reviewers: the panel has not confirmed it."""
    row, found = work.session.get_one(Withdrawing, event.subject_id), of_case(work, event)
    letter = Letter(
        "E33",
        words("The panel does not withdraw the award of %(council)s", council=found.council),
        (words("The reason: %(why)s", why=row.answer), words("The award stays suspended until it is put right.")),
        words("Sign in and read on"),
        _scheme_page(work, row.award_id),
        words("If you do nothing, the award stays suspended."),
    )
    post(work, letter, people.in_scheme(work.session, Role.LEAD), case_id=found.id)


def withdrawn(work: Work, event: Event) -> None:
    """E33, withdrawn: why, and what to take down."""
    found = of_award(work, event)
    letter = Letter(
        "E33",
        words("Your award is withdrawn"),
        (
            words("The reason: %(why)s", why=event.reason),
            words("Everybody reads: %(note)s", note=event.details.get("public_note", "")),
            TAKE_DOWN,
            words(APPEAL.text, day=lodge_by(day_of(event.at))),
        ),
        OPEN,
        award_page(found),
        words("The badge is a mark of the LGA. Nobody may show it without a current award."),
    )
    post(work, letter, _told_of_suspension(work, found, ContactKind.WEB), case_id=found.id)


def _told_of_suspension(work: Work, found: Case, *kinds: ContactKind) -> list[str]:
    return told(work, found, ContactKind.MONITORING_OFFICER, *kinds)


def _scheme_page(work: Work, award_id: UUID) -> str:
    return f"/administration/awards/{work.session.get_one(Award, award_id).number}"
