"""Looking on a council's own website for pages that may be evidence. It proposes; an officer accepts or dismisses."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urljoin
from uuid import UUID

import structlog
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.applications.models import Application, EvidenceItem
from portal.audit.errands import Fetch, Outside, take_due
from portal.councils.models import CouncilDomain
from portal.criteria.edition import Edition
from portal.criteria.queries import edition_of
from portal.fetching.results import Fetched, Reason, why_not_read
from portal.links import reading
from portal.links.models import Finding, FindingKind, WebsiteLook
from portal.links.pagetext import anchors, readable

MOST_FETCHES = 6
MOST_TRIES = 2
PAUSE = timedelta(minutes=10)

log = structlog.get_logger()


@dataclass(frozen=True)
class Taken:
    """One look that is to be done now, by nobody else."""

    look_id: UUID
    application_id: UUID
    hosts: tuple[str, ...]
    edition: Edition


@dataclass(frozen=True)
class Found:
    """A page that may be evidence for a criterion."""

    kind: FindingKind
    criterion: str
    address: str
    said: str


@dataclass
class Visit:
    """One visit to a council's website, of a few pages at most. ``fault`` says why its first page was not read."""

    fetch: Fetch
    hosts: frozenset[str]
    left: int = MOST_FETCHES
    fault: str = ""
    pages: dict[str, Fetched] = field(default_factory=dict)

    def open(self, address: str) -> Fetched | None:
        """The page, where it is there and still on the council's own website after every redirect."""
        if address not in self.pages and self.left > 0:
            self.left -= 1
            got = self.fetch(address)
            if isinstance(got, Fetched) and got.is_there and reading.is_own(got.address, self.hosts):
                self.pages[address] = got
            else:
                self.fault = self.fault or why_not_read(got)
        return self.pages.get(address)

    def home(self, host: str) -> Fetched | None:
        """The first page, which many councils have under www only."""
        return self.open(f"https://{host}/") or self.open(f"https://www.{host}/")


def look_one(outside: Outside) -> bool:
    """Look on one council's website, where somebody has asked; says whether anybody had."""
    taken = _take(outside)
    if taken is None:
        return False
    visit = Visit(outside.fetch, frozenset(taken.hosts))
    found = list(_found(taken, visit))
    _note(outside, taken, found, "" if visit.pages else visit.fault or Reason.UNKNOWN_HOST)
    log.info("website looked at", look=str(taken.look_id), found=len(found), fault=visit.fault)
    return True


def _found(taken: Taken, visit: Visit) -> Iterator[Found]:
    for host in taken.hosts[:1]:
        home = visit.home(host)
        links = anchors(home.content, home.media_type, home.address) if home else ()
        beginning = urljoin(home.address if home else f"https://{host}/", reading.SECURITY_TXT_PATH)
        for kind in FindingKind:
            criterion = reading.criterion_for(kind, taken.edition)
            if criterion is None:
                continue
            if kind is FindingKind.SECURITY_TXT:
                candidates: tuple[str, ...] = (beginning,)
            else:
                candidates = reading.promising(kind, links, visit.hosts)[:2]
            yield from _read(kind, criterion, candidates, visit)


def _read(kind: FindingKind, criterion: str, candidates: tuple[str, ...], visit: Visit) -> Iterator[Found]:
    for address in candidates:
        page = visit.open(address)
        if page is None or (kind is FindingKind.SECURITY_TXT and page.media_type != "text/plain"):
            continue
        if said := reading.words_found(kind, readable(page.content, page.media_type)):
            yield Found(kind, criterion, page.address, said)


def _due(now: datetime) -> Select[WebsiteLook]:
    return (
        select(WebsiteLook)
        .where(WebsiteLook.done_at.is_(None), WebsiteLook.run_after <= now, WebsiteLook.tries < MOST_TRIES)
        .order_by(WebsiteLook.run_after, WebsiteLook.id)
        .limit(1)
    )


def _take(outside: Outside) -> Taken | None:
    now = outside.clock.now()

    def take(session: Session, row: WebsiteLook) -> Taken:
        row.tries += 1
        row.run_after = now + PAUSE
        application = session.get_one(Application, row.application_id)
        edition = edition_of(session, application.edition_id)
        return Taken(row.id, application.id, own_hosts(session, application.council_id), edition)

    return take_due(outside, WebsiteLook, _due(now), take)


def own_hosts(session: Session, council_id: UUID) -> tuple[str, ...]:
    """The council's own domains, as the scheme knows them; one that it shares with others is not its own."""
    return tuple(
        session.scalars(
            select(CouncilDomain.host)
            .where(CouncilDomain.council_id == council_id, CouncilDomain.shared.is_(False))
            .order_by(CouncilDomain.host)
        )
    )


def _note(outside: Outside, taken: Taken, found: list[Found], fault: str) -> None:
    now = outside.clock.now()
    with outside.database.writing() as session:
        row = session.get_one(WebsiteLook, taken.look_id)
        row.done_at, row.fault = now, fault
        known = _known(session, taken.application_id)
        for page in found:
            if (page.criterion, page.address) not in known:
                known.add((page.criterion, page.address))
                session.add(
                    Finding(
                        application_id=taken.application_id,
                        criterion=page.criterion,
                        kind=page.kind,
                        address=page.address,
                        words_found=page.said,
                        found_at=now,
                    )
                )


def _known(session: Session, application_id: UUID) -> set[tuple[str, str]]:
    proposed = session.execute(
        select(Finding.criterion, Finding.address).where(Finding.application_id == application_id)
    )
    given = session.execute(
        select(EvidenceItem.criterion, EvidenceItem.address).where(
            EvidenceItem.application_id == application_id, EvidenceItem.removed_at.is_(None)
        )
    )
    return {(criterion, address or "") for criterion, address in (*proposed.all(), *given.all())}
