"""The base of every mapped class, with names for every constraint so that migrations can find them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from portal.storage.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the portal."""

    metadata = MetaData(naming_convention=NAMING)


class Keyed:
    """A row with a random key, which says nothing about how many there are."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Versioned:
    """A row that two people may change at once: the second finds that its version is gone, and nothing is lost."""

    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 # SQLAlchemy calls it with the mapped class
        return {"version_id_col": cls.version}


class HasLifecycle(Versioned, Keyed):
    """A row that moves through a lifecycle. Its class adds ``lifecycle``, ``state``, ``council_id`` and ``case_id``.

    ``state`` and ``state_since`` are written by the unit of work and by nothing else.
    """

    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
