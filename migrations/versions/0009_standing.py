"""What leads to an award's suspension, withdrawal or giving up, and whom a council wants told of it

Revision: 0009
Follows: 0008
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import portal.storage.types
from portal.storage.checks import one_of, replace_checks

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels = None
depends_on = None

OLD_REASONS = ("false_statement", "misuse", "annual_check_not_done")


def upgrade() -> None:
    """Five tables more, and a fourth reason for a withdrawal."""
    replace_checks(
        "award_state_change",
        {"reason_type": one_of("reason_type", (*OLD_REASONS, "criterion_not_met"))},
        ("reason_type",),
    )
    op.create_table(
        "award_contact",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("web", "monitoring_officer", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_award_contact_council_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_award_contact_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_contact")),
        sa.UniqueConstraint("council_id", "kind", name=op.f("uq_award_contact_council_id_kind")),
    )
    op.create_table(
        "giving_up",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "confirmed",
                "refused",
                "taken_back",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'confirmed' OR answered_by_id <> asked_by_id", name=op.f("ck_giving_up_confirmed_by_another")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_giving_up_answered_by_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_giving_up_application_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_giving_up_asked_by_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_giving_up_award_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_giving_up_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_giving_up")),
    )
    with op.batch_alter_table("giving_up", schema=None) as batch_op:
        batch_op.create_index(
            "uq_giving_up_open",
            ["award_id"],
            unique=True,
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )

    op.create_table(
        "suspension",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "notified",
                "in_force",
                "rejected",
                "dropped",
                "put_right",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "annual_check_late",
                "misuse",
                "criterion_failed",
                "false_statement",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("to_put_right", sa.String(), nullable=False),
        sa.Column("public_note", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("suspend_on", sa.Date(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'notified' OR suspend_on IS NOT NULL", name=op.f("ck_suspension_notice_names_the_day")
        ),
        sa.CheckConstraint("decided_by_id <> proposed_by_id", name=op.f("ck_suspension_decided_by_another")),
        sa.CheckConstraint("length(public_note) > 0", name=op.f("ck_suspension_public_is_told_why")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_suspension_application_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_suspension_award_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_suspension_council_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_suspension_decided_by_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_suspension_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.create_index(
            "uq_suspension_open",
            ["award_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('in_force', 'notified', 'proposed')"),
            postgresql_where=sa.text("state IN ('in_force', 'notified', 'proposed')"),
        )

    op.create_table(
        "withdrawing",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "refused",
                "taken_back",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason_type",
            sa.Enum(
                "false_statement",
                "misuse",
                "annual_check_not_done",
                "criterion_not_met",
                name="reason_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("public_note", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("answered_by_id <> proposed_by_id", name=op.f("ck_withdrawing_answered_by_another")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_withdrawing_answered_by_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_withdrawing_application_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_withdrawing_award_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_withdrawing_council_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_withdrawing_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawing")),
    )
    with op.batch_alter_table("withdrawing", schema=None) as batch_op:
        batch_op.create_index(
            "uq_withdrawing_open",
            ["award_id"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )

    op.create_table(
        "suspension_answer",
        sa.Column("suspension_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_suspension_answer_said_by_id")),
        sa.ForeignKeyConstraint(["suspension_id"], ["suspension.id"], name=op.f("fk_suspension_answer_suspension_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension_answer")),
    )
    with op.batch_alter_table("suspension_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspension_answer_suspension_id"), ["suspension_id"], unique=False)


def downgrade() -> None:
    """Without them."""
    with op.batch_alter_table("suspension_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suspension_answer_suspension_id"))

    op.drop_table("suspension_answer")
    with op.batch_alter_table("withdrawing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_withdrawing_open",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )

    op.drop_table("withdrawing")
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_suspension_open",
            sqlite_where=sa.text("state IN ('in_force', 'notified', 'proposed')"),
            postgresql_where=sa.text("state IN ('in_force', 'notified', 'proposed')"),
        )

    op.drop_table("suspension")
    with op.batch_alter_table("giving_up", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_giving_up_open", sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'")
        )

    op.drop_table("giving_up")
    op.drop_table("award_contact")
    replace_checks("award_state_change", {"reason_type": one_of("reason_type", OLD_REASONS)}, ("reason_type",))
