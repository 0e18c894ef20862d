"""Letters about an application on its way to the reviewers (E10 to E15)."""

from datetime import date

from sqlalchemy import select

from portal.audit.work import Work
from portal.completeness.queries import newest_check
from portal.declarations.models import Declaration
from portal.declarations.rules import next_steps
from portal.kernel.clock import today
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.people import Case


def _latest_declaration(work: Work, event: Event) -> Declaration:
    newest = (
        select(Declaration).where(Declaration.application_id == event.subject_id).order_by(Declaration.number.desc())
    )
    return work.session.scalars(newest.limit(1)).one()


def sent(work: Work, event: Event) -> None:
    """E11: the approver is asked to sign."""
    found = people.case(work.session, event.subject_id)
    declaration = _latest_declaration(work, event)
    letter = declaration_letter(found, sent_by=people.name(work.session, declaration.sent_by_id))
    post(work, letter, [people.address(work.session, declaration.approver_id)], case_id=found.id)


def declaration_letter(found: Case, *, sent_by: str = "", since: date | None = None) -> Letter:
    """E11: please sign, from whoever has sent it; or the reminder of what waits ``since`` a day."""
    if since is None:
        subject = words("Please review and sign %(council)s’s application", council=found.council)
        said = words(
            "%(name)s has finished the application of %(council)s for the Social Media Friendly Mark and asks you "
            "to sign it.",
            name=sent_by,
            council=found.council,
        )
    else:
        subject = words("Reminder: please review and sign %(council)s’s application", council=found.council)
        said = words(
            "The application of %(council)s for the Social Media Friendly Mark has waited for your signature since "
            "%(day)s.",
            council=found.council,
            day=since,
        )
    return Letter(
        "E11",
        subject,
        (said, words("You will see a one-page summary with the risks first, and exactly what you are signing.")),
        words("Review and sign"),
        f"/council/{found.slug}/application/declaration",
        words("Until you sign it or hand it back, nothing can be changed and nothing is sent to the LGA."),
    )


def handed_back(work: Work, event: Event) -> None:
    """E12: the approver has handed the application back."""
    found = people.case(work.session, event.subject_id)
    letter = Letter(
        "E12",
        words("Your approver has handed back the application"),
        (
            words("The application of %(council)s is with you again. The approver wrote:", council=found.council),
            words("%(comment)s", comment=event.reason),
        ),
        words("Open the application"),
        f"/council/{found.slug}/application",
        words("If you do nothing, it is not sent to the LGA: mend what the approver names, and send it to them again."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER), case_id=found.id)


def submitted(work: Work, event: Event) -> None:
    """E13 to the council, with the reference and the dates; E14 to the administrators."""
    found = people.case(work.session, event.subject_id)
    checked, decided = (step.by for step in next_steps(today(work.clock)))
    receipt = Letter(
        "E13",
        words("We have received your application %(reference)s", reference=found.reference),
        (
            words(
                "The application of %(council)s for the Social Media Friendly Mark has reached us. Your reference is "
                "%(reference)s.",
                council=found.council,
                reference=found.reference,
            ),
            words(
                "We will tell you whether anything is missing by %(day)s, and decide by %(decision)s, not counting the "
                "time in which we wait for you.",
                day=checked,
                decision=decided,
            ),
        ),
        words("See the receipt and your copy"),
        f"/council/{found.slug}/application/receipt",
        words("You do not need to do anything now."),
    )
    post(work, receipt, people.in_council(work.session, found.council_id, Role.OWNER, Role.APPROVER), case_id=found.id)
    to_check = Letter(
        "E14",
        words("New application to check: %(council)s", council=found.council),
        (
            words(
                "%(reference)s is waiting for its completeness check, by %(day)s.",
                reference=found.reference,
                day=checked,
            ),
        ),
        words("Open the application"),
        f"/administration/applications/{found.reference}",
        words("If you do nothing, the council waits longer than we promise."),
    )
    post(work, to_check, people.in_scheme(work.session, Role.ADMINISTRATOR), case_id=found.id)


def returned(work: Work, event: Event) -> None:
    """E15: something is missing, and by when it is needed."""
    found = people.case(work.session, event.subject_id)
    check = newest_check(work.session, found.id)
    if check is not None and check.fix_by is not None:
        owners = people.in_council(work.session, found.council_id, Role.OWNER)
        post(work, missing_letter(found, check.fix_by), owners, case_id=found.id)


def missing_letter(found: Case, fix_by: date, *, reminder: bool = False) -> Letter:
    """E15: something is missing, and by when it is needed. What it is stands beside the answers, not in the email."""
    subject = (
        words("Reminder: something is missing from your application %(reference)s", reference=found.reference)
        if reminder
        else words("Something is missing from your application %(reference)s", reference=found.reference)
    )
    return Letter(
        "E15",
        subject,
        (
            words("We have looked whether everything is there, and something needs to be put right first."),
            words("This is not a judgement on quality. Only the listed items can be changed; all else stays as it is."),
        ),
        words("See what is missing"),
        f"/council/{found.slug}/application",
        words("Please send it again by %(day)s. If you do nothing, the application lapses after that day.", day=fix_by),
    )


def untouched_letter(found: Case, touched: date, lapses: date) -> Letter:
    """E10: nobody has worked on the draft since a day, and on which day it lapses."""
    return Letter(
        "E10",
        words("Your draft for %(council)s has not been touched since %(day)s", council=found.council, day=touched),
        (
            words(
                "Nobody has worked on the application of %(council)s since %(day)s. All your answers are kept.",
                council=found.council,
                day=touched,
            ),
            words("One answer at a time is enough: you can go on where you stopped."),
        ),
        words("Go on with the application"),
        f"/council/{found.slug}/application",
        words("If you do nothing, the draft lapses on %(day)s. An owner can open it again later.", day=lapses),
    )
