"""Letters to whoever reported a concern and gave an address (E35), in the language of the page they did it on (C12).

They are written to the public, so their words are in the Welsh catalogue too. None holds what the reporter wrote.
"""

from uuid import UUID

from sqlalchemy import delete, select

from portal.audit.work import Work
from portal.concerns.models import Concern, ConcernReporter
from portal.concerns.rules import look_by, result_by
from portal.concerns.wording import OUTCOME_TOLD, PLACES, PUBLIC_WORDS
from portal.kernel.events import Event
from portal.kernel.words import Words, words
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.models import OutboxEmail
from portal.web.language import PREFIX, Language

_NOTHING_TO_DO = words("You do not need to do anything.")


def acknowledged(work: Work, event: Event) -> None:
    """Received: with the reference and the days."""
    concern = work.session.get_one(Concern, event.subject_id)
    _to_reporter(
        work,
        concern,
        words("We have your report %(reference)s", reference=concern.reference),
        (
            words(
                "Somebody looks at it by %(look)s. You hear from us by %(result)s how it ended.",
                look=look_by(concern.received_at),
                result=result_by(concern.received_at),
            ),
            words("We never tell a council who reported something, and your report is not published."),
        ),
    )


def result(work: Work, event: Event) -> None:
    """How it ended: to whoever reported it, or reported the same as ``of``."""
    main = work.session.get_one(Concern, UUID(str(event.details["of"])))
    said = [OUTCOME_TOLD[main.outcome] if main.outcome else PUBLIC_WORDS[main.state]]
    if main.elsewhere is not None:
        place = PLACES[main.elsewhere]
        said.append(words("You can go to: %(place)s. %(what_for)s", place=place.name, what_for=place.what_for))
        if place.address:
            said.append(Words("%(address)s", {"address": place.address}))
    if main.told:
        said.append(Words("%(told)s", {"told": main.told}))
    own = work.session.get_one(Concern, event.subject_id)
    subject = words("What came of your report %(reference)s", reference=own.reference)
    _to_reporter(work, own, subject, tuple(said))


def erased(work: Work, event: Event) -> None:
    """Twelve months after the end: the letters go with the address."""
    work.session.execute(delete(OutboxEmail).where(OutboxEmail.code == "E35", OutboxEmail.case_id == event.subject_id))


def _to_reporter(work: Work, concern: Concern, subject: Words, paragraphs: tuple[Words, ...]) -> None:
    reporter = work.session.scalar(select(ConcernReporter).where(ConcernReporter.concern_id == concern.id))
    if reporter is None:
        return
    path = f"{PREFIX[Language(reporter.language)]}/report/follow?reference={concern.reference}"
    action = words("See where it stands")
    letter = Letter("E35", subject, paragraphs, action, path, _NOTHING_TO_DO, language=reporter.language)
    post(work, letter, [reporter.email], case_id=concern.id)
