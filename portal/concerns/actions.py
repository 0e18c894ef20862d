"""Reporting a concern: anybody does, and nothing is kept of who it was but an address that they may give (C12)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from portal.audit.work import Work
from portal.concerns import limits, rules
from portal.concerns.models import Concern, ConcernReporter
from portal.concerns.rules import Rush
from portal.concerns.sorting import Asked, report_page
from portal.kernel.clock import today
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.references import new_concern_reference
from portal.kernel.words import words


@dataclass(frozen=True)
class Came:
    """How a report came: over which connection, when its page was made, what was typed into the field nobody sees."""

    place: str = ""
    opened_at: datetime | None = None
    hidden_field: str = ""


@dataclass(frozen=True)
class Report:
    """What somebody reports: the answers that sorted it, where and what; ``email`` empty for who stays unknown.

    ``language`` is that of the page.
    """

    asked: Asked
    where: str
    what: str
    email: str = ""
    language: str = "en"
    came: Came = Came()


def report(work: Work, command: Report) -> Concern:
    """Take a report in, or put it aside for a look; whoever sends it, the portal writes it down.

    Raises RuleBroken where something is missing, or far too many have come over one connection today.
    """
    now, day = work.clock.now(), today(work.clock)
    page = report_page(work.session, command.asked, day)
    if page.about is None or page.about.kind is None or page.step is not rules.Step.DETAILS:
        raise RuleBroken(
            [Problem("", words("An answer before this page is missing or no longer holds. Begin the report again."))]
        )
    if problems := tuple(rules.report_problems(command.where, command.what)):
        raise RuleBroken(problems)
    council_id = page.council.id if page.council else None
    text = rules.fingerprint(command.what)
    email = command.email.casefold()
    place, reader = limits.counted(
        work.session, day, limits.place_of(command.came.place), f"reader {email}" if email else ""
    )
    if place >= rules.MOST_FROM_ONE_PLACE:
        said = words(
            "Very many reports have come over your internet connection today, so we cannot take this one. Keep what you"
            " wrote, and send it tomorrow or from another connection."
        )
        raise RuleBroken([Problem("", said)])
    rush = Rush(
        place=place,
        reader=reader,
        council=limits.about_council_today(work.session, council_id, now),
        same_text=limits.same_text_lately(work.session, text, now),
        hidden_field=bool(command.came.hidden_field),
        took=now - command.came.opened_at if command.came.opened_at else None,
    )
    concern = Concern(
        id=uuid4(),
        reference=new_concern_reference(work.choose),
        kind=page.about.kind,
        council_id=council_id,
        number=page.number,
        criterion=page.criterion.id if page.criterion else "",
        where_seen=command.where.strip(),
        what=command.what.strip(),
        fingerprint=text,
        received_at=now,
        aside=rules.aside_for(rush),
    )
    # By the portal: whoever was signed in stands in no trail.
    portal = work.as_system()
    aside = concern.aside.value if concern.aside else ""
    portal.begin(concern, Permission.CONCERN_REPORT, "concern:received", kind=concern.kind.value, aside=aside)
    if email:
        work.session.add(ConcernReporter(concern_id=concern.id, email=email, language=command.language))
        work.session.flush()
        acknowledge(portal, concern)
    return concern


def acknowledge(work: Work, concern: Concern) -> None:
    """Let the reporter hear that we have it. Not of what was put aside: nobody can use the form to flood a mailbox."""
    if concern.aside is None:
        work.announce("concern:acknowledged", concern.id, concern.council_id)
