"""The keys by which certificates and credentials are signed

Revision: 0006
Follows: 0005
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import portal.storage.types

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issuer_key",
        sa.Column(
            "purpose",
            sa.Enum("proof", "token", "seal", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("in_use", "retired", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("made_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("retired_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(purpose = 'seal') = (certificate IS NOT NULL)", name=op.f("ck_issuer_key_seal_has_its_certificate")
        ),
        sa.CheckConstraint(
            "state <> 'retired' OR retired_at IS NOT NULL", name=op.f("ck_issuer_key_retired_has_its_moment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_key")),
        sa.UniqueConstraint("name", name=op.f("uq_issuer_key_name")),
    )
    with op.batch_alter_table("issuer_key", schema=None) as batch_op:
        batch_op.create_index(
            "uq_issuer_key_in_use",
            ["purpose"],
            unique=True,
            sqlite_where=sa.text("state = 'in_use'"),
            postgresql_where=sa.text("state = 'in_use'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("issuer_key", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_issuer_key_in_use",
            sqlite_where=sa.text("state = 'in_use'"),
            postgresql_where=sa.text("state = 'in_use'"),
        )

    op.drop_table("issuer_key")
