"""Open a check, list what is missing, pass or return (C5, rows 8, 9 and 12, of docs/process.md)."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import delete, func, select

from portal.applications import queries as applications
from portal.applications.actions import unlock
from portal.applications.models import Application
from portal.applications.states import APPLICATION
from portal.audit.work import Work
from portal.completeness import queries, rules
from portal.completeness.models import CompletenessCheck, MissingItem
from portal.completeness.rules import Missing
from portal.completeness.states import CheckOutcome, Lack
from portal.criteria.queries import edition_of
from portal.declarations.queries import signed_declaration
from portal.kernel.clock import today
from portal.kernel.errors import RuleBroken
from portal.kernel.permissions import Permission


@dataclass(frozen=True)
class NoteMissing:
    """One thing that is missing from one item; ``lack`` is None where no kind was chosen."""

    reference: str
    item: str
    lack: Lack | None
    what: str


@dataclass(frozen=True)
class PassCheck:
    """The administrator has looked at everything and nothing is missing; the note stays in the scheme."""

    reference: str
    confirmed: bool
    note: str


def open_check(work: Work, reference: str) -> CompletenessCheck:
    """Begin to check a signed application. Raises NotFound, and IllegalMove where it is not waiting for a check."""
    application = _held(work, reference)
    work.perform(application, "open_check")
    rounds = select(func.count()).where(CompletenessCheck.application_id == application.id)
    check = CompletenessCheck(
        id=uuid4(),
        application_id=application.id,
        declaration_id=signed_declaration(work.session, application.id).id,
        round=(work.session.scalar(rounds) or 0) + 1,
        opened_by_id=work.person_id,
        opened_at=work.clock.now(),
    )
    work.session.add(check)
    work.session.flush()
    return check


def note_missing(work: Work, command: NoteMissing) -> None:
    """Put something on the list of what is missing, in place of what was noted on the same item before.

    Raises NotFound, IllegalMove where no check is open, and RuleBroken.
    """
    application, check = _being_checked(work, command.reference, "return_incomplete")
    missing = Missing(command.item, command.lack, command.what.strip())
    edition = edition_of(work.session, application.edition_id)
    problems = tuple(rules.missing_problems(edition, missing))
    if problems or missing.lack is None:
        raise RuleBroken(problems)
    _forget(work, check, missing.item)
    work.session.add(
        MissingItem(id=uuid4(), check_id=check.id, item=missing.item, lack=missing.lack, what=missing.what)
    )
    work.session.flush()


def forget_missing(work: Work, reference: str, item: str) -> None:
    """Take something off the list; no complaint where it is not on it. Raises NotFound and IllegalMove."""
    _, check = _being_checked(work, reference, "return_incomplete")
    _forget(work, check, item)


def pass_check(work: Work, command: PassCheck) -> None:
    """Nothing is missing: the application waits for a reviewer.

    Raises NotFound, IllegalMove where no check is open, and RuleBroken where something was listed.
    """
    application, check = _being_checked(work, command.reference, "pass_check")
    if problems := tuple(rules.pass_problems(_listed(work, check), confirmed=command.confirmed)):
        raise RuleBroken(problems)
    check.note = command.note.strip()
    _close(work, check, CheckOutcome.PASSED)
    unlock(work, application, {})
    work.perform(application, "pass_check", check_id=str(check.id))


def return_incomplete(work: Work, reference: str) -> None:
    """Send the application back with the list of what is missing: exactly these items can be changed.

    Raises NotFound, IllegalMove where no check is open, and RuleBroken where nothing was listed.
    """
    application, check = _being_checked(work, reference, "return_incomplete")
    listed = _listed(work, check)
    if problems := tuple(rules.return_problems(listed)):
        raise RuleBroken(problems)
    check.fix_by = rules.fix_by(today(work.clock))
    _close(work, check, CheckOutcome.RETURNED)
    unlock(work, application, {missing.item: rules.told(missing) for missing in listed}, until=check.fix_by)
    work.perform(
        application,
        "return_incomplete",
        check_id=str(check.id),
        items=[missing.item for missing in listed],
        fix_by=check.fix_by.isoformat(),
    )


def _held(work: Work, reference: str) -> Application:
    found = queries.to_be_checked(work.session, work.actor, reference)
    return applications.locked(work.session, found.id)


def _being_checked(work: Work, reference: str, command: str) -> tuple[Application, CompletenessCheck]:
    """The application and its open check, for an administrator who is about to go on with it."""
    application = _held(work, reference)
    work.require(Permission.COMPLETENESS_CHECK, work.record_of(application))
    APPLICATION.find(application.state, command)
    check = work.session.scalars(
        select(CompletenessCheck).where(
            CompletenessCheck.application_id == application.id, CompletenessCheck.outcome.is_(None)
        )
    ).one()
    return application, check


def _listed(work: Work, check: CompletenessCheck) -> tuple[Missing, ...]:
    entries = work.session.scalars(
        select(MissingItem).where(MissingItem.check_id == check.id).order_by(MissingItem.item)
    )
    return tuple(Missing(entry.item, entry.lack, entry.what) for entry in entries)


def _forget(work: Work, check: CompletenessCheck, item: str) -> None:
    work.session.execute(delete(MissingItem).where(MissingItem.check_id == check.id, MissingItem.item == item))


def _close(work: Work, check: CompletenessCheck, outcome: CheckOutcome) -> None:
    check.outcome, check.closed_by_id, check.closed_at = outcome, work.person_id, work.clock.now()
