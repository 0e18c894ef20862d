"""Adding evidence to an answer, describing, reusing and removing it, while it may be changed (C5, rows 2 and 10)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.applications import queries as applications
from portal.applications.actions import application_open_for_evidence
from portal.applications.models import Application, EvidenceItem, EvidenceKind
from portal.applications.states import APPLICATION
from portal.audit.work import Work
from portal.criteria.queries import edition_of
from portal.criteria.terms import EvidenceRules
from portal.evidence import keeping, preparing, queries, replying, rules
from portal.evidence.preparing import GivenFile, PreparedFile
from portal.kernel.errors import NotFound, Problem, RuleBroken, StaleEdit
from portal.kernel.words import Words, words
from portal.storage.files import FileStore

NOTE, LOOK_AT, COLLEAGUE = words("What it shows"), words("Which page or part to look at"), words("A colleague")


@dataclass(frozen=True)
class AddLink:
    """A page on the web, what it shows and which part of it to look at."""

    slug: str
    criterion: str
    address: str
    note: str
    look_at: str = ""


@dataclass(frozen=True)
class AddFile:
    """One file as it was given, what it shows and which part of it to look at."""

    slug: str
    criterion: str
    file_name: str
    content: bytes
    note: str
    look_at: str = ""


@dataclass(frozen=True)
class AddFiles:
    """Files that have been looked at, and what is said of all of them."""

    slug: str
    criterion: str
    files: tuple[PreparedFile, ...]
    note: str
    look_at: str = ""


@dataclass(frozen=True)
class Added:
    """How many files were kept, and for each of the others a sentence that names it."""

    kept: int = 0
    refused: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Describe:
    """New words for an item, instead of those with this version."""

    slug: str
    criterion: str
    item_id: UUID
    note: str
    look_at: str
    version: str


@dataclass(frozen=True)
class Reuse:
    """An item of the application, for one more criterion and with words of its own for that one."""

    slug: str
    criterion: str
    item_id: UUID
    note: str
    look_at: str = ""


@dataclass(frozen=True)
class Remove:
    """One item of the evidence for a criterion."""

    slug: str
    criterion: str
    item_id: UUID


def add_link(work: Work, command: AddLink) -> UUID:
    """Add a link; returns its key. Raises NotFound, NotPermitted, IllegalMove and RuleBroken."""
    application = application_open_for_evidence(work, command.slug, command.criterion)
    problems = list(rules.link_problems(command.address, command.note, command.look_at))
    if no_room := _no_room(work, application, command.criterion):
        problems.append(Problem("link", no_room))
    if problems:
        raise RuleBroken(problems)
    return _add(
        work,
        EvidenceItem(
            application_id=application.id,
            criterion=command.criterion,
            kind=EvidenceKind.LINK,
            note=command.note,
            look_at=command.look_at,
            address=command.address,
        ),
    )


def add_file(work: Work, files: FileStore, command: AddFile) -> None:
    """Look at one file, keep it and add it, in one step; what is there already stays. Raises as ``add_files`` does.

    For what comes without a page, such as the demonstration: a page looks at files before its change begins.
    """
    application = application_open_for_evidence(work, command.slug, command.criterion)
    terms = _terms(work, application)
    prepared = preparing.prepare(GivenFile(command.file_name, command.content), terms)
    if not prepared.problem and queries.has_file(work.session, application.id, command.criterion, prepared.sha256):
        return
    add_files(work, files, AddFiles(command.slug, command.criterion, (prepared,), command.note, command.look_at))


def add_files(work: Work, files: FileStore, command: AddFiles) -> Added:
    """Keep the files that may be kept, and say of each of the others why not.

    Raises NotFound, NotPermitted, IllegalMove, and RuleBroken where not one can be kept or something is wrong with the
    words.
    """
    application = application_open_for_evidence(work, command.slug, command.criterion)
    if problems := tuple(rules.said_problems("file_", command.note, command.look_at)):
        again = words("Choose the files again: your browser does not keep them when a page comes back.")
        raise RuleBroken([*problems, Problem("file", again)])
    refused = []
    for place, file in enumerate(command.files):
        if problem := _file_problem(work, application, command.criterion, file):
            refused.append(Problem("file", problem))
        else:
            _add(work, _item_of(application, command, file, files), place)
    kept = len(command.files) - len(refused)
    if not kept:
        raise RuleBroken(refused)
    return Added(kept, tuple(refused))


def describe(work: Work, command: Describe) -> None:
    """Give an item other words. Raises NotFound, NotPermitted, IllegalMove, RuleBroken, and StaleEdit."""
    item = _item_for(work, command)
    if problems := tuple(rules.said_problems("", command.note, command.look_at)):
        raise RuleBroken(problems)
    if (item.note, item.look_at) == (command.note, command.look_at):
        return
    current = rules.version_of(item.note, item.look_at)
    if command.version != str(current):
        yours = {str(NOTE): command.note, str(LOOK_AT): command.look_at}
        raise StaleEdit(yours, {str(NOTE): item.note, str(LOOK_AT): item.look_at}, str(COLLEAGUE), current)
    item.note, item.look_at = command.note, command.look_at
    work.session.flush()


def reuse(work: Work, command: Reuse) -> UUID:
    """Use an item for one more criterion; returns the new item's key. A file is kept once, whoever points to it.

    Raises NotFound, NotPermitted, IllegalMove and RuleBroken.
    """
    application = application_open_for_evidence(work, command.slug, command.criterion)
    source = work.session.scalar(
        select(EvidenceItem).where(
            EvidenceItem.id == command.item_id,
            EvidenceItem.application_id == application.id,
            EvidenceItem.removed_at.is_(None),
        )
    )
    if source is None:
        raise NotFound(f"no evidence {command.item_id} to use again")
    problems = list(rules.said_problems("", command.note, command.look_at))
    if queries.is_used_for(work.session, application.id, command.criterion, source):
        problems.append(Problem("", words("This is evidence for this criterion already. Choose another.")))
    elif no_room := _no_room(work, application, command.criterion):
        problems.append(Problem("", no_room))
    if problems:
        raise RuleBroken(problems)
    shared = ("kind", "address", "verdict", "verdict_note", "checked_at", "file_key", "scan", "file_name")
    again = EvidenceItem(**{name: getattr(source, name) for name in (*shared, "media_type", "size", "sha256")})
    again.application_id, again.criterion, again.reused_from_id = application.id, command.criterion, source.id
    again.note, again.look_at = command.note, command.look_at
    return _add(work, again)


def remove(work: Work, command: Remove) -> str | None:
    """Remove an item. Returns the key of a file that nothing needs any more, to be deleted once this is saved.

    Raises NotFound, NotPermitted and IllegalMove.
    """
    item = _item_for(work, command)
    item.removed_at = work.clock.now()
    work.session.flush()
    if item.file_key is None or keeping.is_needed(work.session, item.file_key):
        return None
    return item.file_key


def _item_for(work: Work, command: Describe | Remove) -> EvidenceItem:
    application = application_open_for_evidence(work, command.slug, command.criterion)
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
    asked = replying.asked_on(work.session, application.id, application.state, command.criterion)
    if asked and not asked.is_of_the_reply(item.added_at):
        raise APPLICATION.refusal(application.state, f"change evidence of {command.criterion}")
    return item


def _file_problem(work: Work, application: Application, criterion: str, file: PreparedFile) -> Words | None:
    if file.problem:
        return file.problem
    if queries.has_file(work.session, application.id, criterion, file.sha256):
        return words("“%(name)s” is among the evidence for this criterion already.", name=file.name)
    return _no_room(work, application, criterion, file)


def _no_room(work: Work, application: Application, criterion: str, file: PreparedFile | None = None) -> Words | None:
    asked = replying.asked_on(work.session, application.id, application.state, criterion)
    given = applications.evidence_of(work.session, application.id).get(criterion, ())
    count = len(replying.items_of_reply(asked, given))
    total = queries.total_bytes(work.session, application.id)
    name, size = (file.name, len(file.content)) if file else ("", 0)
    problem = rules.reply_room_problem if asked else rules.room_problem
    return problem(_terms(work, application), name, count, total, size)


def _terms(work: Work, application: Application) -> EvidenceRules:
    return edition_of(work.session, application.edition_id).evidence_rules


def _item_of(application: Application, command: AddFiles, file: PreparedFile, files: FileStore) -> EvidenceItem:
    return EvidenceItem(
        application_id=application.id,
        criterion=command.criterion,
        kind=EvidenceKind.FILE,
        note=command.note,
        look_at=command.look_at,
        # Before the row is saved: a file without a row is only waste, a row without its file is a broken promise.
        file_key=files.put(file.content),
        file_name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        scan=file.scan,
        sha256=file.sha256,
    )


def _add(work: Work, item: EvidenceItem, place: int = 0) -> UUID:
    item.id = uuid4()
    # Items are shown in the order of their moments: those that come together stay in the order in which they came.
    item.added_by_id, item.added_at = work.person_id, work.clock.now() + timedelta(microseconds=place)
    work.session.add(item)
    work.session.flush()
    return item.id
