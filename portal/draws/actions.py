"""Committing to a seed before anybody can be drawn by it, and showing it once it is used up (C6)."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.audit.work import Reaction, Work
from portal.draws import queries, rules
from portal.draws.models import DrawSeed
from portal.draws.states import SeedState
from portal.kernel.events import Event
from portal.kernel.permissions import Permission

Due = Callable[[Session, datetime], Iterator[Callable[[Work], None]]]


def commit(work: Work, period: str, one_in: int) -> DrawSeed:
    """The period’s seed: the one committed to, or a new one. What is committed to never changes.

    Raises NotPermitted for anybody but the portal itself.
    """
    known = work.session.scalars(select(DrawSeed).where(DrawSeed.period == period)).one_or_none()
    if known is not None:
        return known
    seed = secrets.token_bytes(rules.SEED_BYTES)
    row = DrawSeed(
        period=period,
        seed=seed,
        one_in=one_in,
        commitment=rules.commitment(period, one_in, seed),
        committed_at=work.clock.now(),
    )
    work.begin(row, Permission.DRAW_COMMIT, "draw:committed", period=period, one_in=one_in, commitment=row.commitment)
    return row


def commit_on_signing(one_in: int) -> Reaction:
    """The reaction to a signature: the seed of its period is committed to, where that has not been done in advance."""

    def react(work: Work, event: Event) -> None:
        commit(work, rules.period_at(event.at), one_in)

    return react


def commits_due(one_in: int) -> Due:
    """What looks whether this period’s or the next one’s seed is still to be committed to, and yields it."""

    def look(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
        present = rules.period_at(now)
        wanted = (present, rules.following(present))
        known = set(session.scalars(select(DrawSeed.period).where(DrawSeed.period.in_(wanted))))
        for period in wanted:
            if period not in known:
                yield partial(_commit, period=period, one_in=one_in)

    return look


def _commit(work: Work, period: str, one_in: int) -> None:
    commit(work, period, one_in)


def reveals_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the showing of each seed whose period is over and that can draw nobody any more."""
    committed = select(DrawSeed.period).where(DrawSeed.state == SeedState.COMMITTED).order_by(DrawSeed.period)
    for period in session.scalars(committed).all():
        if rules.bounds(period)[1] <= now and not queries.is_in_use(session, period):
            yield partial(_reveal, period=period)


def _reveal(work: Work, period: str) -> None:
    row = work.session.scalars(select(DrawSeed).where(DrawSeed.period == period).with_for_update()).one()
    # An application may have been signed again since the look.
    if row.state is SeedState.COMMITTED and not queries.is_in_use(work.session, period):
        row.revealed_at = work.clock.now()
        work.perform(row, "reveal", period=period)


def seed_for(work: Work, application: Application) -> DrawSeed:
    """The seed by which this round of an application is drawn.

    In the first round it is that of the quarter of signing. Later rounds, after an appeal, take that of the present
    quarter: the first may be public by then. Where none was committed to in time, one is now, which draws nobody.
    """
    moment = application.submitted_at if application.round == 1 else None
    return commit(work.as_system(), rules.period_at(moment or work.clock.now()), rules.NOBODY)
