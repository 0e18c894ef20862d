"""The register of eligible bodies, as tables."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, UniqueConstraint, delete, event, insert
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from portal.councils.kinds import Kind, Nation
from portal.councils.naming import folded, name_parts
from portal.storage.base import Base, Keyed
from portal.storage.types import ByteOrdered, one_of


class Council(Keyed, Base):
    """A body that may hold the Mark from ``first_day`` to ``last_day``; no last day means that none is known.

    ``gss_code`` names an area, not the body, and changes: it is never a key. ``in_order`` is what lists are ordered by;
    it follows the name by itself.
    """

    __tablename__ = "council"
    __table_args__ = (
        CheckConstraint("last_day IS NULL OR first_day IS NULL OR first_day <= last_day", "days_in_order"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    name_cy: Mapped[str] = mapped_column(default="")
    in_order: Mapped[str] = mapped_column(ByteOrdered, default="", index=True)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    nation: Mapped[Nation] = mapped_column(one_of(Nation, "nation"))
    region: Mapped[str] = mapped_column(default="", index=True)
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


class CouncilNamePart(Base):
    """A beginning by which a council is found: an ending of a word of one of its names (see naming.py).

    Whoever writes a council through its class writes these with it.
    """

    __tablename__ = "council_name_part"
    __table_args__ = (Index("ix_council_name_part_council_id_part", "council_id", "part"),)

    part: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True)


@event.listens_for(Council, "before_insert")
@event.listens_for(Council, "before_update")
def _order(_mapper: Mapper[Council], _connection: Connection, council: Council) -> None:
    council.in_order = folded(council.name)


@event.listens_for(Council, "after_insert")
@event.listens_for(Council, "after_update")
def _name(_mapper: Mapper[Council], connection: Connection, council: Council) -> None:
    parts = sorted(name_parts(council.slug, council.name, council.name_cy or ""))
    connection.execute(delete(CouncilNamePart).where(CouncilNamePart.council_id == council.id))
    if parts:
        connection.execute(insert(CouncilNamePart), [{"part": part, "council_id": council.id} for part in parts])
