"""The seeds of the draws, as a table."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.draws.states import DRAW_SEED, SeedState
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle
from portal.storage.types import UtcDateTime, one_of


class DrawSeed(HasLifecycle, Base):
    """The secret from which every draw of one ``period`` follows, such as 2026-Q4.

    ``commitment`` is the SHA-256 that was public before the first application of the period was signed; ``seed`` is
    public from ``revealed_at`` on. One application in ``one_in`` is drawn.
    """

    __tablename__ = "draw_seed"
    __table_args__ = (
        CheckConstraint("length(commitment) = 64", "commitment_is_whole"),
        CheckConstraint("one_in >= 1", "one_in_some"),
        CheckConstraint("state <> 'revealed' OR revealed_at IS NOT NULL", "revealed_has_its_moment"),
    )

    lifecycle: ClassVar[Lifecycle[SeedState]] = DRAW_SEED
    council_id: ClassVar[None] = None
    period: Mapped[str] = mapped_column(unique=True)
    seed: Mapped[bytes] = mapped_column(LargeBinary)
    one_in: Mapped[int]
    commitment: Mapped[str]
    state: Mapped[SeedState] = mapped_column(one_of(SeedState, "state"))
    committed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("id")
