"""The register of eligible bodies, as tables."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.councils.kinds import Kind, Nation
from portal.storage.base import Base, Keyed
from portal.storage.types import one_of


class Council(Keyed, Base):
    """A body that may hold the Mark from ``first_day`` to ``last_day``; no last day means that none is known.

    ``gss_code`` names an area, not the body, and changes: it is never a key.
    """

    __tablename__ = "council"
    __table_args__ = (
        CheckConstraint("last_day IS NULL OR first_day IS NULL OR first_day <= last_day", "days_in_order"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    name_cy: Mapped[str] = mapped_column(default="")
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    nation: Mapped[Nation] = mapped_column(one_of(Nation, "nation"))
    region: Mapped[str] = mapped_column(default="")
    gss_code: Mapped[str] = mapped_column(default="")
    population: Mapped[int | None]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]


class CouncilDomain(Keyed, Base):
    """A web domain that belongs to a council: the host without ``www``.

    On a ``shared`` domain an email address does not tell for which of the bodies a person works.
    """

    __tablename__ = "council_domain"
    __table_args__ = (UniqueConstraint("council_id", "host"),)

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    host: Mapped[str] = mapped_column(index=True)
    shared: Mapped[bool] = mapped_column(default=False)


class Succession(Keyed, Base):
    """A council that replaces another (C10 of docs/process.md)."""

    __tablename__ = "succession"
    __table_args__ = (UniqueConstraint("council_id", "successor_id"),)

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
