"""What changes the register of eligible bodies: the import of its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.councils.loading import CouncilRow, Fact, fault
from portal.councils.models import Council, CouncilDomain, Succession
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.permissions import Permission, Record
from portal.kernel.words import words


@dataclass(frozen=True)
class Change:
    """What the import did to one fact of one body; ``created`` where it did not know the body."""

    slug: str
    column: str = ""
    old: str = ""
    new: str = ""
    created: bool = False

    def __str__(self) -> str:
        if self.created:
            return f"{self.slug}: created"
        return f"{self.slug}: {self.column}: {self.old or '–'} → {self.new or '–'}"


@dataclass(frozen=True)
class ImportReport:
    """Everything that the import changed, in the order of the file, and how many bodies it left as they were."""

    changes: tuple[Change, ...]
    unchanged: int

    @property
    def created(self) -> int:
        """How many bodies are new."""
        return sum(change.created for change in self.changes)

    @property
    def updated(self) -> int:
        """How many bodies that were known have changed."""
        return len({change.slug for change in self.changes if not change.created})


def import_councils(work: Work, rows: Sequence[CouncilRow]) -> ImportReport:
    """Create and update bodies, found by their slug. No body is ever deleted: one that has ended has a last day.

    A body's domain is the one in the file: an address on a domain that was corrected no longer counts. Raises
    NotPermitted, and RuleBroken where a row names a successor that nobody knows.
    """
    work.require(Permission.COUNCILS_IMPORT, Record())
    session = work.session
    councils = {council.slug: council for council in session.scalars(select(Council).with_for_update())}
    changes = {row.slug: _write(session, councils, row) for row in rows}
    session.flush()
    ids = {slug: council.id for slug, council in councils.items()}
    _refuse_unknown(rows, ids)
    for row in rows:
        more = [*_write_domain(session, ids, row), *_write_successors(session, ids, row)]
        if not any(change.created for change in changes[row.slug]):
            changes[row.slug] += more
    session.flush()
    return ImportReport(
        tuple(change for found in changes.values() for change in found),
        sum(not found for found in changes.values()),
    )


def _write(session: Session, councils: dict[str, Council], row: CouncilRow) -> list[Change]:
    council = councils.get(row.slug)
    if council is None:
        council = councils[row.slug] = Council(slug=row.slug, **row.facts)
        session.add(council)
        return [Change(row.slug, created=True)]
    changes = []
    for column, new in row.facts.items():
        old: Fact = getattr(council, column)
        if old != new:
            setattr(council, column, new)
            changes.append(Change(row.slug, column, _said(old), _said(new)))
    return changes


def _said(known: Fact) -> str:
    return "" if known is None else str(known)


def _refuse_unknown(rows: Sequence[CouncilRow], ids: Mapping[str, UUID]) -> None:
    problems = [
        Problem("", fault(row.line, row.slug, words("the successor %(slug)s is not known.", slug=slug)))
        for row in rows
        for slug in row.successors or ()
        if slug not in ids
    ]
    if problems:
        raise RuleBroken(problems)


def _write_domain(session: Session, ids: Mapping[str, UUID], row: CouncilRow) -> list[Change]:
    known = session.scalars(select(CouncilDomain).where(CouncilDomain.council_id == ids[row.slug])).all()
    old = sorted(domain.host for domain in known)
    is_shared = bool(row.shared_with)
    changes = []
    if old != ([row.host] if row.host else []):
        changes.append(Change(row.slug, "website_domain", ", ".join(old), row.host))
    for domain in known:
        if domain.host != row.host:
            session.delete(domain)
        elif domain.shared != is_shared:
            changes.append(Change(row.slug, "domain is shared", _yes(domain.shared), _yes(is_shared)))
            domain.shared = is_shared
    if row.host and row.host not in old:
        session.add(CouncilDomain(council_id=ids[row.slug], host=row.host, shared=is_shared))
    return changes


def _yes(said: bool) -> str:
    return "yes" if said else "no"


def _write_successors(session: Session, ids: Mapping[str, UUID], row: CouncilRow) -> list[Change]:
    if row.successors is None:
        return []
    known = select(Council.slug).join(Succession, Succession.successor_id == Council.id)
    old = sorted(session.scalars(known.where(Succession.council_id == ids[row.slug])))
    new = sorted(row.successors)
    if old == new:
        return []
    session.execute(delete(Succession).where(Succession.council_id == ids[row.slug]))
    session.add_all(Succession(council_id=ids[row.slug], successor_id=ids[slug]) for slug in new)
    return [Change(row.slug, "successors", ", ".join(old), ", ".join(new))]
