"""Send for declaration, take back, hand back, sign (C5, rows 3, 4, 5 and 10, of docs/process.md)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from portal.accounts.queries import approvers, person
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.rules import completeness_problems
from portal.applications.states import APPLICATION, ApplicationState
from portal.audit.work import Work
from portal.criteria.queries import edition_of
from portal.declarations import queries, rules, snapshots, statement
from portal.declarations.models import Declaration
from portal.declarations.rules import Signature
from portal.declarations.states import Ending
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound, Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.words import words


@dataclass(frozen=True)
class Send:
    """Whom the sender asks to sign; None where nobody was chosen."""

    slug: str
    approver_id: UUID | None


@dataclass(frozen=True)
class Recall:
    """Take an application back before it is signed."""

    slug: str


@dataclass(frozen=True)
class HandBack:
    """Send an application back instead of signing it; the sender reads the comment."""

    slug: str
    declaration_id: UUID
    comment: str


@dataclass(frozen=True)
class Sign:
    """Sign the declaration that was read, with one's own name and role."""

    slug: str
    declaration_id: UUID
    name: str
    role: str
    confirmed: bool


def send(work: Work, command: Send) -> Declaration:
    """Lock the answers, freeze a copy and ask an approver to sign it.

    Raises NotFound, NotPermitted, IllegalMove, and RuleBroken with everything that is missing.
    """
    found = applications.application_for(work.session, work.actor, command.slug)
    application = applications.locked(work.session, found.id)
    record = work.record_of(application)
    work.require(Permission.APPLICATION_SEND, record)
    APPLICATION.find(application.state, "send")
    edition = edition_of(work.session, application.edition_id)
    copy = queries.copy_now(work.session, found, edition)
    missing = completeness_problems(
        edition,
        queries.answered_in(copy),
        {given.criterion: len(given.evidence) for given in copy.answers},
        queries.presence_in(copy),
        applications.to_check_in(work.session, found.id),
    )
    sender = work.person_id
    known = {member.person_id for member in approvers(work.session, found.council_id)}
    unfit = rules.approver_problems(command.approver_id, known, sender, rules.senders_in(record))
    problems = (*_too_late(work, application), *missing, *unfit)
    if problems or command.approver_id is None:
        raise RuleBroken(problems)
    stored, sha256 = snapshots.freeze(copy)
    declaration = Declaration(
        id=uuid4(),
        application_id=found.id,
        number=queries.next_number(work.session, found.id),
        sent_from=application.state,
        sent_by_id=sender,
        approver_id=command.approver_id,
        sent_at=work.clock.now(),
        statement=statement.CURRENT,
        snapshot=stored,
        sha256=sha256,
    )
    work.session.add(declaration)
    work.perform(application, "send", declaration_id=str(declaration.id), approver_id=str(command.approver_id))
    return declaration


def _too_late(work: Work, application: Application) -> tuple[Problem, ...]:
    """A resubmission has a last day (C5, row 27), also before the portal has let it lapse."""
    if application.state is not ApplicationState.RESUBMISSION_DRAFT:
        return ()
    last = applications.unlocked_until(work.session, application.id)
    if last is None or today(work.clock) <= last:
        return ()
    said = words(
        "The time to send the named criteria again ended on %(day)s. Withdraw this one and start a new application, "
        "which begins with your answers.",
        day=last,
    )
    return (Problem("", said),)


def recall(work: Work, command: Recall) -> None:
    """Take the application back to be changed. Raises NotFound, NotPermitted and IllegalMove."""
    found = applications.application_for(work.session, work.actor, command.slug)
    application = applications.locked(work.session, found.id)
    work.require(Permission.APPLICATION_SEND, work.record_of(application))
    _take_back(work, application, queries.open_declaration(work.session, found.id), Ending.RECALLED)


def hand_back(work: Work, command: HandBack) -> None:
    """Send the application back to the council's owners with a comment.

    Raises NotFound, NotPermitted, IllegalMove where it is no longer waiting, and RuleBroken without a comment.
    """
    application = _to_be_signed(work, command.slug)
    declaration = _waiting(work, application, command.declaration_id, "hand_back")
    if problems := tuple(rules.comment_problems(command.comment)):
        raise RuleBroken(problems)
    declaration.comment = command.comment.strip()
    _take_back(work, application, declaration, Ending.HANDED_BACK, declaration.comment)


def sign(work: Work, command: Sign) -> None:
    """Sign for the council: the frozen copy is with the LGA from this moment.

    Any approver of the council may sign who has never sent this application, not only the one who was asked: somebody
    on leave must not hold a council up, and each signs in their own name. ``declaration_id`` is that of the page that
    was read, so that nobody signs answers that were changed meanwhile. Signing twice is signing once.

    Raises NotFound, NotPermitted, IllegalMove where this was taken back meanwhile, and RuleBroken.
    """
    application = _to_be_signed(work, command.slug)
    declaration = _of(work, application, command.declaration_id)
    if declaration.ending is Ending.SIGNED and declaration.ended_by_id == work.actor.person_id:
        return
    declaration = _waiting(work, application, command.declaration_id, "sign")
    account = person(work.session, work.person_id)
    if problems := tuple(
        rules.signature_problems(Signature(command.name, command.role, command.confirmed, account.name))
    ):
        raise RuleBroken(problems)
    snapshots.thaw(declaration.snapshot, declaration.sha256)
    application.submitted_at = work.clock.now()
    declaration.signed_name, declaration.signed_role = command.name.strip(), command.role.strip()
    _end(work, declaration, Ending.SIGNED)
    work.perform(application, "sign", declaration_id=str(declaration.id), sha256=declaration.sha256)


def _to_be_signed(work: Work, slug: str) -> Application:
    found = applications.application_for(work.session, work.actor, slug)
    application = applications.locked(work.session, found.id)
    work.require(Permission.APPLICATION_SIGN, work.record_of(application))
    return application


def _of(work: Work, application: Application, declaration_id: UUID) -> Declaration:
    declaration = work.session.get(Declaration, declaration_id, populate_existing=True)
    if declaration is None or declaration.application_id != application.id:
        raise NotFound(f"no declaration {declaration_id} for {application.reference}")
    return declaration


def _waiting(work: Work, application: Application, declaration_id: UUID, command: str) -> Declaration:
    declaration = _of(work, application, declaration_id)
    APPLICATION.find(application.state, "sign")
    if declaration.ending is not None:
        raise IllegalMove("declaration", declaration.ending, command)
    return declaration


def _take_back(
    work: Work, application: Application, declaration: Declaration, ending: Ending, comment: str = ""
) -> None:
    _end(work, declaration, ending)
    work.perform(
        application,
        rules.way_back(ending, declaration.sent_from),
        reason=comment,
        declaration_id=str(declaration.id),
        sender_id=str(declaration.sent_by_id),
    )


def _end(work: Work, declaration: Declaration, ending: Ending) -> None:
    declaration.ending, declaration.ended_by_id, declaration.ended_at = ending, work.person_id, work.clock.now()
