"""Official websites and accounts that change: what is proposed, and every change

Revision: 0008
Follows: 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import portal.storage.types

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposed_website",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "accepted",
                "refused",
                "taken_back",
                "removed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("look_after", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("looked_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column(
            "found",
            sa.Enum("file", "tag", name="found", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("found_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("refused_because", sa.String(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'refused' OR length(refused_because) > 0", name=op.f("ck_proposed_website_refused_has_its_reason")
        ),
        sa.CheckConstraint(
            "(found IS NULL) = (found_at IS NULL)", name=op.f("ck_proposed_website_found_has_its_moment")
        ),
        sa.CheckConstraint("length(purpose) > 0", name=op.f("ck_proposed_website_has_a_purpose")),
        sa.CheckConstraint("length(token) >= 20", name=op.f("ck_proposed_website_token_cannot_be_guessed")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_proposed_website_council_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_proposed_website_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_website")),
    )
    with op.batch_alter_table("proposed_website", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposed_website_council_id"), ["council_id"], unique=False)
        batch_op.create_index("ix_proposed_website_due", ["state", "look_after"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposed_website_host"), ["host"], unique=False)
        batch_op.create_index(
            "uq_proposed_website_waits",
            ["council_id", "host"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )

    op.create_table(
        "award_place_change",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("website", "account", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(value) > 0", name=op.f("ck_award_place_change_names_its_place")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_place_change_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_place_change")),
        sa.UniqueConstraint("award_id", "place", name=op.f("uq_award_place_change_award_id_place")),
    )


def downgrade() -> None:
    op.drop_table("award_place_change")
    with op.batch_alter_table("proposed_website", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_proposed_website_waits",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_index(batch_op.f("ix_proposed_website_host"))
        batch_op.drop_index("ix_proposed_website_due")
        batch_op.drop_index(batch_op.f("ix_proposed_website_council_id"))

    op.drop_table("proposed_website")
