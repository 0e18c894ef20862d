"""Letters about the result (E23 to E26). The first go out with the release, Monday to Thursday before 4pm."""

from datetime import date

from sqlalchemy import select

from portal.announcements.queries import held_awards
from portal.appeals.models import Appeal
from portal.appeals.states import UPHELD, AppealState
from portal.audit.work import Work
from portal.awards.models import Award
from portal.criteria.terms import Outcome
from portal.decisions.models import Decision
from portal.kernel.clock import today
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.people import Case
from portal.standing.models import ContactKind
from portal.standing.queries import contacts_of


def released(work: Work, event: Event) -> None:
    """E23 or E24: the result is there. The email says awarded or not yet, and never a score."""
    found = people.case(work.session, event.subject_id)
    newest = select(Decision).where(Decision.application_id == found.id).order_by(Decision.round.desc())
    decision = work.session.scalars(newest.limit(1)).one()
    outcome, again = decision.outcome, _after_appeal(work, decision)
    path = f"/council/{found.slug}/results/{found.reference}"
    held = _held_already(work, decision)
    if outcome.is_award and held:
        letter = _award_stands(found, held, again, path, commended=outcome is Outcome.AWARDED_WITH_COMMENDATION)
    elif outcome.is_award:
        public_on = next((held.public_on for held in held_awards(work.session, found.id)), today(work.clock))
        letter = Letter(
            "E23",
            words("%(council)s has been awarded the Mark", council=found.council),
            (
                *again,
                words(
                    "Congratulations: %(council)s has been awarded the Social Media Friendly Mark.",
                    council=found.council,
                ),
                words(
                    "It becomes public on %(day)s: on the register, on the certificate and on the badge. Your council’s"
                    " page leads to words for your announcement.",
                    day=public_on,
                ),
            ),
            words("Read the result and the feedback"),
            path,
            words("You do not need to do anything now. The certificate and the badge come in an email of their own."),
        )
    else:
        letter = Letter(
            "E24",
            words("Your result for the Mark, and what to do next"),
            (
                *again,
                words("The review of %(reference)s is finished: not yet.", reference=found.reference),
                words("The feedback begins with your strengths and the three actions that would help most."),
            ),
            words("Read the result and the feedback"),
            path,
            words("The LGA never publishes this result. You can appeal within 20 working days; the feedback says how."),
        )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER, Role.APPROVER), case_id=found.id)


def _held_already(work: Work, decision: Decision) -> Award | None:
    """The award that an earlier decision on the application gave and that is public by now; None where there is none.

    The award of this decision may be there as well by the time that the letter is written, so the earlier decision
    has to be asked too.
    """
    earlier = select(Decision.outcome).where(
        Decision.application_id == decision.application_id, Decision.round < decision.round
    )
    if not any(outcome.is_award for outcome in work.session.scalars(earlier)):
        return None
    return work.session.scalar(select(Award).where(Award.application_id == decision.application_id))


def _award_stands(found: Case, held: Award, again: tuple[Words, ...], path: str, *, commended: bool) -> Letter:
    """E23 to a council that holds the award already: what an appeal has changed, which is not the day it began."""
    if commended:
        subject = words("%(council)s now holds the Mark with commendation", council=found.council)
        said = words(
            "Congratulations: the award of %(council)s is now one with commendation. The register, the certificate and"
            " the badge say so.",
            council=found.council,
        )
    else:
        subject = words("The award of %(council)s stands", council=found.council)
        said = words("%(council)s goes on holding the Social Media Friendly Mark.", council=found.council)
    kept = words(
        "The award has been public since %(day)s. Its number %(number)s and its dates stay as they are.",
        day=held.starts_on,
        number=held.number,
    )
    return Letter(
        "E23",
        subject,
        (*again, said, kept),
        words("Read the result and the feedback"),
        path,
        words("You do not need to do anything now."),
    )


def _after_appeal(work: Work, decision: Decision) -> tuple[Words, ...]:
    """What the letter begins with where the result is not the first one: which appeal it follows."""
    if decision.round == 1:
        return ()
    appeal = work.session.execute(
        select(Appeal.reference, Appeal.state)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(Decision.application_id == decision.application_id, Appeal.state.in_(UPHELD))
        .order_by(Decision.round.desc())
        .limit(1)
    ).one_or_none()
    if appeal is None:
        return ()
    if appeal.state is AppealState.CORRECTED:
        said = words(
            "This is the corrected result after your appeal %(appeal)s. It takes the place of the one before.",
            appeal=appeal.reference,
        )
    else:
        said = words(
            "This is the result of the fresh review after your appeal %(appeal)s. It takes the place of the one"
            " before.",
            appeal=appeal.reference,
        )
    return (said,)


def certificate_ready(work: Work, event: Event) -> None:
    """E25: certificate and badge."""
    award = work.session.get_one(Award, event.subject_id)
    found = people.case(work.session, award.application_id)
    letter = Letter(
        "E25",
        words("Your certificate and badge are ready"),
        (
            words("The certificate has the number %(number)s.", number=award.number),
            words("The badge is a link around a picture. Your web team finds the lines to copy on its page."),
        ),
        words("Get the badge"),
        f"/badge/{award.number}/kit",
        words("If you do nothing, you hold the Mark all the same; residents see it on the register, not on your site."),
    )
    named = contacts_of(work.session, found.council_id)
    web = [named[ContactKind.WEB]] if ContactKind.WEB in named else []
    owners = people.in_council(work.session, found.council_id, Role.OWNER)
    post(work, letter, [*owners, *web], case_id=found.id)


def certificate_corrected(work: Work, event: Event) -> None:
    """E25 again: a certificate that said something wrong has been issued anew."""
    said = words("If you do nothing, copies that you printed or published before go on saying what was wrong.")
    _issued_anew(work, event, said)


def certificate_reissued(work: Work, event: Event) -> None:
    """E25 where the scheme had to issue again though nothing was wrong; as for the first one where there was none."""
    if not event.reason:
        certificate_ready(work, event)
        return
    said = words("If you do nothing, whoever checks a file that you downloaded before hears that there is a newer one.")
    _issued_anew(work, event, said)


def _issued_anew(work: Work, event: Event, if_nothing_is_done: Words) -> None:
    award = work.session.get_one(Award, event.subject_id)
    found = people.case(work.session, award.application_id)
    letter = Letter(
        "E25",
        words("Your certificate has been issued anew"),
        (
            words("Why: %(reason)s", reason=event.reason),
            words("Its number is still %(number)s. The one before says that it is superseded.", number=award.number),
        ),
        words("Open the new certificate"),
        f"/certificate/{award.number}",
        if_nothing_is_done,
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER), case_id=found.id)


def resubmission_letter(found: Case, end: date, *, begun: bool) -> Letter:
    """E26: until when an improved application can be sent; ``begun``: somebody has already started on it."""
    return Letter(
        "E26",
        words("Your chance to send %(reference)s again ends on %(day)s", reference=found.reference, day=end),
        (
            words(
                "You can improve the criteria named in the result, and send only these again, until %(day)s.", day=end
            ),
            words("You have begun already; what you have written is kept.")
            if begun
            else words("Everything else stays as it was: it is much less work than a new application."),
        ),
        words("Go on with the application") if begun else words("Open the result"),
        f"/council/{found.slug}/application" if begun else f"/council/{found.slug}/results/{found.reference}",
        words("If you do nothing, this chance ends. You can still make a new application later."),
    )
