"""Letters about an appeal (E27): to the council at each step, and to whoever has to do something about it (C8)."""

from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Person
from portal.appeals.models import Appeal, PanelMember
from portal.appeals.rules import admit_by, lodge_by
from portal.audit.work import Work
from portal.decisions.models import Decision
from portal.kernel.clock import day_of
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.people import Case

_NOTHING_TO_DO = words("You do not need to do anything now.")


def written(work: Work, event: Event) -> None:
    """To the approvers: an owner has written an appeal, which only an approver can lodge."""
    appeal, found = _of(work, event)
    released_at = work.session.get_one(Decision, appeal.decision_id).released_at
    last = lodge_by(day_of(released_at or event.at))
    letter = Letter(
        "E27",
        words("Please confirm: an appeal of %(council)s", council=found.council),
        (
            words(
                "An owner of your council’s account has written an appeal against the result of %(reference)s.",
                reference=found.reference,
            ),
            words("Only an approver can lodge it. You can also hand it back with a comment."),
        ),
        words("Read the appeal"),
        _page(found),
        words("If nobody has confirmed it by %(day)s, it is not lodged and the result stands.", day=last),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.APPROVER), case_id=found.id)


def handed_back(work: Work, event: Event) -> None:
    """To the owners: the approver would like it said otherwise."""
    _appeal, found = _of(work, event)
    letter = Letter(
        "E27",
        words("Your appeal was handed back"),
        (words("Your approver has not confirmed the appeal and says:"), words("%(comment)s", comment=event.reason)),
        words("Write it anew"),
        _page(found),
        words("If you do nothing, there is no appeal and the result stands."),
    )
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER), case_id=found.id)


def lodged(work: Work, event: Event) -> None:
    """Received: to owners and approvers; and to the administrators, who advise the chair."""
    appeal, found = _of(work, event)
    by = admit_by(appeal.lodged_at or event.at)
    _tell_council(
        work,
        found,
        words("We have your appeal %(reference)s", reference=appeal.reference),
        (
            words("By %(day)s we tell you whether it can be heard, and who hears it.", day=by),
            words("Until it is answered the result stands as it is."),
        ),
    )
    letter = Letter(
        "E27",
        words("An appeal of %(council)s waits for your advice", council=found.council),
        (
            words(
                "Advise whether it rests on a ground, and name who chairs the panel. The council is told by %(day)s.",
                day=by,
            ),
        ),
        words("Read the appeal"),
        f"/administration/appeals/{appeal.reference}",
        words("If you do nothing, nobody can hear it, and the council waits."),
    )
    post(work, letter, people.in_scheme(work.session, Role.ADMINISTRATOR), case_id=found.id)


def advised(work: Work, event: Event) -> None:
    """To the chair: admit the appeal by choosing two more members, or not."""
    appeal, found = _of(work, event)
    chair = people.address(work.session, UUID(str(event.details["chair_id"])))
    letter = Letter(
        "E27",
        words("You are asked to chair the panel on an appeal of %(council)s", council=found.council),
        (
            words(
                "An administrator has looked whether the appeal rests on a ground. The choice is yours: admit it by"
                " choosing two more members, by %(day)s.",
                day=admit_by(appeal.lodged_at or event.at),
            ),
            words("If you have any tie to this council, tell us and do not read on."),
        ),
        words("Read the appeal"),
        f"/panel/{appeal.reference}",
        words("If you do nothing, nobody hears the appeal, and the council waits."),
    )
    post(work, letter, [chair], case_id=found.id)


def admitted(work: Work, event: Event) -> None:
    """Admitted: to owners and approvers with the day of the answer; to the panel, which begins."""
    appeal, found = _of(work, event)
    _tell_council(
        work,
        found,
        words("Your appeal %(reference)s is heard", reference=appeal.reference),
        (
            words("Three people who took no part in your application hear it. Their names are on the page."),
            words("They answer by %(day)s.", day=appeal.answer_by),
        ),
    )
    letter = Letter(
        "E27",
        words("You hear an appeal of %(council)s", council=found.council),
        (
            words(
                "Read everything, then say on your own what you find and why. The answer is due by %(day)s.",
                day=appeal.answer_by,
            ),
            words("If you have any tie to this council, tell us and do not read on."),
        ),
        words("Read the appeal"),
        f"/panel/{appeal.reference}",
        words("If you do nothing, the council waits: all three have to say what they find."),
    )
    post(work, letter, _panel(work, appeal), case_id=found.id)


def not_admitted(work: Work, event: Event) -> None:
    """Not admitted: to owners and approvers, with the reason."""
    appeal, found = _of(work, event)
    _tell_council(
        work,
        found,
        words("Your appeal %(reference)s cannot be heard", reference=appeal.reference),
        (
            words("The chair of the appeal panel and an administrator have looked at it. The reason:"),
            words("%(why)s", why=appeal.outcome_why),
            words("The result stands. Your times to act are counted anew from today."),
        ),
    )


def decided(work: Work, event: Event) -> None:
    """Decided: to owners and approvers with the panel's reason; to the panel, whose work is done."""
    appeal, found = _of(work, event)
    said = {
        "appeal:corrected": words(
            "Your appeal is upheld: the result is put right. The corrected result comes in an email of its own."
        ),
        "appeal:fresh_review": words(
            "Your appeal is upheld: new reviewers look at your application. You need not send anything."
        ),
        "appeal:not_upheld": words(
            "Your appeal is not upheld. The result stands, and your times to act are counted anew from today."
        ),
    }[event.name]
    _tell_council(
        work,
        found,
        words("The answer to your appeal %(reference)s", reference=appeal.reference),
        (said, words("The panel’s reason: %(why)s", why=appeal.outcome_why)),
    )
    _tell_panel(work, appeal, found, words("The outcome is recorded, and the council has the answer."))


def withdrawn(work: Work, event: Event) -> None:
    """Withdrawn, or never confirmed: to owners and approvers, and to the panel where there is one."""
    appeal, found = _of(work, event)
    said = words("It was withdrawn.") if event.actor_id else words("No approver confirmed it by the last day.")
    _tell_council(
        work,
        found,
        words("Your appeal %(reference)s has ended", reference=appeal.reference),
        (said, words("The result stands.")),
    )
    _tell_panel(work, appeal, found, words("The council has withdrawn its appeal. You need not go on."))


def _of(work: Work, event: Event) -> tuple[Appeal, Case]:
    appeal = work.session.get_one(Appeal, event.subject_id)
    return appeal, people.case(work.session, appeal.application_id)


def _page(found: Case) -> str:
    return f"/council/{found.slug}/appeal"


def _panel(work: Work, appeal: Appeal) -> list[str]:
    rows = select(Person.email).join(PanelMember, PanelMember.person_id == Person.id)
    return list(work.session.scalars(rows.where(PanelMember.appeal_id == appeal.id)))


def _tell_council(work: Work, found: Case, subject: Words, paragraphs: tuple[Words, ...]) -> None:
    letter = Letter("E27", subject, paragraphs, words("See where it stands"), _page(found), _NOTHING_TO_DO)
    post(work, letter, people.in_council(work.session, found.council_id, Role.OWNER, Role.APPROVER), case_id=found.id)


def _tell_panel(work: Work, appeal: Appeal, found: Case, said: Words) -> None:
    subject = words("The appeal of %(council)s has ended", council=found.council)
    letter = Letter("E27", subject, (said,), words("Open the appeal"), f"/panel/{appeal.reference}", _NOTHING_TO_DO)
    post(work, letter, _panel(work, appeal), case_id=found.id)
