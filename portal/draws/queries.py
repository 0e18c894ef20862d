"""Reads about the draws: what anybody may see of them, and what anybody can check."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import SIGNED_STATES, ApplicationState
from portal.draws import rules
from portal.draws.models import DrawSeed
from portal.kernel.errors import NotFound

# Until it is decided, an application may still be drawn, or scored by somebody who must not know why.
_UNDER_REVIEW = SIGNED_STATES - {ApplicationState.DECIDED}


@dataclass(frozen=True)
class Draw:
    """One period as anybody may see it. ``seed`` is hexadecimal, and empty while it is secret.

    ``text`` is the one whose SHA-256 is the commitment; empty as long as the seed is. ``draws`` is False where the seed
    came too late to draw anybody.
    """

    period: str
    one_in: int
    draws: bool
    commitment: str
    committed_at: datetime
    seed: str
    text: str
    revealed_at: datetime | None


@dataclass(frozen=True)
class DrawsPage:
    """Every period, the newest first, and how many criteria are drawn."""

    draws: tuple[Draw, ...]
    random_criteria: int


def draws_page(session: Session) -> DrawsPage:
    """What anybody may see. A seed leaves the database only once it is shown."""
    rows = session.execute(
        select(
            DrawSeed.period, DrawSeed.one_in, DrawSeed.commitment, DrawSeed.committed_at, DrawSeed.revealed_at
        ).order_by(DrawSeed.period.desc())
    ).all()
    revealed = select(DrawSeed.period, DrawSeed.seed).where(DrawSeed.revealed_at.is_not(None))
    shown: dict[str, bytes] = {row.period: row.seed for row in session.execute(revealed)}
    return DrawsPage(
        tuple(
            Draw(
                period,
                one_in,
                one_in != rules.NOBODY,
                commitment,
                committed_at,
                shown[period].hex() if period in shown else "",
                rules.canonical(period, one_in, shown[period]) if period in shown else "",
                revealed_at,
            )
            for period, one_in, commitment, committed_at, revealed_at in rows
        ),
        rules.RANDOM_CRITERIA,
    )


def is_in_use(session: Session, period: str) -> bool:
    """Whether the period’s seed may still decide about an application that is being reviewed.

    After an appeal any seed may be the one: those applications are few, and keep every seed secret.
    """
    begins, ends = rules.bounds(period)
    signed_in = and_(Application.submitted_at >= begins, Application.submitted_at < ends)
    found = select(Application.id).where(Application.state.in_(_UNDER_REVIEW), or_(signed_in, Application.round > 1))
    return session.scalar(found.limit(1)) is not None


@dataclass(frozen=True)
class Verified:
    """What checking one period has come to. ``signed_before``: references signed before the commitment was public."""

    period: str
    revealed: bool
    fits: bool
    signed_before: tuple[str, ...]


def verified(session: Session) -> tuple[Verified, ...]:
    """Every period checked again, oldest first: does the seed fit what was published, and was that in time?"""
    found = []
    for row in session.scalars(select(DrawSeed).order_by(DrawSeed.period)).all():
        begins, ends = rules.bounds(row.period)
        early = session.scalars(
            select(Application.reference)
            .where(
                Application.submitted_at >= begins,
                Application.submitted_at < ends,
                Application.submitted_at < row.committed_at,
            )
            .order_by(Application.reference)
        )
        found.append(
            Verified(
                row.period,
                row.revealed_at is not None,
                rules.commitment(row.period, row.one_in, row.seed) == row.commitment,
                tuple(early),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Outcome:
    """How the draw of one application ended; ``drawn`` is None while its seed is secret."""

    reference: str
    period: str
    drawn: bool | None


def outcome(session: Session, reference: str) -> Outcome:
    """Whether the application with this reference was drawn when it was signed. Raises NotFound."""
    signed = session.scalars(select(Application.submitted_at).where(Application.reference == reference)).one_or_none()
    if signed is None:
        raise NotFound(f"no signed application {reference}")
    period = rules.period_at(signed)
    row = session.scalars(
        select(DrawSeed).where(DrawSeed.period == period, DrawSeed.revealed_at.is_not(None))
    ).one_or_none()
    return Outcome(reference, period, rules.is_drawn(row.seed, row.one_in, reference) if row else None)
