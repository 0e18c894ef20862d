"""Credentials as they were issued, and the signed status lists

Revision: 0012
Follows: 0011
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import portal.storage.types

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "status_list",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("revocation", "suspension", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("outdated", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(bits) = 16384", name=op.f("ck_status_list_bits_are_whole")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_status_list_lists_count_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_list")),
        sa.UniqueConstraint("number", "purpose", name=op.f("uq_status_list_number_purpose")),
    )
    op.create_table(
        "credential",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("list_index", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("svg", sa.LargeBinary(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("superseded_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("issue >= 1", name=op.f("ck_credential_issues_count_from_one")),
        sa.CheckConstraint("list_index BETWEEN 0 AND 131071", name=op.f("ck_credential_index_is_in_the_list")),
        sa.CheckConstraint("list_number >= 1", name=op.f("ck_credential_lists_count_from_one")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_credential_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("award_id", "issue", name=op.f("uq_credential_award_id_issue")),
        sa.UniqueConstraint("list_number", "list_index", name=op.f("uq_credential_list_number_list_index")),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index(
            "uq_credential_in_force",
            ["award_id"],
            unique=True,
            sqlite_where=sa.text("superseded_reason = ''"),
            postgresql_where=sa.text("superseded_reason = ''"),
        )


def downgrade() -> None:
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_credential_in_force",
            sqlite_where=sa.text("superseded_reason = ''"),
            postgresql_where=sa.text("superseded_reason = ''"),
        )

    op.drop_table("credential")
    op.drop_table("status_list")
