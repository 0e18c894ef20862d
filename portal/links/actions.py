"""Asking the portal to look on the council's website, and answering what it found (C5, row 2)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.applications import queries as applications
from portal.applications import rules
from portal.applications.states import APPLICATION
from portal.audit.work import Work
from portal.evidence.actions import AddLink, add_link
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound, Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.words import words
from portal.links.findings import own_hosts
from portal.links.models import Finding, FindingAnswer, WebsiteLook


@dataclass(frozen=True)
class Look:
    """Which council's website."""

    slug: str


@dataclass(frozen=True)
class Accept:
    """A finding that becomes evidence, with what an officer says of it."""

    slug: str
    finding_id: UUID
    note: str


@dataclass(frozen=True)
class Dismiss:
    """A finding that is no evidence."""

    slug: str
    finding_id: UUID


def ask_to_look(work: Work, command: Look) -> None:
    """Have the portal look on the council's website, once a day at most.

    Raises NotFound, IllegalMove where the application is not with the council, and RuleBroken.
    """
    found = applications.application_for(work.session, work.actor, command.slug, Permission.APPLICATION_EDIT)
    application = applications.locked(work.session, found.id)
    if application.state not in rules.WRITABLE:
        raise APPLICATION.refusal(application.state, "look for evidence")
    if not own_hosts(work.session, application.council_id):
        said = words("We know no website of your council’s own, so there is nothing to look at. Add links by hand.")
        raise RuleBroken([Problem("", said)])
    day = today(work.clock)
    asked = select(WebsiteLook.id).where(WebsiteLook.application_id == application.id, WebsiteLook.day == day)
    if work.session.scalar(asked) is not None:
        said = words("We look at your website once a day at most. Look again tomorrow, or add links by hand.")
        raise RuleBroken([Problem("", said)])
    now = work.clock.now()
    work.session.add(
        WebsiteLook(application_id=application.id, day=day, asked_by_id=work.person_id, asked_at=now, run_after=now)
    )
    work.session.flush()


def accept(work: Work, command: Accept) -> str:
    """Add a finding to the evidence; returns its criterion. Raises NotFound, IllegalMove and RuleBroken."""
    finding = _waiting(work, command.slug, command.finding_id)
    try:
        add_link(work, AddLink(command.slug, finding.criterion, finding.address, command.note))
    except RuleBroken as broken:
        # The form has one field only, and the address is not the officer's to mend.
        raise RuleBroken(
            Problem("note" if problem.field == "link_note" else "", problem.words) for problem in broken.problems
        ) from broken
    _answer(work, finding, FindingAnswer.ACCEPTED)
    return finding.criterion


def dismiss(work: Work, command: Dismiss) -> None:
    """Put a finding aside; it is not proposed again. Raises NotFound and IllegalMove."""
    _answer(work, _waiting(work, command.slug, command.finding_id), FindingAnswer.DISMISSED)


def _waiting(work: Work, slug: str, finding_id: UUID) -> Finding:
    application = applications.application_for(work.session, work.actor, slug, Permission.APPLICATION_EDIT)
    finding = work.session.scalar(
        select(Finding)
        .where(Finding.id == finding_id, Finding.application_id == application.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if finding is None:
        raise NotFound(f"no finding {finding_id}")
    if finding.answer is not None:
        raise IllegalMove("finding", finding.answer, "answer")
    return finding


def _answer(work: Work, finding: Finding, answer: FindingAnswer) -> None:
    finding.answer, finding.answered_at = answer, work.clock.now()
    finding.answered_by_id = work.actor.person_id
    work.session.flush()
