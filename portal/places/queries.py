"""Official places of an award as their council sees them, and the websites that wait to be added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.awards.models import AwardAccount, AwardDomain
from portal.awards.queries import AwardRecord, awards_of
from portal.awards.rules import STANDING_WORDS, is_running
from portal.councils.hosts import in_ascii, network_of
from portal.councils.models import Council
from portal.fetching.results import why_words
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words
from portal.places.checking import NOT_THERE
from portal.places.models import ProposedWebsite
from portal.places.rules import PROOF_PATH, TAG_NAME, Listed
from portal.places.states import PROOF_WORDS, STATE_WORDS, WebsiteState

MOST_PAST = 20
NOT_THERE_WORDS = words("the website answered, but the code was neither in the file nor on its first page")


@dataclass(frozen=True)
class ListedWebsite:
    """A website that counts; ``written`` is its name in the letters of the network, empty where that is the same."""

    id: UUID
    host: str
    written: str


@dataclass(frozen=True)
class ListedAccount:
    """An account that counts; ``network`` is empty where it is none that we know by name."""

    id: UUID
    address: str
    network: str


@dataclass(frozen=True)
class ProposalFacts:
    """A website that was proposed, and how far its check has come; ``proof`` says where the code was found.

    ``fault`` is why the last look found nothing; ``refused_because`` is empty where it was neither refused nor closed
    without a decision.
    """

    id: UUID
    host: str
    purpose: str
    state: Words
    since: datetime
    proposed_at: datetime
    token: str
    waits: bool
    proof: Words | None
    looks_soon: bool
    looked_at: datetime | None
    fault: Words | None
    refused_because: str
    is_closed: bool

    @property
    def file_address(self) -> str:
        """Where the file with the code is looked for."""
        return f"https://{in_ascii(self.host)}{PROOF_PATH}"

    @property
    def home_address(self) -> str:
        """Where the line with the code is looked for."""
        return f"https://{in_ascii(self.host)}/"

    @property
    def tag(self) -> str:
        """The line for the website's first page."""
        return f'<meta name="{TAG_NAME}" content="{self.token}">'


@dataclass(frozen=True)
class PlacesPage:
    """The official websites and accounts of a council's newest award. ``runs``: something can still be added."""

    council: str
    slug: str
    number: str
    standing: Words
    runs: bool
    websites: tuple[ListedWebsite, ...]
    accounts: tuple[ListedAccount, ...]
    waiting: tuple[ProposalFacts, ...]
    past: tuple[ProposalFacts, ...]
    may_change: bool


@dataclass(frozen=True)
class RemovalPage:
    """One website or account before it is removed. ``is_last``: no website would be left."""

    council: str
    slug: str
    id: UUID
    named: str
    is_website: bool
    is_last: bool


@dataclass(frozen=True)
class ProposalPage:
    """One proposed website, as its council sees it."""

    council: str
    slug: str
    website: ProposalFacts
    may_change: bool


def council_id_of(session: Session, actor: Actor, slug: str, permission: Permission = Permission.COUNCIL_SEE) -> UUID:
    """The key of a council that the actor may do this for. Raises NotFound."""
    return _council(session, actor, slug, permission).id


def award_of(session: Session, council_id: UUID) -> AwardRecord:
    """The newest award of the council, which alone has places that change. Raises NotFound where it has none."""
    found = awards_of(session, council_id)
    if not found:
        raise NotFound(f"no award of {council_id}")
    return found[0]


def listed(session: Session, award_id: UUID, council_id: UUID) -> Listed:
    """What is official, and what waits, as the rules need it."""
    hosts = session.scalars(select(AwardDomain.host).where(AwardDomain.award_id == award_id))
    addresses = session.scalars(select(AwardAccount.address).where(AwardAccount.award_id == award_id))
    waiting = session.scalars(
        select(ProposedWebsite.host).where(
            ProposedWebsite.council_id == council_id, ProposedWebsite.state == WebsiteState.PROPOSED
        )
    )
    return Listed(tuple(hosts), tuple(addresses), tuple(waiting))


def places_page(session: Session, actor: Actor, slug: str, day: date) -> PlacesPage:
    """What the council's people see. Raises NotFound where it is not theirs, or has no award."""
    council = _council(session, actor, slug)
    award = award_of(session, council.id)
    domains = session.scalars(
        select(AwardDomain).where(AwardDomain.award_id == award.id).order_by(AwardDomain.place)
    ).all()
    accounts = session.scalars(
        select(AwardAccount).where(AwardAccount.award_id == award.id).order_by(AwardAccount.place)
    ).all()
    proposals = _proposals(session, council.id)
    return PlacesPage(
        council=council.name,
        slug=slug,
        number=award.number,
        standing=STANDING_WORDS[award.position(day).standing],
        runs=is_running(award.facts, day),
        websites=tuple(ListedWebsite(row.id, row.host, written_otherwise(row.host)) for row in domains),
        accounts=tuple(ListedAccount(row.id, row.address, network_of(_host(row.address))) for row in accounts),
        waiting=tuple(each for each in proposals if each.waits),
        past=tuple(each for each in proposals if not each.waits)[:MOST_PAST],
        may_change=may(actor, Permission.PLACES_CHANGE, Record(council.id)),
    )


