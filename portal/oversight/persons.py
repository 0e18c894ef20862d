"""Everybody who can sign in, and what one of them has done: for administrators who answer for the scheme.

No reason and no detail of a row is shown here, so that no score and nothing said of one can be read; the page of an
application has the reasons, for those who may read them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Person, StaffRole
from portal.accounts.rules import ROLE_WORDS
from portal.accounts.states import MembershipState, StaffRoleState
from portal.applications.models import Application
from portal.audit.models import AuditEvent
from portal.councils.models import Council
from portal.documents.workbook import Column, Table
from portal.kernel.clock import LONDON
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words
from portal.oversight.wording import HAPPENED
from portal.oversight.wording_elsewhere import HAPPENED_ELSEWHERE

PER_PAGE = 50
# A spreadsheet and a memory hold so many lines at once; a person with more is asked about in parts.
MOST_LINES = 20_000


@dataclass(frozen=True)
class PersonLine:
    """One person, the roles of the moment, and the last sign-in; None where there was none."""

    id: UUID
    name: str
    email: str
    employer: str
    roles: tuple[Words, ...]
    last_sign_in: datetime | None


@dataclass(frozen=True)
class PeoplePage:
    """A page of the people whose name, address or employer has the words that were looked for."""

    q: str
    people: tuple[PersonLine, ...]
    found: int
    page: int
    pages: int


@dataclass(frozen=True)
class Deed:
    """One thing that somebody did: ``council`` and ``reference`` are empty where it concerns none."""

    at: datetime
    what: Words
    council: str
    reference: str


@dataclass(frozen=True)
class TrailPage:
    """What one person has done, the newest first. ``left_out``: something is about a council the reader is bound to."""

    person: PersonLine
    deeds: tuple[Deed, ...]
    left_out: bool
    page: int
    pages: int


def people_page(session: Session, q: str, number: str) -> PeoplePage:
    """The people found, by name. The actor's permission is the route's: nobody here belongs to one council alone."""
    wanted = _looked_for(q)
    found = session.scalar(select(func.count()).select_from(Person).where(*wanted)) or 0
    page, pages = _place(number, found)
    rows = _people(wanted).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return PeoplePage(q.strip(), _lines(session, session.scalars(rows).all()), found, page, pages)


def people_table(session: Session, q: str) -> Table:
    """The same people as lines of a file, all of them."""
    rows = session.scalars(_people(_looked_for(q)).limit(MOST_LINES)).all()
    columns = [words("Name"), words("Email address"), words("Employer"), words("Roles"), words("Last sign-in")]
    return Table(
        words("People"),
        tuple(Column(title, 30) for title in columns),
        tuple(
            (line.name, line.email, line.employer, "; ".join(map(str, line.roles)), _written(line.last_sign_in))
            for line in _lines(session, rows)
        ),
    )


def trail_page(session: Session, actor: Actor, person_id: UUID, number: str) -> TrailPage:
    """What the person did, without what concerns a council that the reader is bound to. Raises NotFound."""
    person = _person(session, person_id)
    bound = _bound(session, actor, person_id)
    mine = _done_by(person_id, bound)
    found = session.scalar(select(func.count()).select_from(AuditEvent).where(*mine)) or 0
    page, pages = _place(number, found)
    deeds = _deeds(session, mine, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return TrailPage(person, deeds, bool(bound), page, pages)


def trail_table(session: Session, actor: Actor, person_id: UUID) -> Table:
    """The same as lines of a file. Raises NotFound."""
    _person(session, person_id)
    deeds = _deeds(session, _done_by(person_id, _bound(session, actor, person_id)), limit=MOST_LINES, offset=0)
    columns = [words("When (UTC)"), words("What"), words("Council"), words("Application")]
    return Table(
        words("What somebody did"),
        tuple(Column(title, 30) for title in columns),
        tuple((deed.at.isoformat(timespec="seconds"), deed.what, deed.council, deed.reference) for deed in deeds),
    )


def _place(number: str, found: int) -> tuple[int, int]:
    pages = max(1, -(-found // PER_PAGE))
    typed = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
    return min(max(1, typed), pages), pages


def _looked_for(q: str) -> tuple[ColumnElement[bool], ...]:
    text = q.strip()
    if not text:
        return ()
    columns = (Person.name, Person.email, Person.employer)
    lower = (func.lower(column).contains(text.lower(), autoescape=True) for column in columns)
    # SQLite knows small letters of English only: what has others is found as it was typed.
    return (or_(*lower, *(column.contains(text, autoescape=True) for column in columns)),)


def _people(wanted: Iterable[ColumnElement[bool]]) -> Select[Person]:
    return select(Person).where(*wanted).order_by(func.lower(Person.name), Person.email)


def _lines(session: Session, people: Collection[Person]) -> tuple[PersonLine, ...]:
    keys = [person.id for person in people]
    roles = _roles(session, keys)
    return tuple(
        PersonLine(
            person.id, person.name, person.email, person.employer, tuple(roles[person.id]), person.last_sign_in_at
        )
        for person in people
    )


def _roles(session: Session, keys: Collection[UUID]) -> Mapping[UUID, list[Words]]:
    found: dict[UUID, list[Words]] = defaultdict(list)
    held = select(StaffRole.person_id, StaffRole.role).where(
        StaffRole.person_id.in_(keys), StaffRole.state == StaffRoleState.ACTIVE
    )
    for person_id, role in session.execute(held.order_by(StaffRole.role)):
        found[person_id].append(ROLE_WORDS[role])
    belongs = (
        select(Membership.person_id, Membership.role, Council.name)
        .join(Council, Council.id == Membership.council_id)
        .where(Membership.person_id.in_(keys), Membership.state == MembershipState.ACTIVE)
        .order_by(Council.name, Membership.role)
    )
    for person_id, role, council in session.execute(belongs):
        found[person_id].append(words("%(role)s, %(council)s", role=ROLE_WORDS[role], council=council))
    return found


def _person(session: Session, person_id: UUID) -> PersonLine:
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound(f"no person {person_id}")
    return _lines(session, [found])[0]


def _bound(session: Session, actor: Actor, person_id: UUID) -> frozenset[UUID]:
    """The councils in the person's trail that the reader must not oversee."""
    councils = session.scalars(
        select(AuditEvent.council_id)
        .where(AuditEvent.actor_id == person_id, AuditEvent.council_id.is_not(None))
        .distinct()
    )
    return frozenset(
        council_id for council_id in councils if council_id and not may(actor, Permission.AUDIT_SEE, Record(council_id))
    )


def _done_by(person_id: UUID, bound: Collection[UUID]) -> tuple[ColumnElement[bool], ...]:
    own = AuditEvent.actor_id == person_id
    return (own, or_(AuditEvent.council_id.is_(None), AuditEvent.council_id.not_in(bound))) if bound else (own,)


def _deeds(session: Session, which: Iterable[ColumnElement[bool]], *, limit: int, offset: int) -> tuple[Deed, ...]:
    rows = session.execute(
        select(AuditEvent.at, AuditEvent.event, Council.name, Application.reference)
        .outerjoin(Council, Council.id == AuditEvent.council_id)
        .outerjoin(Application, Application.id == AuditEvent.case_id)
        .where(*which)
        .order_by(AuditEvent.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(Deed(at, _said(event), council or "", reference or "") for at, event, council, reference in rows)


def _said(event: str) -> Words:
    return HAPPENED.get(event) or HAPPENED_ELSEWHERE.get(event) or words("%(event)s", event=event)


def _written(at: datetime | None) -> str:
    return at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") if at else ""
