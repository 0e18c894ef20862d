"""Yearly declarations of interests, as a table. What was declared stands in ConflictOfInterest."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime


class InterestDeclaration(Keyed, Base):
    """Somebody's word that, in this year, they have declared every tie that they know of (C6)."""

    __tablename__ = "interest_declaration"
    __table_args__ = (UniqueConstraint("person_id", "year"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    year: Mapped[int]
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
