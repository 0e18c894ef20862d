"""Adding evidence to an answer and removing it, while the answer may be changed (C5, rows 2 and 10)."""

import hashlib
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.applications.actions import editable_application
from portal.applications.models import Application, EvidenceItem, EvidenceKind, Scan
from portal.audit.work import Work
from portal.criteria.queries import edition_of
from portal.evidence import queries, rules
from portal.evidence.inspection import inspect
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.storage.files import FileStore


@dataclass(frozen=True)
class AddLink:
    """A page on the web, and what it shows."""

    slug: str
    criterion: str
    address: str
    note: str


@dataclass(frozen=True)
class AddFile:
    """A file as the browser sent it, and what it shows."""

    slug: str
    criterion: str
    file_name: str
    content: bytes
    note: str


@dataclass(frozen=True)
class Remove:
    """One item of the evidence for a criterion."""

    slug: str
    criterion: str
    item_id: UUID


def add_link(work: Work, command: AddLink) -> UUID:
    """Add a link; returns its key. Raises NotFound, NotPermitted, IllegalMove and RuleBroken."""
    application = editable_application(work, command.slug, command.criterion)
    problems = list(rules.link_problems(command.address, command.note))
    problems += _room_problems(work, application, command.criterion, "link", new_bytes=0)
    if problems:
        raise RuleBroken(problems)
    return _add(
        work,
        EvidenceItem(
            application_id=application.id,
            criterion=command.criterion,
            kind=EvidenceKind.LINK,
            note=command.note,
            address=command.address,
        ),
    )


def add_file(work: Work, files: FileStore, command: AddFile) -> UUID:
    """Keep a file and add it; returns the item's key. Raises NotFound, NotPermitted, IllegalMove and RuleBroken."""
    application = editable_application(work, command.slug, command.criterion)
    terms = edition_of(work.session, application.edition_id).evidence_rules
    name = rules.kept_name(command.file_name)
    found = inspect(name, command.content, terms.file_formats, terms.max_file_mb * rules.MEGABYTE)
    problems = list(rules.note_problems("file_note", command.note))
    if found.problem:
        problems.append(Problem("file", found.problem))
    problems += _room_problems(work, application, command.criterion, "file", new_bytes=len(command.content))
    if problems:
        raise RuleBroken(problems)
    return _add(
        work,
        EvidenceItem(
            application_id=application.id,
            criterion=command.criterion,
            kind=EvidenceKind.FILE,
            note=command.note,
            # Before the row is saved: a file without a row is only waste, a row without its file is a broken promise.
            file_key=files.put(command.content),
            file_name=name,
            media_type=found.media_type,
            size=len(command.content),
            scan=Scan.NOT_SCANNED,
            sha256=hashlib.sha256(command.content).hexdigest(),
        ),
    )


def remove(work: Work, command: Remove) -> str | None:
    """Remove an item. Returns the key of its file, which is to be deleted once this is saved; None for a link.

    Raises NotFound, NotPermitted and IllegalMove.
    """
    application = editable_application(work, command.slug, command.criterion)
    item = work.session.scalar(
        select(EvidenceItem).where(
            EvidenceItem.id == command.item_id,
            EvidenceItem.application_id == application.id,
            EvidenceItem.criterion == command.criterion,
            EvidenceItem.removed_at.is_(None),
        )
    )
    if item is None:
        raise NotFound(f"no evidence {command.item_id}")
    item.removed_at = work.clock.now()
    work.session.flush()
    return item.file_key


def _room_problems(
    work: Work, application: Application, criterion: str, field: str, *, new_bytes: int
) -> tuple[Problem, ...]:
    terms = edition_of(work.session, application.edition_id).evidence_rules
    count = queries.count_of(work.session, application.id, criterion)
    total = queries.total_bytes(work.session, application.id)
    return tuple(rules.room_problems(terms, field, count, total, new_bytes))


def _add(work: Work, item: EvidenceItem) -> UUID:
    if work.actor.person_id is None:
        raise NotFound("only a person adds evidence")
    item.id = uuid4()
    item.added_by_id, item.added_at = work.actor.person_id, work.clock.now()
    work.session.add(item)
    work.session.flush()
    return item.id
