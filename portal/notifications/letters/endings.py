"""Letters about an application that ends before a decision, or gets more time (E10, E10a, E11a, E11b, E15a)."""

from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.queries import members
from portal.applications.models import WithdrawalRequest
from portal.applications.states import SIGNED_STATES, ApplicationState, WithdrawalAnswer
from portal.assignments.models import Assignment
from portal.assignments.states import LIVE_STATES
from portal.audit.models import AuditEvent
from portal.audit.work import Work
from portal.completeness.queries import newest_check
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.people import Case

_S = ApplicationState


def withdrawal_asked(work: Work, event: Event) -> None:
    """E11a to the approvers: an owner asks to withdraw the signed application."""
    found, wish = people.case(work.session, event.subject_id), _newest_wish(work, event)
    letter = Letter(
        "E11a",
        words("Please confirm: withdraw %(council)s’s application?", council=found.council),
        (
            words(
                "%(name)s asks to withdraw the application %(reference)s. Only an approver can confirm it.",
                name=_shown(work, wish.asked_by_id),
                reference=found.reference,
            ),
            words("The reason: %(reason)s", reason=wish.reason),
            words("Withdrawing has no penalty and is not published. You can apply again at any time."),
        ),
        words("Sign in to confirm or refuse"),
        f"/council/{found.slug}/",
        words("If you do nothing, the application goes on as before."),
    )
    approvers = [
        person.email
        for person in members(work.session, found.council_id, Role.APPROVER)
        if person.person_id != wish.asked_by_id
    ]
    post(work, letter, approvers, case_id=found.id)


def withdrawal_answered(work: Work, event: Event) -> None:
    """E11b to the owners where an approver refused; of a confirmed one ``withdrawn`` tells."""
    found, wish = people.case(work.session, event.subject_id), _newest_wish(work, event)
    if wish.answer is not WithdrawalAnswer.REFUSED:
        return
    letter = Letter(
        "E11b",
        words("Your application %(reference)s is not withdrawn", reference=found.reference),
        (words("Your approver did not confirm the withdrawal. The application goes on as before."),),
        words("See how things stand"),
        f"/council/{found.slug}/",
        words("You do not need to do anything now. Speak with your approver if you still want to withdraw."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER), case_id=found.id)


def withdrawn(work: Work, event: Event) -> None:
    """E11b to owners and approvers, and to whoever had work on it at the LGA."""
    found = people.case(work.session, event.subject_id)
    letter = Letter(
        "E11b",
        words("Your application %(reference)s is withdrawn", reference=found.reference),
        (
            words("The application of %(council)s for the Mark is withdrawn.", council=found.council),
            words("There is no penalty, and nothing is published."),
        ),
        words("Open your council’s page"),
        f"/council/{found.slug}/",
        words("You do not need to do anything now. You can apply again at any time."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER, Role.APPROVER), case_id=found.id)
    to_scheme = Letter(
        "E11b",
        words("%(reference)s is withdrawn: you need not go on", reference=found.reference),
        (
            words(
                "%(council)s has withdrawn its application. Whatever you had to do on it is over.",
                council=found.council,
            ),
        ),
        words("Sign in"),
        "/sign-in",
        words("You do not need to do anything now."),
    )
    post(work, to_scheme, _at_work(work, event, found), case_id=found.id)


def _at_work(work: Work, event: Event, found: Case) -> list[str]:
    """Who at the LGA had something to do on the application when it ended."""
    before = _state_before(work, event)
    if before not in SIGNED_STATES or before is _S.RETURNED_INCOMPLETE:
        return []
    if before is _S.SUBMITTED:
        return people.in_scheme(work.session, Role.ADMINISTRATOR)
    if before is _S.COMPLETENESS_CHECK:
        check = newest_check(work.session, found.id)
        return [people.address(work.session, check.opened_by_id)] if check else []
    if before in (_S.READY_TO_ASSIGN, _S.MODERATION):
        return people.in_scheme(work.session, Role.LEAD)
    # Also those whose assignment ended in this very moment, because the application did.
    reviewing = select(Person.email).join(Assignment, Assignment.reviewer_id == Person.id)
    reviewing = reviewing.where(
        Assignment.application_id == found.id,
        Assignment.state.in_(LIVE_STATES) | (Assignment.state_since == event.at),
    )
    return list(work.session.scalars(reviewing))


def lapsed(work: Work, event: Event) -> None:
    """E10 for a draft, E10a for what had been sent before: nothing happened for too long."""
    found, before = people.case(work.session, event.subject_id), _state_before(work, event)
    draft = before is _S.DRAFT
    why = {
        _S.DRAFT: words("Nobody has worked on it for 12 months."),
        _S.RETURNED_INCOMPLETE: words("What was missing was not sent by the day that we had named."),
        _S.RESUBMISSION_DRAFT: words("It was not sent again in the time that there was for it."),
    }
    letter = Letter(
        "E10" if draft else "E10a",
        words("The application of %(council)s has lapsed", council=found.council),
        (
            why.get(before, why[_S.DRAFT]),
            words("This is not a judgement on your council, and nothing is published. The answers are kept."),
        ),
        words("Open your council’s page"),
        f"/council/{found.slug}/",
        words("If you do nothing, the application stays closed. An owner can open a draft again for three months.")
        if draft
        else words("If you do nothing, the application stays closed. You can start a new one at any time."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER), case_id=found.id)


def extended(work: Work, event: Event) -> None:
    """E15a to the owners: there is more time to put right what is missing."""
    found = people.case(work.session, event.subject_id)
    check = newest_check(work.session, found.id)
    if check is None or check.fix_by is None:
        return
    letter = Letter(
        "E15a",
        words("You have more time for %(reference)s", reference=found.reference),
        (
            words("You now have until %(day)s to put right what is missing, and to send it again.", day=check.fix_by),
            words("The time can be extended once only."),
        ),
        words("See what is missing"),
        f"/council/{found.slug}/application",
        words("If it is not sent by then, the application lapses."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER), case_id=found.id)


def _state_before(work: Work, event: Event) -> ApplicationState:
    before = work.session.get_one(AuditEvent, event.audit_id).state_before if event.audit_id else None
    return ApplicationState(before) if before else _S.DRAFT


def _newest_wish(work: Work, event: Event) -> WithdrawalRequest:
    wishes = select(WithdrawalRequest).where(WithdrawalRequest.application_id == event.subject_id)
    return work.session.scalars(wishes.order_by(WithdrawalRequest.asked_at.desc()).limit(1)).one()


def _shown(work: Work, person_id: object) -> str:
    person = work.session.get_one(Person, person_id)
    return person.name or person.email
