"""Concerns about the Mark: reports, who wants to hear of them, and how many come.

Revision: 0011
Follows: 0010
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import portal.storage.types

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concern_salt",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_concern_salt")),
    )
    op.create_table(
        "concern_tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reports > 0", name=op.f("ck_concern_tally_counts_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_tally")),
        sa.UniqueConstraint("day", "key", name=op.f("uq_concern_tally_day_key")),
    )
    op.create_table(
        "concern",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "not_for_us",
                "merged",
                "triaged",
                "with_council",
                "put_right",
                "escalated",
                "investigation",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "other-site",
                "old-badge",
                "fake",
                "promise",
                "false-statement",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("council_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("where_seen", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("received_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column(
            "aside",
            sa.Enum(
                "one_place",
                "one_council",
                "same_text",
                "not_by_hand",
                name="aside",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column(
            "elsewhere",
            sa.Enum(
                "council",
                "ombudsman_england",
                "ombudsman_wales",
                "monitoring_officer",
                "network",
                "police",
                "data",
                name="elsewhere",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("asked_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("by_letter", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("checked", sa.String(), nullable=False),
        sa.Column(
            "escalation",
            sa.Enum(
                "suspension",
                "formal_letter",
                "platform_report",
                name="escalation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "finding",
            sa.Enum("false", "not_false", name="finding", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("finding_why", sa.String(), nullable=False),
        sa.Column("confirmed_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "put_right",
                "taken_further",
                "no_misuse",
                "too_little",
                "proven",
                "not_proven",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("erased_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_concern_answer_has_its_moment")),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (answer_by IS NULL) AND (asked_at IS NULL) = (asked = '')",
            name=op.f("ck_concern_asked_has_its_day"),
        ),
        sa.CheckConstraint("state <> 'closed' OR outcome IS NOT NULL", name=op.f("ck_concern_closed_has_its_outcome")),
        sa.CheckConstraint("state <> 'merged' OR merged_into_id IS NOT NULL", name=op.f("ck_concern_merged_into_one")),
        sa.CheckConstraint(
            "state <> 'not_for_us' OR elsewhere IS NOT NULL", name=op.f("ck_concern_not_for_us_has_its_place")
        ),
        sa.CheckConstraint(
            "state <> 'with_council' OR council_id IS NOT NULL", name=op.f("ck_concern_council_is_known")
        ),
        sa.CheckConstraint(
            "state NOT IN ('with_council', 'put_right') OR asked_at IS NOT NULL",
            name=op.f("ck_concern_council_was_asked"),
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR finding IS NOT NULL", name=op.f("ck_concern_confirmed_what_was_found")
        ),
        sa.CheckConstraint("length(what) > 0 OR erased_at IS NOT NULL", name=op.f("ck_concern_says_something")),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_concern_not_merged_into_itself")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_concern_council_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["concern.id"], name=op.f("fk_concern_merged_into_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_concern_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("reference", name=op.f("uq_concern_reference")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index("ix_concern_council_received", ["council_id", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index("ix_concern_text", ["fingerprint", "received_at"], unique=False)

    op.create_table(
        "concern_reporter",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_reporter_concern_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_reporter")),
        sa.UniqueConstraint("concern_id", name=op.f("uq_concern_reporter_concern_id")),
    )


def downgrade() -> None:
    op.drop_table("concern_reporter")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index("ix_concern_text")
        batch_op.drop_index(batch_op.f("ix_concern_merged_into_id"))
        batch_op.drop_index("ix_concern_council_received")

    op.drop_table("concern")
    op.drop_table("concern_tally")
    op.drop_table("concern_salt")
