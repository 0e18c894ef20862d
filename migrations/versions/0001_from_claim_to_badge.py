"""The process, from a claim to a verified badge

Revision: 0001
Follows: nothing
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import portal.storage.types

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels = None
depends_on = None

# The audit trail is only ever added to: the database itself refuses anything else.
REFUSAL = "the audit trail is only added to"
TRIGGERS = {
    "sqlite": (
        f"""
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
        f"""
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    ),
    "postgresql": (
        f"""
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()""",
    ),
}


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=True),
        sa.Column("state_before", sa.String(), nullable=True),
        sa.Column("state_after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "details", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("because_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["because_id"], ["audit_event.id"], name=op.f("fk_audit_event_because_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_actor", ["actor_id", "id"], unique=False)
        batch_op.create_index("ix_audit_event_case", ["case_id", "id"], unique=False)

    op.create_table(
        "council",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_cy", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "county",
                "district",
                "unitary",
                "metropolitan",
                "london_borough",
                "welsh_principal",
                "fire_rescue",
                "combined_authority",
                "national_park",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "nation",
            sa.Enum("England", "Wales", name="nation", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("gss_code", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "last_day IS NULL OR first_day IS NULL OR first_day <= last_day", name=op.f("ck_council_days_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
        sa.UniqueConstraint("slug", name=op.f("uq_council_slug")),
    )
    with op.batch_alter_table("council", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_name"), ["name"], unique=False)

    op.create_table(
        "edition",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("version_name", sa.String(), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "published", "retired", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("published_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR published_at IS NOT NULL", name=op.f("ck_edition_published_has_its_moment")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_edition_sha256_is_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("sha256", name=op.f("uq_edition_sha256")),
        sa.UniqueConstraint("slug", name=op.f("uq_edition_slug")),
    )
    op.create_table(
        "involvement",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "claimant",
                "sender",
                "signatory",
                "invited",
                "reviewer",
                "scorer",
                "decider",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvement")),
        sa.UniqueConstraint("case_id", "person_id", "part", name=op.f("uq_involvement_case_id_person_id_part")),
    )
    op.create_table(
        "outbox_email",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("letter", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "delivery",
            sa.Enum(
                "waiting", "sent", "given_up", name="delivery", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("queued_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("run_after", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("lease_until", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_fault", sa.String(), nullable=False),
        sa.Column("sent_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(delivery = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_email_sent_has_its_moment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_email")),
    )
    with op.batch_alter_table("outbox_email", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_email_due", ["delivery", "run_after"], unique=False)

    op.create_table(
        "person",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("last_sign_in_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_in_lower_case")),
        sa.CheckConstraint(
            "totp_last_step IS NULL OR totp_secret IS NOT NULL", name=op.f("ck_person_step_of_a_secret")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "sign_in_code",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("browser_hash", sa.String(), nullable=False),
        sa.Column("origin_hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("sent_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("used_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_sign_in_code_attempts_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
    )
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_code_browser_hash"), ["browser_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_code_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_code_origin_hash"), ["origin_hash"], unique=False)

    op.create_table(
        "application",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "awaiting_declaration",
                "submitted",
                "completeness_check",
                "returned_incomplete",
                "ready_to_assign",
                "reviewer_proposed",
                "in_review",
                "moderation",
                "decided",
                "feedback_released",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("submitted_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "submitted_at IS NOT NULL OR state IN ('draft', 'awaiting_declaration', 'withdrawn')",
            name=op.f("ck_application_submitted_has_its_moment"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_application_council_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_application_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("reference", name=op.f("uq_application_reference")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_application_open",
            ["council_id"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('awaiting_declaration', 'completeness_check', 'decided', 'draft', 'in_review', 'moderation', 'ready_to_assign', 'returned_incomplete', 'reviewer_proposed', 'submitted')"
            ),
            postgresql_where=sa.text(
                "state IN ('awaiting_declaration', 'completeness_check', 'decided', 'draft', 'in_review', 'moderation', 'ready_to_assign', 'returned_incomplete', 'reviewer_proposed', 'submitted')"
            ),
        )

    op.create_table(
        "claim",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "accepted",
                "refused",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("domain_shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("callback", "confirmation", name="method", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("number_called", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("refused_because", sa.String(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "method IS NULL OR method <> 'callback' OR length(number_called) > 0",
            name=op.f("ck_claim_callback_has_a_number"),
        ),
        sa.CheckConstraint(
            "method IS NULL OR method <> 'confirmation' OR length(notes) > 0",
            name=op.f("ck_claim_confirmation_names_who"),
        ),
        sa.CheckConstraint("state <> 'accepted' OR method IS NOT NULL", name=op.f("ck_claim_accepted_has_its_method")),
        sa.CheckConstraint(
            "state <> 'refused' OR length(refused_because) > 0", name=op.f("ck_claim_refused_has_its_reason")
        ),
        sa.CheckConstraint("(method IS NULL) = (verified_on IS NULL)", name=op.f("ck_claim_method_has_its_day")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_claim_email_in_lower_case")),
        sa.CheckConstraint("length(name) > 0 AND length(job_title) > 0", name=op.f("ck_claim_claimant_is_named")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_claim_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_claim_pending",
            ["council_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "conflict_of_interest",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_conflict_of_interest_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conflict_of_interest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint("person_id", "council_id", name=op.f("uq_conflict_of_interest_person_id_council_id")),
    )
    op.create_table(
        "council_domain",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_council_domain_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_domain")),
        sa.UniqueConstraint("council_id", "host", name=op.f("uq_council_domain_council_id_host")),
    )
    with op.batch_alter_table("council_domain", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_domain_host"), ["host"], unique=False)

    op.create_table(
        "held_form",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("held_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_held_form_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_form")),
        sa.UniqueConstraint("person_id", "path", name=op.f("uq_held_form_person_id_path")),
    )
    op.create_table(
        "invitation",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "contributor",
                "owner",
                "approver",
                "reviewer",
                "lead_reviewer",
                "administrator",
                "system",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "sent", "accepted", "cancelled", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_invitation_email_in_lower_case")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_invitation_council_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_email"), ["email"], unique=False)

    op.create_table(
        "membership",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "contributor",
                "owner",
                "approver",
                "reviewer",
                "lead_reviewer",
                "administrator",
                "system",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("active", "ended", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_membership_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_council_id"), ["council_id"], unique=False)
        batch_op.create_index(
            "uq_membership_active",
            ["person_id", "council_id", "role"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.create_table(
        "staff_role",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "contributor",
                "owner",
                "approver",
                "reviewer",
                "lead_reviewer",
                "administrator",
                "system",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("active", "ended", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_role_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
    )
    with op.batch_alter_table("staff_role", schema=None) as batch_op:
        batch_op.create_index(
            "uq_staff_role_active",
            ["person_id", "role"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.create_table(
        "succession",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_succession_council_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["council.id"], name=op.f("fk_succession_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint("council_id", "successor_id", name=op.f("uq_succession_council_id_successor_id")),
    )
    op.create_table(
        "user_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("second_step_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("second_step_attempts", sa.Integer(), nullable=False),
        sa.Column("revoked_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last_seen_at >= began_at", name=op.f("ck_user_session_seen_after_it_began")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_user_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("self_score", sa.Integer(), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "NOT (not_applicable AND self_score IS NOT NULL)", name=op.f("ck_answer_not_applicable_has_no_score")
        ),
        sa.CheckConstraint("self_score BETWEEN 0 AND 3", name=op.f("ck_answer_self_score_in_range")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_answer_application_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_answer_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("application_id", "criterion", name=op.f("uq_answer_application_id_criterion")),
    )
    op.create_table(
        "assignment",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "place",
            sa.Enum("first", "second", name="place", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "accepted",
                "locked",
                "declined",
                "taken_back",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "interest",
            sa.Enum(
                "none", "minor", "disqualifying", name="interest", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("declaration", sa.String(), nullable=False),
        sa.Column("ended_why", sa.String(), nullable=False),
        sa.Column("reopened_why", sa.String(), nullable=False),
        sa.Column("proposed_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("accepted_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "interest IS NULL OR interest = 'none' OR length(declaration) > 0",
            name=op.f("ck_assignment_declared_interest_is_described"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'locked') OR (interest IS NOT NULL AND interest = 'none')",
            name=op.f("ck_assignment_whoever_reviews_has_no_interest"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'locked') OR accepted_at IS NOT NULL",
            name=op.f("ck_assignment_accepted_has_its_moment"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('declined', 'taken_back') OR length(ended_why) > 0",
            name=op.f("ck_assignment_end_has_a_reason"),
        ),
        sa.CheckConstraint("length(why) > 0", name=op.f("ck_assignment_choice_has_a_reason")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_assignment_application_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_assignment_council_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_assignment_proposed_by_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_assignment_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_reviewer", ["reviewer_id", "state"], unique=False)
        batch_op.create_index(
            "uq_assignment_live",
            ["application_id", "place"],
            unique=True,
            sqlite_where=sa.text("state IN ('accepted', 'locked', 'proposed')"),
            postgresql_where=sa.text("state IN ('accepted', 'locked', 'proposed')"),
        )

    op.create_table(
        "award",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "valid",
                "suspended",
                "withdrawn",
                "given_up",
                "replaced",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("commendation", sa.Boolean(), nullable=False),
        sa.Column("granted_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("renewal_opens_on", sa.Date(), nullable=True),
        sa.Column("public_summary", sa.String(), nullable=False),
        sa.Column("promise_address", sa.String(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "renewal_opens_on IS NULL OR renewal_opens_on <= ends_on",
            name=op.f("ck_award_renewal_opens_before_the_end"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_award_days_in_order")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_award_application_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_award_council_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_award_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("application_id", name=op.f("uq_award_application_id")),
        sa.UniqueConstraint("number", name=op.f("uq_award_number")),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_council_id"), ["council_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "not_yet_major",
                "not_yet_minor",
                "awarded",
                "awarded_with_commendation",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("record_sha256", sa.String(), nullable=False),
        sa.Column("release_from", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(record_sha256) = 64", name=op.f("ck_decision_sha256_is_whole")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_decision_application_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_decision_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("application_id", name=op.f("uq_decision_application_id")),
    )
    op.create_table(
        "declaration",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "sent_from",
            sa.Enum(
                "draft",
                "awaiting_declaration",
                "submitted",
                "completeness_check",
                "returned_incomplete",
                "ready_to_assign",
                "reviewer_proposed",
                "in_review",
                "moderation",
                "decided",
                "feedback_released",
                "withdrawn",
                name="sent_from",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("approver_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column(
            "ending",
            sa.Enum(
                "signed", "handed_back", "recalled", name="ending", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("signed_name", sa.String(), nullable=False),
        sa.Column("signed_role", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ending IS NULL OR ending <> 'handed_back' OR comment <> ''",
            name=op.f("ck_declaration_handed_back_with_a_comment"),
        ),
        sa.CheckConstraint(
            "ending IS NULL OR ending <> 'signed' OR (signed_name <> '' AND signed_role <> '')",
            name=op.f("ck_declaration_signature_has_name_and_role"),
        ),
        sa.CheckConstraint(
            "ending IS NULL OR ending <> 'signed' OR ended_by_id <> sent_by_id",
            name=op.f("ck_declaration_nobody_signs_what_they_sent"),
        ),
        sa.CheckConstraint(
            "sent_from IN ('draft', 'returned_incomplete')", name=op.f("ck_declaration_sent_from_where_it_was_written")
        ),
        sa.CheckConstraint(
            "(ending IS NULL) = (ended_at IS NULL) AND (ending IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_declaration_ending_has_its_moment_and_person"),
        ),
        sa.CheckConstraint(
            "approver_id <> sent_by_id", name=op.f("ck_declaration_nobody_is_asked_to_sign_what_they_sent")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_declaration_sha256_is_whole")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_declaration_number_counts_from_one")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_declaration_application_id")),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_declaration_approver_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_declaration_ended_by_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_declaration_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_declaration_application_id_number")),
    )
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declaration_approver_id"), ["approver_id"], unique=False)
        batch_op.create_index(
            "uq_declaration_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("ending IS NULL"),
            postgresql_where=sa.text("ending IS NULL"),
        )

    op.create_table(
        "evidence_item",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("link", "file", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("file_key", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("removed_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'link') = (address IS NOT NULL)", name=op.f("ck_evidence_item_link_has_its_address")
        ),
        sa.CheckConstraint(
            "CASE WHEN kind = 'file' THEN file_key IS NOT NULL AND file_name IS NOT NULL AND media_type IS NOT NULL AND size > 0 AND length(sha256) = 64 ELSE file_key IS NULL END",
            name=op.f("ck_evidence_item_file_has_its_bytes"),
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_evidence_item_added_by_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_evidence_item_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_item")),
        sa.UniqueConstraint("file_key", name=op.f("uq_evidence_item_file_key")),
    )
    with op.batch_alter_table("evidence_item", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_item_application_criterion", ["application_id", "criterion"], unique=False)

    op.create_table(
        "final_score",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("differs", sa.Boolean(), nullable=False),
        sa.Column("why_changed", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("NOT differs OR length(why_changed) > 0", name=op.f("ck_final_score_change_has_a_reason")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_final_score_score_has_a_reason")),
        sa.CheckConstraint("score BETWEEN 0 AND 3", name=op.f("ck_final_score_score_in_range")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_final_score_application_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_final_score_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_score")),
        sa.UniqueConstraint("application_id", "criterion", name=op.f("uq_final_score_application_id_criterion")),
    )
    op.create_table(
        "presence",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("domains", sa.String(), nullable=False),
        sa.Column("accounts", sa.String(), nullable=False),
        sa.Column("promise_address", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_presence_application_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_presence_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("application_id", name=op.f("uq_presence_application_id")),
    )
    op.create_table(
        "unlocked_item",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_unlocked_item_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unlocked_item")),
        sa.UniqueConstraint("application_id", "item", name=op.f("uq_unlocked_item_application_id_item")),
    )
    op.create_table(
        "answer_revision",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("self_score", sa.Integer(), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_revision_answer_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_answer_revision_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_revision")),
        sa.UniqueConstraint("answer_id", "number", name=op.f("uq_answer_revision_answer_id_number")),
    )
    op.create_table(
        "award_account",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_account_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_account")),
        sa.UniqueConstraint("award_id", "address", name=op.f("uq_award_account_award_id_address")),
        sa.UniqueConstraint("award_id", "place", name=op.f("uq_award_account_award_id_place")),
    )
    op.create_table(
        "award_domain",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_domain_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_domain")),
        sa.UniqueConstraint("award_id", "host", name=op.f("uq_award_domain_award_id_host")),
        sa.UniqueConstraint("award_id", "place", name=op.f("uq_award_domain_award_id_place")),
    )
    with op.batch_alter_table("award_domain", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_domain_host"), ["host"], unique=False)

    op.create_table(
        "award_state_change",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "valid",
                "suspended",
                "withdrawn",
                "given_up",
                "replaced",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("public_note", sa.String(), nullable=False),
        sa.Column(
            "reason_type",
            sa.Enum(
                "false_statement",
                "misuse",
                "annual_check_not_done",
                name="reason_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'replaced') = (replaced_by_id IS NOT NULL)",
            name=op.f("ck_award_state_change_replaced_by_another"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (reason_type IS NOT NULL)",
            name=op.f("ck_award_state_change_withdrawn_has_its_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('suspended', 'withdrawn') OR public_note <> ''",
            name=op.f("ck_award_state_change_public_is_told_why"),
        ),
        sa.CheckConstraint("replaced_by_id <> award_id", name=op.f("ck_award_state_change_not_replaced_by_itself")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_state_change_award_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["award.id"], name=op.f("fk_award_state_change_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_state_change")),
        sa.UniqueConstraint("award_id", "place", name=op.f("uq_award_state_change_award_id_place")),
    )
    op.create_table(
        "certificate",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("issued_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("superseded_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_certificate_language_is_known")),
        sa.CheckConstraint("issue >= 1", name=op.f("ck_certificate_issues_count_from_one")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_certificate_sha256_is_whole")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_certificate_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("award_id", "language", "issue", name=op.f("uq_certificate_award_id_language_issue")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(
            "uq_certificate_in_force",
            ["award_id", "language"],
            unique=True,
            sqlite_where=sa.text("superseded_reason = ''"),
            postgresql_where=sa.text("superseded_reason = ''"),
        )

    op.create_table(
        "completeness_check",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("passed", "returned", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("fix_by", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NOT NULL AND outcome = 'returned') = (fix_by IS NOT NULL)",
            name=op.f("ck_completeness_check_returned_has_its_deadline"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by_id IS NULL)",
            name=op.f("ck_completeness_check_outcome_has_its_moment_and_person"),
        ),
        sa.CheckConstraint("round >= 1", name=op.f("ck_completeness_check_round_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_completeness_check_application_id")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_completeness_check_closed_by_id")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_completeness_check_declaration_id")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_completeness_check_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completeness_check")),
        sa.UniqueConstraint("application_id", "round", name=op.f("uq_completeness_check_application_id_round")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_completeness_check_declaration_id")),
    )
    with op.batch_alter_table("completeness_check", schema=None) as batch_op:
        batch_op.create_index(
            "uq_completeness_check_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        )

    op.create_table(
        "score",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("agreed_not_applicable", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("improvement", sa.String(), nullable=False),
        sa.Column("live_check", sa.String(), nullable=False),
        sa.Column("answer_revision_number", sa.Integer(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(score IS NULL) = agreed_not_applicable", name=op.f("ck_score_score_or_not_applicable")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_score_score_has_a_reason")),
        sa.CheckConstraint("score BETWEEN 0 AND 3", name=op.f("ck_score_score_in_range")),
        sa.CheckConstraint(
            "score IS NULL OR score >= 2 OR length(improvement) > 0",
            name=op.f("ck_score_low_score_says_what_would_raise_it"),
        ),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_score_assignment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("assignment_id", "criterion", name=op.f("uq_score_assignment_id_criterion")),
    )
    op.create_table(
        "missing_item",
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column(
            "lack",
            sa.Enum(
                "broken_link",
                "unreadable_file",
                "personal_data",
                "wrong_declarant",
                "other",
                name="lack",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("what <> ''", name=op.f("ck_missing_item_says_what")),
        sa.ForeignKeyConstraint(["check_id"], ["completeness_check.id"], name=op.f("fk_missing_item_check_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_item")),
        sa.UniqueConstraint("check_id", "item", name=op.f("uq_missing_item_check_id_item")),
    )
    op.create_table(
        "score_revision",
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("agreed_not_applicable", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("improvement", sa.String(), nullable=False),
        sa.Column("live_check", sa.String(), nullable=False),
        sa.Column("answer_revision_number", sa.Integer(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["score_id"], ["score.id"], name=op.f("fk_score_revision_score_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_revision")),
        sa.UniqueConstraint("score_id", "number", name=op.f("uq_score_revision_score_id_number")),
    )

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("score_revision")
    op.drop_table("missing_item")
    op.drop_table("score")
    with op.batch_alter_table("completeness_check", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_completeness_check_open",
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        )

    op.drop_table("completeness_check")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_in_force",
            sqlite_where=sa.text("superseded_reason = ''"),
            postgresql_where=sa.text("superseded_reason = ''"),
        )

    op.drop_table("certificate")
    op.drop_table("award_state_change")
    with op.batch_alter_table("award_domain", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_domain_host"))

    op.drop_table("award_domain")
    op.drop_table("award_account")
    op.drop_table("answer_revision")
    op.drop_table("unlocked_item")
    op.drop_table("presence")
    op.drop_table("final_score")
    with op.batch_alter_table("evidence_item", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_item_application_criterion")

    op.drop_table("evidence_item")
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_declaration_open", sqlite_where=sa.text("ending IS NULL"), postgresql_where=sa.text("ending IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_declaration_approver_id"))

    op.drop_table("declaration")
    op.drop_table("decision")
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_council_id"))

    op.drop_table("award")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_live",
            sqlite_where=sa.text("state IN ('accepted', 'locked', 'proposed')"),
            postgresql_where=sa.text("state IN ('accepted', 'locked', 'proposed')"),
        )
        batch_op.drop_index("ix_assignment_reviewer")

    op.drop_table("assignment")
    op.drop_table("answer")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_person_id"))

    op.drop_table("user_session")
    op.drop_table("succession")
    with op.batch_alter_table("staff_role", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_staff_role_active",
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.drop_table("staff_role")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_active",
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_council_id"))

    op.drop_table("membership")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_email"))
        batch_op.drop_index(batch_op.f("ix_invitation_council_id"))

    op.drop_table("invitation")
    op.drop_table("held_form")
    with op.batch_alter_table("council_domain", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_council_domain_host"))

    op.drop_table("council_domain")
    op.drop_table("conflict_of_interest")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_claim_pending", sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'")
        )
        batch_op.drop_index(batch_op.f("ix_claim_person_id"))
        batch_op.drop_index(batch_op.f("ix_claim_council_id"))

    op.drop_table("claim")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_application_open",
            sqlite_where=sa.text(
                "state IN ('awaiting_declaration', 'completeness_check', 'decided', 'draft', 'in_review', 'moderation', 'ready_to_assign', 'returned_incomplete', 'reviewer_proposed', 'submitted')"
            ),
            postgresql_where=sa.text(
                "state IN ('awaiting_declaration', 'completeness_check', 'decided', 'draft', 'in_review', 'moderation', 'ready_to_assign', 'returned_incomplete', 'reviewer_proposed', 'submitted')"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_application_state"))

    op.drop_table("application")
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_code_origin_hash"))
        batch_op.drop_index(batch_op.f("ix_sign_in_code_email"))
        batch_op.drop_index(batch_op.f("ix_sign_in_code_browser_hash"))

    op.drop_table("sign_in_code")
    op.drop_table("person")
    with op.batch_alter_table("outbox_email", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_email_due")

    op.drop_table("outbox_email")
    op.drop_table("involvement")
    op.drop_table("edition")
    with op.batch_alter_table("council", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_council_name"))

    op.drop_table("council")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_case")
        batch_op.drop_index("ix_audit_event_actor")

    op.drop_table("audit_event")

    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
