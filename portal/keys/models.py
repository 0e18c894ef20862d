"""The scheme's signing keys, as a table."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.kernel.lifecycle import Lifecycle
from portal.keys.states import ISSUER_KEY, KeyState, Purpose
from portal.storage.base import Base, HasLifecycle
from portal.storage.types import UtcDateTime, one_of

_IN_USE = text("state = 'in_use'")


class IssuerKey(HasLifecycle, Base):
    """One key. ``name`` is made from its public part and stands after the # in addresses; ``public`` is that part.

    The private part is encrypted: ``sealed_private`` opens only with the installation's KEY_SECRET, this row's ``salt``
    and ``nonce``, and this row's purpose and name. A key for seals has its ``certificate`` (X.509, DER). One key
    of each purpose is in use at most.
    """

    __tablename__ = "issuer_key"
    __table_args__ = (
        Index("uq_issuer_key_in_use", "purpose", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE),
        CheckConstraint("(purpose = 'seal') = (certificate IS NOT NULL)", "seal_has_its_certificate"),
        CheckConstraint("state = 'in_use' OR retired_at IS NOT NULL", "retired_has_its_moment"),
    )

    lifecycle: ClassVar[Lifecycle[KeyState]] = ISSUER_KEY
    council_id: ClassVar[None] = None
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose, "purpose"))
    name: Mapped[str] = mapped_column(unique=True)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary)
    certificate: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[KeyState] = mapped_column(one_of(KeyState, "state"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("id")
