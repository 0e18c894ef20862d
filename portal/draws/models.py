"""The seeds of the draws, as a table."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime


class DrawSeed(Keyed, Base):
    """The secret from which every draw of one ``period`` follows, such as 2026-Q4.

    ``commitment`` is the SHA-256 that was public before the first application of the period was signed; ``seed`` is
    public from ``revealed_at`` on. One application in ``one_in`` is drawn.
    """

    __tablename__ = "draw_seed"
    __table_args__ = (
        CheckConstraint("length(commitment) = 64", "commitment_is_whole"),
        CheckConstraint("one_in >= 1", "one_in_some"),
    )

    period: Mapped[str] = mapped_column(unique=True)
    seed: Mapped[bytes] = mapped_column(LargeBinary)
    one_in: Mapped[int]
    commitment: Mapped[str]
    committed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
