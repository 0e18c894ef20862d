"""Checking a mark: by its number, by a council's name, or by the web address on which somebody saw it.

What is typed is only compared with what the portal knows: no address is ever opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.applications.addresses import host_from
from portal.awards.models import Award, AwardDomain
from portal.awards.queries import award_numbered, awards
from portal.councils.models import Council, CouncilDomain
from portal.councils.queries import search
from portal.kernel.references import award_number_from, looks_like_award_number
from portal.kernel.words import Words
from portal.register.entries import Entry, entry_of
from portal.register.queries import history_of, successors_of
from portal.register.rules import one_line

MOST_COUNCILS = 20
LONGEST_QUERY = 500


@dataclass(frozen=True)
class VerifyPage:
    """The answer about one award. ``history`` is every award of the council, newest first.

    ``holding`` is the award by which the council holds the Mark today, where it is not this one.
    """

    award: Entry
    holding: Entry | None
    history: tuple[Entry, ...]
    successors: tuple[tuple[str, str], ...]


class Meant(StrEnum):
    """What somebody typed into the check: nothing, a number, a web address, or a name."""

    NOTHING = "nothing"
    NUMBER = "number"
    WRONG_NUMBER = "wrong_number"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True)
class CouncilFound:
    """A council that fits what was typed: ``line`` says yes or no where it has had an award, which ``number`` names.

    ``domain`` is the council's domain that the address belongs to, where an address was typed.
    """

    name: str
    slug: str
    line: Words | None
    number: str
    holds_the_mark: bool
    domain: str = ""


@dataclass(frozen=True)
class CheckResult:
    """What the check has found: ``is_award`` where ``number`` is that of an award.

    ``more`` says that further councils fit, which are not shown.
    """

    q: str
    meant: Meant
    host: str = ""
    number: str = ""
    is_award: bool = False
    councils: tuple[CouncilFound, ...] = ()
    more: bool = False


def verify_page(session: Session, number: str, day: date) -> VerifyPage:
    """The answer about the award with this number. Raises NotFound."""
    award = award_numbered(session, number)
    history = history_of(session, award.council_id, day)
    return VerifyPage(
        award=next(entry for entry in history if entry.number == number),
        holding=next((entry for entry in history if entry.holds_the_mark and entry.number != number), None),
        history=history,
        successors=successors_of(session, award.council_id),
    )


def check(session: Session, q: str, day: date, own_host: str) -> CheckResult:
    """What is known of what somebody typed or pasted; ``own_host`` is the portal's, whose addresses contain numbers."""
    q = one_line(q)
    if not q:
        return CheckResult(q, Meant.NOTHING)
    number = award_number_from(q) or _number_in(q, own_host)
    if number is not None:
        known = session.scalar(select(Award.id).where(Award.number == number)) is not None
        return CheckResult(q, Meant.NUMBER, number=number, is_award=known)
    if looks_like_award_number(q):
        return CheckResult(q, Meant.WRONG_NUMBER)
    host = host_from(q)
    if host is not None:
        return CheckResult(q, Meant.ADDRESS, host=host, councils=_councils_at(session, host, day))
    named = [council.id for council in search(session, q, MOST_COUNCILS + 1)]
    found = _councils(session, Council.id.in_(named), day, MOST_COUNCILS + 1)
    return CheckResult(q, Meant.NAME, councils=found[:MOST_COUNCILS], more=len(found) > MOST_COUNCILS)


def _number_in(q: str, own_host: str) -> str | None:
    """The number in one of the portal's own addresses, such as the one that a badge leads to."""
    try:
        address = urlsplit(q)
    except ValueError:
        return None
    parts = address.path.split("/") if address.hostname == own_host else ()
    return next((number for part in parts if (number := award_number_from(part.partition(".")[0]))), None)


def _councils_at(session: Session, host: str, day: date) -> tuple[CouncilFound, ...]:
    """The councils to which the host, or the nearest domain above it, is registered."""
    labels = host.split(".")
    for domain in (".".join(labels[start:]) for start in range(len(labels) - 1)):
        ids = set(
            session.scalars(
                select(Award.council_id)
                .join(AwardDomain, AwardDomain.award_id == Award.id)
                .where(AwardDomain.host == domain)
            )
        ) | set(session.scalars(select(CouncilDomain.council_id).where(CouncilDomain.host == domain)))
        if ids:
            return _councils(session, Council.id.in_(ids), day, MOST_COUNCILS, domain)
    return ()


def _councils(
    session: Session, condition: ColumnElement[bool], day: date, most: int, domain: str = ""
) -> tuple[CouncilFound, ...]:
    rows = session.execute(
        select(Council.id, Council.name, Council.slug).where(condition).order_by(Council.name).limit(most)
    ).all()
    entries = _newest(session, [row.id for row in rows], day)
    return tuple(_found(row.name, row.slug, entries.get(row.id), domain) for row in rows)


def _newest(session: Session, council_ids: Iterable[UUID], day: date) -> dict[UUID, Entry]:
    newest: dict[UUID, Entry] = {}
    for record in awards(session, Award.council_id.in_(tuple(council_ids)), Award.starts_on <= day):
        newest.setdefault(record.council_id, entry_of(record, day))
    return newest


def _found(name: str, slug: str, entry: Entry | None, domain: str) -> CouncilFound:
    if entry is None:
        return CouncilFound(name, slug, None, "", holds_the_mark=False, domain=domain)
    return CouncilFound(name, slug, entry.first_line, entry.number, entry.holds_the_mark, domain)
