"""Declarations, as they are kept: who was asked, who signed, and the frozen copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.queries import ApplicationFacts, EvidenceFacts
from portal.applications.rules import NOTHING_ANSWERED, Answered, PresenceTyped
from portal.criteria.canonical import edition_hash
from portal.criteria.edition import Edition
from portal.declarations import snapshots, statement
from portal.declarations.models import Declaration
from portal.declarations.snapshots import CopiedAnswer, CopiedEvidence, CopiedPresence, Copy
from portal.declarations.states import Ending
from portal.kernel.clock import day_of
from portal.kernel.errors import IllegalMove, NotFound


@dataclass(frozen=True)
class DeclarationFacts:
    """One time that an application was sent to be signed. ``ended_by`` signed it where ``ending`` is SIGNED."""

    id: UUID
    number: int
    sent_by_id: UUID
    sent_by: str
    sent_at: datetime
    approver_id: UUID
    approver: str
    statement: str
    sha256: str
    ending: Ending | None
    ended_by_id: UUID | None
    ended_at: datetime | None
    signed_name: str
    signed_role: str
    comment: str

    @property
    def ended_on(self) -> date | None:
        """The day, in London, on which it was signed or went back."""
        return day_of(self.ended_at) if self.ended_at else None


def declarations_of(session: Session, application_id: UUID) -> tuple[DeclarationFacts, ...]:
    """Every time that the application was sent to be signed, the first time first."""
    sender, approver = aliased(Person), aliased(Person)
    rows = session.execute(
        select(Declaration, sender.name, sender.email, approver.name, approver.email)
        .join(sender, sender.id == Declaration.sent_by_id)
        .join(approver, approver.id == Declaration.approver_id)
        .where(Declaration.application_id == application_id)
        .order_by(Declaration.number)
    )
    return tuple(
        DeclarationFacts(
            row.id,
            row.number,
            row.sent_by_id,
            sender_name or sender_email,
            row.sent_at,
            row.approver_id,
            approver_name or approver_email,
            row.statement,
            row.sha256,
            row.ending,
            row.ended_by_id,
            row.ended_at,
            row.signed_name,
            row.signed_role,
            row.comment,
        )
        for row, sender_name, sender_email, approver_name, approver_email in rows
    )


def signed_declaration(session: Session, application_id: UUID) -> DeclarationFacts:
    """The declaration that was signed last: the one that the LGA has. Raises NotFound where none was."""
    signed = [given for given in declarations_of(session, application_id) if given.ending is Ending.SIGNED]
    if not signed:
        raise NotFound(f"application {application_id} was never signed")
    return signed[-1]


def copy_of_declaration(session: Session, declaration_id: UUID) -> Copy:
    """The frozen copy that belongs to the declaration. Raises NotFound, and Altered where somebody has changed it."""
    row = session.execute(
        select(Declaration.snapshot, Declaration.sha256).where(Declaration.id == declaration_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"no declaration {declaration_id}")
    return snapshots.thaw(row.snapshot, row.sha256)


def open_declaration(session: Session, application_id: UUID) -> Declaration:
    """The declaration that waits to be signed, to be changed. Raises IllegalMove where none does."""
    waiting = session.scalar(
        select(Declaration)
        .where(Declaration.application_id == application_id, Declaration.ending.is_(None))
        .execution_options(populate_existing=True)
    )
    if waiting is None:
        raise IllegalMove("declaration", "ended", "end")
    return waiting


def next_number(session: Session, application_id: UUID) -> int:
    """How many times the application will have been sent with the next time."""
    sent = session.scalar(select(func.max(Declaration.number)).where(Declaration.application_id == application_id))
    return (sent or 0) + 1


def copy_now(session: Session, found: ApplicationFacts, edition: Edition) -> Copy:
    """The application as it is at this moment, ready to be frozen."""
    answers = applications.answers_of(session, found.id)
    evidence = applications.evidence_of(session, found.id)
    presence = applications.presence_of(session, found.id)
    copied = []
    for criterion in edition.criteria:
        answer = answers.get(criterion.id)
        said = answer.answered if answer else NOTHING_ANSWERED
        copied.append(
            CopiedAnswer(
                criterion.id,
                answer.version if answer else 0,
                said.self_score,
                said.not_applicable,
                said.statement,
                tuple(_copied(item) for item in evidence.get(criterion.id, ())),
            )
        )
    typed = presence.typed if presence else PresenceTyped()
    return Copy(
        reference=found.reference,
        council=found.council_name,
        edition=edition_hash(edition),
        statement=statement.CURRENT,
        presence=CopiedPresence(typed.domains, typed.accounts, typed.promise_address, typed.summary),
        answers=tuple(copied),
    )


def answered_in(copy: Copy) -> Mapping[str, Answered]:
    """What a frozen copy says on each criterion, for the rules that judge answers."""
    return {
        given.criterion: Answered(given.self_score, given.not_applicable, given.statement) for given in copy.answers
    }


def presence_in(copy: Copy) -> PresenceTyped:
    """What a frozen copy says of the council's presence."""
    given = copy.presence
    return PresenceTyped(given.domains, given.accounts, given.promise_address, given.summary)


def _copied(item: EvidenceFacts) -> CopiedEvidence:
    return CopiedEvidence(str(item.id), item.kind, item.shown, item.note, item.sha256 or "", item.look_at)
