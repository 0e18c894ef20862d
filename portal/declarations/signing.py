"""The approver's page, the receipt and the frozen copy, for the person who asks (D3 of docs/needs.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.queries import PersonFacts, person
from portal.answering.comparing import ChangesSince, changes_since
from portal.answering.earlier import earlier_page
from portal.applications import queries as applications
from portal.applications.queries import ApplicationFacts
from portal.applications.states import STATE_WORDS, ApplicationState
from portal.audit.queries import record_of
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.declarations import queries, rules, statement
from portal.declarations.queries import DeclarationFacts
from portal.declarations.risks import Risks, risks_in
from portal.declarations.rules import ExpectedStep
from portal.declarations.self_score import SelfScore, self_score
from portal.declarations.snapshots import CopiedAnswer, CopiedPresence, Copy
from portal.declarations.states import Ending
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Part, Permission, Record, may
from portal.kernel.words import Words, words
from portal.links.queries import SnapshotFacts, snapshots_of


@dataclass(frozen=True)
class Waiting:
    """What waits to be signed: exactly what was sent. ``why_not`` tells a person who cannot sign why."""

    declaration: DeclarationFacts
    risks: Risks
    own: SelfScore
    criteria: int
    not_applicable: int
    evidence: int
    statement: tuple[Words, ...]
    may_sign: bool
    why_not: Words | None
    may_recall: bool
    changes: ChangesSince | None


@dataclass(frozen=True)
class DeclarationPage:
    """The page on which an approver signs or hands back; ``waiting`` is None where there is nothing to sign now."""

    application: ApplicationFacts
    state_words: Words
    account: PersonFacts
    waiting: Waiting | None
    signed: bool


@dataclass(frozen=True)
class ReceiptPage:
    """What the council has in its hand after signing. ``next_steps`` are empty once the check is over."""

    application: ApplicationFacts
    declaration: DeclarationFacts
    next_steps: tuple[ExpectedStep, ...]


@dataclass(frozen=True)
class CopyLine:
    """One criterion of the frozen copy, with its title and what its score is called."""

    criterion: Criterion
    score_label: str
    answer: CopiedAnswer


@dataclass(frozen=True)
class CopyTheme:
    """The criteria of one theme."""

    title: str
    lines: tuple[CopyLine, ...]


@dataclass(frozen=True)
class CopyPage:
    """A frozen copy, read-only. ``signed`` are all that were signed, the first one first, to choose from."""

    application: ApplicationFacts
    declaration: DeclarationFacts
    council: str
    edition_title: str
    presence: CopiedPresence
    themes: tuple[CopyTheme, ...]
    statement: tuple[Words, ...]
    signed_at: datetime | None
    signed: tuple[DeclarationFacts, ...]
    snapshots: Mapping[str, SnapshotFacts]


def declaration_page(session: Session, actor: Actor, slug: str) -> DeclarationPage:
    """What this person can read and sign now. Raises NotFound."""
    found = applications.application_for(session, actor, slug)
    if actor.person_id is None:
        raise NotFound("only a person signs")
    given = queries.declarations_of(session, found.id)
    waits = found.state is ApplicationState.AWAITING_DECLARATION and given and given[-1].ending is None
    return DeclarationPage(
        application=found,
        state_words=STATE_WORDS[found.state],
        account=person(session, actor.person_id),
        waiting=_waiting(session, actor, found, given[-1]) if waits else None,
        signed=bool(given) and given[-1].ending is Ending.SIGNED,
    )


def receipt_page(session: Session, actor: Actor, slug: str) -> ReceiptPage:
    """The receipt for what was signed last. Raises NotFound where nothing was signed."""
    found = applications.application_for(session, actor, slug)
    signed = queries.signed_declaration(session, found.id)
    early = found.state in (ApplicationState.SUBMITTED, ApplicationState.COMPLETENESS_CHECK)
    steps = rules.next_steps(signed.ended_on) if early and signed.ended_on else ()
    return ReceiptPage(found, signed, steps)


def copy_page(session: Session, actor: Actor, slug: str, number: int | None = None, *, reference: str = "") -> CopyPage:
    """A frozen copy: the one with this number, or else what waits to be signed or was signed last.

    Of the application with this reference, the council's latest without one. Raises NotFound where nothing was ever
    sent, everything came back unsigned, or that number did.
    """
    if reference:
        found = earlier_page(session, actor, slug, reference).application
    else:
        found = applications.application_for(session, actor, slug)
    sent = [given for given in queries.declarations_of(session, found.id) if given.ending in (None, Ending.SIGNED)]
    wanted = next((given for given in reversed(sent) if number in (None, given.number)), None)
    if wanted is None:
        raise NotFound(f"no frozen copy of {found.reference}")
    edition = edition_of(session, found.edition_id)
    copy = queries.copy_of_declaration(session, wanted.id)
    return CopyPage(
        application=found,
        declaration=wanted,
        council=copy.council,
        edition_title=edition.title,
        presence=copy.presence,
        themes=copy_themes(edition, copy),
        statement=statement.STATEMENTS[copy.statement],
        signed_at=wanted.ended_at,
        signed=tuple(given for given in sent if given.ending is Ending.SIGNED),
        snapshots=snapshots_of(session, found.id, wanted.ended_at),
    )


def copy_themes(edition: Edition, copy: Copy) -> tuple[CopyTheme, ...]:
    """The answers of a frozen copy by theme, in the order of the edition."""
    answers = {answer.criterion: answer for answer in copy.answers}
    return tuple(
        CopyTheme(
            theme.title,
            tuple(
                CopyLine(criterion, _label(edition, answers[criterion.id].self_score), answers[criterion.id])
                for criterion in edition.criteria_in(theme.id)
            ),
        )
        for theme in edition.themes
    )


def _waiting(session: Session, actor: Actor, found: ApplicationFacts, declaration: DeclarationFacts) -> Waiting:
    edition = edition_of(session, found.edition_id)
    copy = queries.copy_of_declaration(session, declaration.id)
    answers = queries.answered_in(copy)
    own = self_score(edition, found.kind, answers)
    record = record_of(session, found.id, found.council_id)
    may_sign = may(actor, Permission.APPLICATION_SIGN, record)
    return Waiting(
        declaration=declaration,
        # Nothing changes while it waits: this evidence is what was sent, with what was found of its links.
        risks=risks_in(edition, found.kind, answers, applications.evidence_of(session, found.id)),
        own=own,
        criteria=len(copy.answers),
        not_applicable=sum(answer.not_applicable for answer in copy.answers),
        evidence=sum(len(answer.evidence) for answer in copy.answers),
        statement=statement.STATEMENTS[declaration.statement],
        may_sign=may_sign,
        why_not=None if may_sign else _why_not(actor, record, declaration),
        may_recall=may(actor, Permission.APPLICATION_SEND, record),
        changes=changes_since(session, found, edition),
    )


def _why_not(actor: Actor, record: Record, waits: DeclarationFacts) -> Words:
    if record.took_part(actor, Part.SENDER):
        return words(
            "You have sent this application, so you cannot sign it: two people stand behind every declaration. We"
            " have asked %(approver)s.",
            approver=waits.approver,
        )
    return words("Only an approver of your council can sign. We have asked %(approver)s.", approver=waits.approver)


def _label(edition: Edition, score: int | None) -> str:
    return "" if score is None else edition.levels[score].label
