"""One application to be checked and what its checks found, for the administrator who asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.queries import ApplicationFacts
from portal.applications.rules import PRESENCE
from portal.applications.states import APPLICATION, STATE_WORDS, ApplicationState
from portal.completeness import rules
from portal.completeness.models import CompletenessCheck, MissingItem
from portal.completeness.rules import DECLARATION, Missing
from portal.completeness.states import LACK_WORDS, CheckOutcome, Lack
from portal.criteria.edition import Edition
from portal.criteria.queries import edition_of
from portal.declarations.queries import DeclarationFacts, copy_of_declaration, signed_declaration
from portal.declarations.signing import CopyTheme, copy_themes
from portal.declarations.snapshots import CopiedPresence
from portal.evidence import queries as evidence
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words
from portal.links.queries import SnapshotFacts, snapshots_of


@dataclass(frozen=True)
class CheckFacts:
    """One check. What it found is in ``missing``, in the order of the application.

    ``extended_why`` says why the council got more time, so that ``fix_by`` is a later day than at first; else empty.
    """

    id: UUID
    round: int
    opened_by: str
    opened_at: datetime
    outcome: CheckOutcome | None
    closed_at: datetime | None
    note: str
    fix_by: date | None
    extended_why: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class CheckPage:
    """One application to be checked: the signed copy without any score, and what was found so far.

    ``checks`` are newest first; ``found`` says by item what the open check lists; ``titles`` names each item;
    ``not_scanned`` are the keys of files that no virus scanner has looked at.
    """

    application: ApplicationFacts
    state_words: Words
    declaration: DeclarationFacts
    presence: CopiedPresence
    themes: tuple[CopyTheme, ...]
    snapshots: Mapping[str, SnapshotFacts]
    checks: tuple[CheckFacts, ...]
    found: Mapping[str, Missing]
    titles: Mapping[str, Words]
    may_open: bool
    open: bool
    check_by: date
    fix_by: date
    not_scanned: frozenset[str]


@dataclass(frozen=True)
class MissingPage:
    """One item of an application whose check is open, and what was noted on it so far."""

    application: ApplicationFacts
    item: str
    title: Words
    lacks: tuple[tuple[Lack, Words], ...]
    noted: Missing | None


def to_be_checked(session: Session, actor: Actor, reference: str) -> ApplicationFacts:
    """The signed application with this reference, for an administrator who may check it. Raises NotFound."""
    key = session.scalar(
        select(Application.id).where(Application.reference == reference, Application.submitted_at.is_not(None))
    )
    if key is None:
        raise NotFound(f"no application {reference} to check")
    found = applications.application(session, key)
    if not may(actor, Permission.COMPLETENESS_CHECK, Record(found.council_id)):
        raise NotFound(f"{reference} is not for {actor.name} to check")
    return found


def check_page(session: Session, actor: Actor, reference: str, today: date) -> CheckPage:
    """One application with everything that an administrator looks at. Raises NotFound."""
    found = to_be_checked(session, actor, reference)
    edition = edition_of(session, found.edition_id)
    signed = signed_declaration(session, found.id)
    copy = copy_of_declaration(session, signed.id)
    checks = checks_of(session, found.id, edition)
    is_open = found.state is ApplicationState.COMPLETENESS_CHECK
    return CheckPage(
        application=found,
        state_words=STATE_WORDS[found.state],
        declaration=signed,
        presence=copy.presence,
        themes=copy_themes(edition, copy),
        snapshots=snapshots_of(session, found.id),
        checks=checks,
        found={missing.item: missing for missing in checks[0].missing} if is_open else {},
        titles={item: title_of(edition, item) for item in rules.items_of(edition)},
        may_open=found.state is ApplicationState.SUBMITTED,
        open=is_open,
        check_by=rules.check_by(signed.ended_on or today),
        fix_by=rules.fix_by(today),
        not_scanned=evidence.unscanned(session, found.id),
    )


def missing_page(session: Session, actor: Actor, reference: str, item: str) -> MissingPage:
    """The page on which one missing thing is noted. Raises NotFound where there is no such item, and IllegalMove.

    An item can be noted while a check is open.
    """
    found = to_be_checked(session, actor, reference)
    edition = edition_of(session, found.edition_id)
    if item not in rules.items_of(edition):
        raise NotFound(f"no item {item}")
    APPLICATION.find(found.state, "return_incomplete")
    noted = {missing.item: missing for check in checks_of(session, found.id, edition)[:1] for missing in check.missing}
    return MissingPage(
        application=found,
        item=item,
        title=title_of(edition, item),
        lacks=tuple((lack, LACK_WORDS[lack]) for lack in rules.lacks_of(item)),
        noted=noted.get(item),
    )


def checks_of(session: Session, application_id: UUID, edition: Edition) -> tuple[CheckFacts, ...]:
    """Every check of an application, the newest first."""
    rows = session.execute(
        select(CompletenessCheck, Person.name, Person.email)
        .join(Person, Person.id == CompletenessCheck.opened_by_id)
        .where(CompletenessCheck.application_id == application_id)
        .order_by(CompletenessCheck.round.desc())
    ).all()
    items = session.scalars(select(MissingItem).where(MissingItem.check_id.in_([row[0].id for row in rows]))).all()
    order = rules.items_of(edition)
    listed = sorted(items, key=lambda entry: order.index(entry.item))
    return tuple(
        CheckFacts(
            check.id,
            check.round,
            name or email,
            check.opened_at,
            check.outcome,
            check.closed_at,
            check.note,
            check.fix_by,
            check.extended_why,
            tuple(Missing(entry.item, entry.lack, entry.what) for entry in listed if entry.check_id == check.id),
        )
        for check, name, email in rows
    )


def open_items(session: Session, application_id: UUID) -> tuple[Missing, ...]:
    """What the council is to put right now: the list of the last return; empty where nothing is returned."""
    found = applications.application(session, application_id)
    if found.state is not ApplicationState.RETURNED_INCOMPLETE:
        return ()
    return checks_of(session, application_id, edition_of(session, found.edition_id))[0].missing


def title_of(edition: Edition, item: str) -> Words:
    """What an item is called on pages."""
    if item == PRESENCE:
        return words("Official accounts and website")
    if item == DECLARATION:
        return words("Declaration")
    return words("%(id)s: %(title)s", id=item, title=edition.criterion(item).title)


def newest_check(session: Session, application_id: UUID) -> CompletenessCheck | None:
    """The check of the application that was opened last; None before the first. For actions and letters."""
    newest = select(CompletenessCheck).where(CompletenessCheck.application_id == application_id)
    return session.scalar(newest.order_by(CompletenessCheck.round.desc()).limit(1))
