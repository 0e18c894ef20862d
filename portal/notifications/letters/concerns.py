"""Letters about a concern to the council and to the scheme (E35a, E36): none holds a word of the report (C12)."""

from sqlalchemy import select

from portal.audit.models import Involvement
from portal.audit.work import Work
from portal.concerns.models import Concern
from portal.concerns.rules import look_by, result_by
from portal.concerns.states import ConcernState
from portal.concerns.wording import KIND_WORDS
from portal.kernel.clock import day_of
from portal.kernel.events import Event
from portal.kernel.permissions import Part, Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter


def received(work: Work, event: Event) -> None:
    """To the administrators: a report has come; of those that were put aside one letter a day."""
    concern = _of(work, event)
    if concern.aside is None:
        _to_administrators(
            work,
            concern,
            words("A new concern: %(kind)s", kind=KIND_WORDS[concern.kind]),
            words("Look at it by %(day)s.", day=look_by(concern.received_at)),
        )
        return
    letter = Letter(
        "E35a",
        words("Reports were put aside today"),
        (words("Many came at once, or they look alike. They wait beside the list of concerns until somebody looks."),),
        words("Look at them"),
        "/administration/concerns?shown=aside",
        words("If you do nothing, nobody sees them: a real one may be among them."),
    )
    key = f"E35a:aside:{day_of(event.at).isoformat()}"
    post(work, letter, people.in_scheme(work.session, Role.ADMINISTRATOR), key=key)


def put_to_council(work: Work, event: Event) -> None:
    """To the owners: somebody has raised a concern. Where there is none, an administrator sends a letter on paper."""
    concern = _of(work, event)
    if concern.council_id is not None:
        council = people.council_name(work.session, concern.council_id)
        slug = people.slug(work.session, concern.council_id)
        letter = council_letter(concern, council, slug, reminder=False)
        post(work, letter, people.in_council(work.session, concern.council_id, Role.OWNER), case_id=concern.id)


def council_letter(concern: Concern, council: str, slug: str, *, reminder: bool) -> Letter:
    """What owners read; ``reminder`` after seven working days."""
    about = {"council": council, "reference": concern.reference}
    subject = words("Someone has raised a concern about the Mark of %(council)s (%(reference)s)", **about)
    if reminder:
        subject = words("Please answer: a concern about the Mark of %(council)s (%(reference)s)", **about)
    return Letter(
        "E36",
        subject,
        (
            words(
                "What it is about and what we ask of you stands on its page. Please answer by %(day)s.",
                day=concern.answer_by,
            ),
            words("One disputed reply or one late answer is not misuse: the Mark is about how you work."),
        ),
        words("Read it and answer"),
        f"/council/{slug}/concerns",
        words("If nobody answers by then, we look for ourselves, and your award may be suspended."),
    )


def answered(work: Work, event: Event) -> None:
    """To the administrators, or to the lead reviewers where it is an investigation: the council has answered."""
    concern = _of(work, event)
    role = Role.LEAD if concern.state is ConcernState.INVESTIGATION else Role.ADMINISTRATOR
    subject = words("The council has answered about %(reference)s", reference=concern.reference)
    said = words("Check whether it is so. The result is due by %(day)s.", day=result_by(concern.received_at))
    _to_scheme(work, concern, role, subject, said)


def found(work: Work, event: Event) -> None:
    """To the chair who was named: confirm what was found."""
    concern = _of(work, event)
    chairs = work.session.scalars(
        select(Involvement.person_id).where(Involvement.case_id == concern.id, Involvement.part == Part.PANEL_CHAIR)
    )
    letter = Letter(
        "E36a",
        words("Please confirm what an investigation has found (%(reference)s)", reference=concern.reference),
        (
            words(
                "A lead reviewer has looked into a statement in a council’s application. Nothing follows from it unless"
                " somebody who took no part agrees."
            ),
            words("If you have any tie to this council, tell us and do not read on."),
        ),
        words("Read what was found"),
        f"/panel/concerns/{concern.reference}",
        words("If you do nothing, it stays open, and the council waits."),
    )
    post(work, letter, [people.address(work.session, chair) for chair in chairs], case_id=concern.id)


def confirmed(work: Work, event: Event) -> None:
    """The chair has answered: to the administrators, who close it, or back to the lead reviewers."""
    concern = _of(work, event)
    if event.name == "concern:confirmed":
        said = words("The chair has confirmed what was found. Close it with its outcome.")
        _to_administrators(work, concern, words("To be closed: %(reference)s", reference=concern.reference), said)
        return
    subject = words("Not confirmed: %(reference)s", reference=concern.reference)
    said = words("The chair has not confirmed what was found. The reason is on its page.")
    _to_scheme(work, concern, Role.LEAD, subject, said)


def _of(work: Work, event: Event) -> Concern:
    return work.session.get_one(Concern, event.subject_id)


def _to_administrators(work: Work, concern: Concern, subject: Words, said: Words) -> None:
    _to_scheme(work, concern, Role.ADMINISTRATOR, subject, said)


def _to_scheme(work: Work, concern: Concern, role: Role, subject: Words, said: Words) -> None:
    letter = Letter(
        "E35a",
        subject,
        (said,),
        words("Open the concern"),
        f"/administration/concerns/{concern.reference}",
        words("If you do nothing, it becomes overdue, and whoever reported it waits."),
    )
    post(work, letter, people.in_scheme(work.session, role), case_id=concern.id)
