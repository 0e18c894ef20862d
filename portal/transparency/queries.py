"""The log as it can be read: by people some lines at a time, by machines whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.words import Words
from portal.transparency.models import LogEntry, LogHead
from portal.transparency.rules import DECIDED_WORDS, Decided, read_line

PAGE_LENGTH = 50
AT_A_TIME = 1_000


@dataclass(frozen=True)
class Told:
    """One line in words."""

    place: int
    decided: Words
    award: str
    council: str
    council_slug: str
    on: date
    note: str
    replaced_by: str
    at: str


@dataclass(frozen=True)
class Head:
    """A signed head: the first ``entries`` lines of the log ended with the one that has this hash."""

    day: date
    entries: int
    sha256: str


@dataclass(frozen=True)
class LogPage:
    """Some lines of the log, newest first, and its newest head; ``entries`` in all."""

    lines: tuple[Told, ...]
    entries: int
    page: int
    pages: int
    head: Head | None


def log_page(session: Session, page: int = 1) -> LogPage:
    """One page of the log; a page beyond the last is the last."""
    entries = session.scalars(select(func.coalesce(func.max(LogEntry.place), 0))).one()
    pages = max(1, -(-entries // PAGE_LENGTH))
    page = min(max(page, 1), pages)
    newest = entries - (page - 1) * PAGE_LENGTH
    rows = session.scalars(
        select(LogEntry.line)
        .where(LogEntry.place.between(newest - PAGE_LENGTH + 1, newest))
        .order_by(LogEntry.place.desc())
    )
    head = session.scalars(select(LogHead).order_by(LogHead.day.desc()).limit(1)).one_or_none()
    return LogPage(
        tuple(told for line in rows if (told := _told(line))),
        entries,
        page,
        pages,
        Head(head.day, head.entries, head.sha256) if head else None,
    )


def newest(session: Session, count: int) -> tuple[Told, ...]:
    """So many lines, the newest first."""
    rows = session.scalars(select(LogEntry.line).order_by(LogEntry.place.desc()).limit(count))
    return tuple(told for line in rows if (told := _told(line)))


def lines(session: Session) -> Iterator[str]:
    """Every line, the first one first, without its end; read some at a time."""
    start = 1
    while some := session.scalars(
        select(LogEntry.line).where(LogEntry.place.between(start, start + AT_A_TIME - 1)).order_by(LogEntry.place)
    ).all():
        yield from some
        start += AT_A_TIME


def kept_lines(session: Session) -> Iterator[tuple[int, str, str]]:
    """Of every line its place, the line and the hash that is kept beside it, wherever its place is."""
    rows = select(LogEntry.place, LogEntry.line, LogEntry.sha256).order_by(LogEntry.place)
    for row in session.execute(rows).yield_per(AT_A_TIME):
        yield row.place, row.line, row.sha256


def kept_heads(session: Session) -> tuple[tuple[Head, str], ...]:
    """Every head as it is shown, and beside it as it was signed; the oldest first."""
    rows = session.scalars(select(LogHead).order_by(LogHead.day))
    return tuple((Head(row.day, row.entries, row.sha256), row.document) for row in rows)


def heads(session: Session) -> tuple[str, ...]:
    """Every signed head as it is published, the oldest first."""
    return tuple(session.scalars(select(LogHead.document).order_by(LogHead.day)))


def newest_head(session: Session) -> str:
    """The newest signed head as it is published. Raises NotFound where none is signed yet."""
    document = session.scalar(select(LogHead.document).order_by(LogHead.day.desc()).limit(1))
    if document is None:
        raise NotFound("no head of the log has been signed yet")
    return document


def _told(line: str) -> Told | None:
    said = read_line(line)
    if said is None:
        return None
    return Told(
        place=int(str(said["place"])),
        decided=DECIDED_WORDS[Decided(str(said["event"]))],
        award=str(said["award"]),
        council=str(said["council"]),
        council_slug=str(said["council_slug"]),
        on=date.fromisoformat(str(said["on"])),
        note=str(said["note"] or ""),
        replaced_by=str(said["replaced_by"] or ""),
        at=str(said["at"]),
    )
