"""The register of eligible bodies, as it can be read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.councils.finding import (
    beginning_values,
    begins_with,
    has_words,
    like_it,
    typed_words,
    with_part,
    word_values,
)
from portal.councils.kinds import KIND_WORDS, Kind, Nation
from portal.councils.models import Council, CouncilDomain, Succession
from portal.councils.naming import search_words
from portal.kernel.errors import NotFound
from portal.kernel.words import Words

MOST_FOUND = 20
# How many words are tried for one that was mistyped, and how much of such a word must be right: 1 is all of it.
MOST_NEAR, NEAR = 3, 0.75


@dataclass(frozen=True)
class CouncilFacts:
    """A body that may hold the Mark, in plain values."""

    id: UUID
    slug: str
    name: str
    name_cy: str
    kind: Kind
    nation: Nation
    region: str
    first_day: date | None
    last_day: date | None

    @property
    def kind_words(self) -> Words:
        """What kind of council it is."""
        return KIND_WORDS[self.kind]

    def has_ended(self, day: date) -> bool:
        """Whether its last day is over."""
        return self.last_day is not None and self.last_day < day


@dataclass(frozen=True)
class DomainFacts:
    """A domain of a council; ``shared_with`` names the other councils on it."""

    host: str
    shared: bool
    shared_with: tuple[str, ...] = ()


def _facts(row: Council) -> CouncilFacts:
    return CouncilFacts(
        row.id, row.slug, row.name, row.name_cy, row.kind, row.nation, row.region, row.first_day, row.last_day
    )


def search(session: Session, q: str, limit: int = MOST_FOUND) -> tuple[CouncilFacts, ...]:
    """Councils with every word of ``q`` in their names, in English or in Welsh; those that begin with it first."""
    words = typed_words(session, q)
    fitting = select(Council).where(has_words(len(words)))
    in_order = fitting.order_by(~begins_with(), Council.in_order, Council.slug).limit(limit)
    rows = session.scalars(in_order, {**word_values(words), **beginning_values(q)})
    return tuple(_facts(row) for row in rows)


def nearest(session: Session, q: str) -> tuple[UUID, ...]:
    """The councils that have a word like the one of ``q`` that none has, for whoever mistyped it.

    Its first letter must be right.
    """
    mistyped = typed_words(session, q)[:1]
    close: list[str] = []
    for word in mistyped:
        parts = session.scalars(like_it(), word_values([word[0]])).all()
        close = get_close_matches(word, parts, MOST_NEAR, NEAR)
    found = session.scalars(select(Council).where(with_part(close)))
    # A whole word: the endings of others are like too much.
    return tuple(row.id for row in found if set(close) & set(search_words(f"{row.name} {row.name_cy}")))


def by_slug(session: Session, slug: str) -> CouncilFacts:
    """The council with this slug. Raises NotFound."""
    row = session.scalar(select(Council).where(Council.slug == slug))
    if row is None:
        raise NotFound(f"no council {slug}")
    return _facts(row)


def by_id(session: Session, council_id: UUID) -> CouncilFacts:
    """The council with this key. Raises NotFound."""
    row = session.get(Council, council_id)
    if row is None:
        raise NotFound(f"no council {council_id}")
    return _facts(row)


def domains(session: Session, council_id: UUID) -> tuple[DomainFacts, ...]:
    """The web domains of the council, and who else is on them."""
    own = session.execute(
        select(CouncilDomain.host, CouncilDomain.shared)
        .where(CouncilDomain.council_id == council_id)
        .order_by(CouncilDomain.host)
    )
    return tuple(DomainFacts(host, shared, _others_on(session, host, council_id)) for host, shared in own)


def belonging_to_others(session: Session, council_id: UUID, hosts: Collection[str]) -> dict[str, str]:
    """Those of the hosts that are on another council's registered domain and not on this one's; with its name."""
    above = {host: {host.split(".", start)[-1] for start in range(host.count("."))} for host in hosts}
    rows = session.execute(
        select(CouncilDomain.host, CouncilDomain.council_id, Council.name)
        .join(Council, Council.id == CouncilDomain.council_id)
        .where(CouncilDomain.host.in_(set().union(*above.values())))
        .order_by(Council.name)
    ).all()
    found = {host: [row for row in rows if row.host in domains] for host, domains in above.items()}
    return {
        host: known[0].name
        for host, known in found.items()
        if known and all(row.council_id != council_id for row in known)
    }


def _others_on(session: Session, host: str, council_id: UUID) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(Council.name)
            .join(CouncilDomain, CouncilDomain.council_id == Council.id)
            .where(CouncilDomain.host == host, Council.id != council_id)
            .order_by(Council.name)
        )
    )


def successors(session: Session, council_id: UUID) -> tuple[CouncilFacts, ...]:
    """The councils that replace this one (C10), by name."""
    rows = session.scalars(
        select(Council)
        .join(Succession, Succession.successor_id == Council.id)
        .where(Succession.council_id == council_id)
        .order_by(Council.name)
    )
    return tuple(_facts(row) for row in rows)
