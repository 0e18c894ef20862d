"""Whose a web address is: the councils that have registered it, and those whose address it is like."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.awards.models import Award, AwardAccount, AwardDomain
from portal.awards.queries import awards
from portal.councils.models import Council, CouncilDomain
from portal.kernel.words import Names, Words
from portal.register.entries import Entry, entry_of
from portal.register.lookalikes import likenesses
from portal.register.pasted import Pasted

# Where anybody can have an account: what counts is the account, not the website.
NETWORKS = frozenset(
    {"bsky.app", "facebook.com", "instagram.com", "linkedin.com", "nextdoor.co.uk", "nextdoor.com", "pinterest.com"}
    | {"reddit.com", "snapchat.com", "threads.com", "threads.net", "tiktok.com", "twitter.com", "vimeo.com"}
    | {"whatsapp.com", "x.com", "youtube.com"}
)
_NAMES = {"twitter.com": ("twitter.com", "x.com"), "x.com": ("twitter.com", "x.com")}
# What comes before the name of a network on a phone, or on a website.
_BEFORE = ("", "www.", "m.")


class Place(StrEnum):
    """What an address leads to: a website, or an account on a social network."""

    WEBSITE = "website"
    NETWORK = "network"


@dataclass(frozen=True)
class Owner:
    """Who has registered an address: ``what`` is the host or the account that is registered, empty where nobody has."""

    place: Place
    what: str = ""
    council_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class CouncilFound:
    """A council that fits what was typed: ``line`` says yes or no where it has had an award, which ``number`` names."""

    name: Names
    slug: str
    line: Words | None
    number: str
    holds_the_mark: bool


@dataclass(frozen=True)
class Imitated:
    """A registered address that a pasted one is like: in what, in a sentence, and whose it is."""

    known: str
    said: Words


def owner_of(session: Session, pasted: Pasted) -> Owner:
    """Who has registered the account, the host or the nearest host above it. Never an ending that many share."""
    accounts = _accounts_at(session, pasted) if pasted.path else {}
    if accounts:
        return Owner(Place.NETWORK, next(iter(accounts)), frozenset().union(*accounts.values()))
    if pasted.domain in NETWORKS:
        return Owner(Place.NETWORK)
    for host in _upwards(pasted):
        ids = frozenset(
            session.scalars(
                select(Award.council_id)
                .join(AwardDomain, AwardDomain.award_id == Award.id)
                .where(AwardDomain.host == host)
            )
        ) | frozenset(session.scalars(select(CouncilDomain.council_id).where(CouncilDomain.host == host)))
        if ids:
            return Owner(Place.WEBSITE, host, ids)
    return Owner(Place.WEBSITE)


def imitated(session: Session, pasted: Pasted) -> tuple[Imitated, ...]:
    """The registered websites that an address which nobody has registered is like."""
    rows = session.execute(
        select(AwardDomain.host, Council.name)
        .join(Award, Award.id == AwardDomain.award_id)
        .join(Council, Council.id == Award.council_id)
        .union(select(CouncilDomain.host, Council.name).join(Council, Council.id == CouncilDomain.council_id))
    )
    owners: dict[str, set[str]] = defaultdict(set)
    for host, council in rows:
        owners[host].add(council)
    return tuple(
        Imitated(like.known, like.words_for(pasted, ", ".join(sorted(owners[like.known]))))
        for like in likenesses(pasted, owners)
    )


def councils_found(session: Session, condition: ColumnElement[bool], day: date, most: int) -> tuple[CouncilFound, ...]:
    """The councils that meet the condition, by name, ``most`` at most, each with its newest award."""
    rows = session.execute(
        select(Council.id, Council.name, Council.name_cy, Council.slug)
        .where(condition)
        .order_by(Council.name)
        .limit(most)
    ).all()
    entries = _newest(session, [row.id for row in rows], day)
    return tuple(_found(Names(row.name, row.name_cy), row.slug, entries.get(row.id)) for row in rows)


def _upwards(pasted: Pasted) -> Iterable[str]:
    """The host as computers and as people write it, then each host above it, down to the part that is registered."""
    for start in range(pasted.host.count(".") - pasted.domain.count(".") + 1):
        yield from dict.fromkeys(".".join(host.split(".")[start:]) for host in (pasted.host, pasted.reads))


def _accounts_at(session: Session, pasted: Pasted) -> dict[str, set[UUID]]:
    hosts = _NAMES.get(pasted.domain, (pasted.host.removeprefix("m."),))
    path = pasted.path.lower()
    spelled = [
        f"{scheme}://{before}{host}/{path}{end}"
        for scheme in ("https", "http")
        for before in _BEFORE
        for host in hosts
        for end in ("", "/")
    ]
    found: dict[str, set[UUID]] = defaultdict(set)
    rows = session.execute(
        select(AwardAccount.address, Award.council_id)
        .join(Award, Award.id == AwardAccount.award_id)
        .where(func.lower(AwardAccount.address).in_(spelled))
    )
    for address, council_id in rows:
        found[address].add(council_id)
    return found


def _newest(session: Session, council_ids: Iterable[UUID], day: date) -> dict[UUID, Entry]:
    newest: dict[UUID, Entry] = {}
    for record in awards(session, Award.council_id.in_(tuple(council_ids)), Award.starts_on <= day):
        newest.setdefault(record.council_id, entry_of(record, day))
    return newest


def _found(name: Names, slug: str, entry: Entry | None) -> CouncilFound:
    if entry is None:
        return CouncilFound(name, slug, None, "", holds_the_mark=False)
    return CouncilFound(name, slug, entry.first_line, entry.number, entry.holds_the_mark)