def removal_page(session: Session, actor: Actor, slug: str, place_id: UUID, day: date) -> RemovalPage:
    """One place before it is removed. Raises NotFound."""
    council_id_of(session, actor, slug, Permission.PLACES_CHANGE)
    page = places_page(session, actor, slug, day)
    website = next((each for each in page.websites if each.id == place_id), None)
    account = next((each for each in page.accounts if each.id == place_id), None)
    named = website.host if website else account.address if account else ""
    if not named:
        raise NotFound(f"no place {place_id} of {slug}")
    return RemovalPage(page.council, slug, place_id, named, website is not None, len(page.websites) == 1)


def proposal_page(session: Session, actor: Actor, slug: str, proposal_id: UUID) -> ProposalPage:
    """A proposed website. Raises NotFound where it is not theirs."""
    row = own_proposal(session, actor, slug, proposal_id)
    council = _council(session, actor, slug)
    changes = may(actor, Permission.PLACES_CHANGE, Record(council.id))
    return ProposalPage(council.name, slug, proposal_facts(row), changes)


def own_proposal(
    session: Session, actor: Actor, slug: str, proposal_id: UUID, *, lock: bool = False
) -> ProposedWebsite:
    """The row, for the council's people. Raises NotFound for everybody else."""
    council_id = council_id_of(session, actor, slug)
    row = session.get(ProposedWebsite, proposal_id, with_for_update=lock or None)
    if row is None or row.council_id != council_id:
        raise NotFound(f"no website {proposal_id} of {slug}")
    return row


def proposal_to_decide(session: Session, actor: Actor, proposal_id: UUID, *, lock: bool = False) -> ProposedWebsite:
    """The row, for an administrator who is not bound to its council. Raises NotFound for everybody else."""
    row = session.get(ProposedWebsite, proposal_id, with_for_update=lock or None)
    if row is None or not may(actor, Permission.WEBSITE_CHECK, Record(row.council_id)):
        raise NotFound(f"no website {proposal_id} for {actor.name}")
    return row


def accepted(session: Session, council_id: UUID, host: str) -> Sequence[ProposedWebsite]:
    """What was proposed and accepted for this website of the council, and not removed since; locked."""
    return session.scalars(
        select(ProposedWebsite)
        .where(
            ProposedWebsite.council_id == council_id,
            ProposedWebsite.host == host,
            ProposedWebsite.state == WebsiteState.ACCEPTED,
        )
        .with_for_update()
    ).all()


def proposal_facts(row: ProposedWebsite) -> ProposalFacts:
    """The row in plain values."""
    waits = row.state is WebsiteState.PROPOSED
    return ProposalFacts(
        id=row.id,
        host=row.host,
        purpose=row.purpose,
        state=STATE_WORDS[row.state],
        since=row.state_since,
        proposed_at=row.proposed_at,
        token=row.token,
        waits=waits,
        proof=PROOF_WORDS[row.found] if row.found else None,
        looks_soon=waits and row.look_after is not None,
        looked_at=row.looked_at,
        fault=NOT_THERE_WORDS if row.fault == NOT_THERE else why_words(row.fault),
        refused_because=row.refused_because,
        is_closed=row.state is WebsiteState.CLOSED,
    )


def written_otherwise(host: str) -> str:
    """The host in the letters of the network; empty where it is the same."""
    written = in_ascii(host)
    return "" if written == host else written


def _proposals(session: Session, council_id: UUID) -> tuple[ProposalFacts, ...]:
    rows = session.scalars(
        select(ProposedWebsite)
        .where(ProposedWebsite.council_id == council_id)
        .order_by(ProposedWebsite.state_since.desc(), ProposedWebsite.id)
        .limit(MOST_PAST * 2)
    )
    return tuple(proposal_facts(row) for row in rows)


def _council(session: Session, actor: Actor, slug: str, permission: Permission = Permission.COUNCIL_SEE) -> Council:
    council = session.scalar(select(Council).where(Council.slug == slug))
    if council is None or not may(actor, permission, Record(council.id)):
        raise NotFound(f"no council {slug} for {actor.name}")
    return council


def _host(address: str) -> str:
    return address.partition("://")[2].split("/")[0].lower()
