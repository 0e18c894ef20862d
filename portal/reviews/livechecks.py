"""What reviewers saw when they looked for themselves: account, day, how many, how many good (C5 row 19)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.queries import presence_of
from portal.criteria.edition import Criterion
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor
from portal.reviews import rules
from portal.reviews.models import LiveCheck
from portal.reviews.queries import OwnReview, own_review


@dataclass(frozen=True)
class Seen:
    """One recorded live check; ``percent`` is its share of good ones."""

    id: UUID
    account: str
    checked_on: date
    sampled: int
    good: int
    notes: str

    @property
    def percent(self) -> int:
        """How many in a hundred were good."""
        return rules.share(self.good, self.sampled)


@dataclass(frozen=True)
class AllSeen:
    """Every live check on one criterion, and what they come to together."""

    checks: tuple[Seen, ...]

    @property
    def sampled(self) -> int:
        """How many were looked at on all accounts."""
        return sum(check.sampled for check in self.checks)

    @property
    def good(self) -> int:
        """How many of them were good."""
        return sum(check.good for check in self.checks)

    @property
    def percent(self) -> int:
        """How many in a hundred were good, over all accounts; 0 where nothing is recorded."""
        return rules.share(self.good, self.sampled) if self.checks else 0


def live_checks_of(session: Session, assignment_ids: Collection[UUID]) -> Mapping[UUID, Mapping[str, AllSeen]]:
    """The live checks of these reviews, by review and criterion, in the order of recording; in one query.

    Who may read them is asked before. A review without any has an empty mapping.
    """
    found: dict[UUID, dict[str, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    rows = session.scalars(
        select(LiveCheck)
        .where(LiveCheck.assignment_id.in_(assignment_ids))
        .order_by(LiveCheck.recorded_at, LiveCheck.id)
    )
    for row in rows:
        found[row.assignment_id][row.criterion].append(_seen(row))
    return {
        key: {criterion: AllSeen(tuple(checks)) for criterion, checks in found[key].items()} for key in assignment_ids
    }


def _seen(row: LiveCheck) -> Seen:
    return Seen(row.id, row.account, row.checked_on, row.sampled, row.good, row.notes)


@dataclass(frozen=True)
class ChecksPage:
    """What to look at for one criterion, the council's own list of accounts and websites, and what was recorded.

    ``changing`` is the recorded check that is being changed, if any.
    """

    review: OwnReview
    criterion: Criterion
    accounts: tuple[str, ...]
    websites: tuple[str, ...]
    seen: AllSeen
    changing: Seen | None


def checks_page(
    session: Session, actor: Actor, reference: str, criterion_id: str, changing: UUID | None = None
) -> ChecksPage:
    """The live checks of one criterion of the actor's own review. Raises NotFound, also where none is asked for."""
    review = own_review(session, actor, reference)
    criterion = review.edition.criterion(criterion_id)
    if not criterion.live_check:
        raise NotFound(f"no live check for {criterion_id}")
    seen = live_checks_of(session, [review.assignment_id])[review.assignment_id].get(criterion.id, AllSeen(()))
    accounts, websites = listed(session, review)
    return ChecksPage(review, criterion, accounts, websites, seen, _one(seen.checks, changing) if changing else None)


def listed(session: Session, review: OwnReview) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The accounts and the websites that the council has listed as its own."""
    presence = presence_of(session, review.application_id)
    if presence is None:
        return (), ()
    return tuple(presence.typed.accounts.splitlines()), tuple(presence.typed.domains.splitlines())


def _one(checks: Sequence[Seen], wanted: UUID) -> Seen:
    for check in checks:
        if check.id == wanted:
            return check
    raise NotFound(f"no live check {wanted}")
