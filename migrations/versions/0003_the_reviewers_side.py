"""The reviewers' side: second reviews, objections, holds, appeals, calibration, editions drafted in the browser

Revision: 0003
Follows: 0002
"""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import portal.storage.types
from portal.storage.checks import one_of, replace_checks

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels = None
depends_on = None

OLD_STATES = (
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
    "lapsed",
    "clarification_requested",
    "resubmission_draft",
)
NEW_STATES = (*OLD_STATES, "second_review", "on_hold", "closed")
OVER = {"feedback_released", "closed", "withdrawn", "lapsed"}
OLD_ROLES = ("contributor", "owner", "approver", "reviewer", "lead_reviewer", "administrator", "system")
NEW_ROLES = (*OLD_ROLES[:-1], "panel_member", "system")
OLD_PARTS = ("claimant", "sender", "signatory", "invited", "reviewer", "scorer", "decider")
OLD_ASSIGNMENTS = ("proposed", "accepted", "locked", "declined", "taken_back")

LIVE = ("proposed", "accepted", "locked")
# London's day: released results go out by daylight, when the day is the same in UTC.
SQLITE_DAY = "UPDATE decision SET counts_from = substr(released_at, 1, 10)"

# Each CHECK that has changed, by table: as it was, as it is. None where there was none.
CHANGED: dict[str, dict[str, tuple[str | None, str]]] = {
    "application": {
        "state": (one_of("state", OLD_STATES), one_of("state", NEW_STATES)),
        "hold_has_its_reason": (None, "state <> 'on_hold' OR (held_from IS NOT NULL AND length(held_why) > 0)"),
        "round_counts_from_one": (None, "round >= 1"),
    },
    "declaration": {"sent_from": (one_of("sent_from", OLD_STATES), one_of("sent_from", NEW_STATES))},
    "staff_role": {"role": (one_of("role", OLD_ROLES), one_of("role", NEW_ROLES))},
    "membership": {"role": (one_of("role", OLD_ROLES), one_of("role", NEW_ROLES))},
    "invitation": {"role": (one_of("role", OLD_ROLES), one_of("role", NEW_ROLES))},
    "involvement": {
        "part": (
            one_of("part", OLD_PARTS),
            one_of("part", (*OLD_PARTS, "panel_chair", "panel_member", "calibrator")),
        )
    },
    "assignment": {
        "state": (
            one_of("state", OLD_ASSIGNMENTS),
            one_of("state", (*OLD_ASSIGNMENTS, "link_declared", "set_aside")),
        ),
        "whoever_reviews_has_no_interest": (
            "state NOT IN ('accepted', 'locked') OR (interest IS NOT NULL AND interest = 'none')",
            (
                "state NOT IN ('accepted', 'locked') OR (interest IS NOT NULL AND (interest = 'none'"
                " OR (interest = 'minor' AND length(link_accepted_why) > 0)))"
            ),
        ),
        "locked_has_begun": (None, "state <> 'locked' OR begun_at IS NOT NULL"),
        "extension_has_its_reason": (None, "(extended_to IS NULL) = (extended_why = '')"),
    },
    "clarification_round": {
        "extension_has_its_reason": (None, "(extended_at IS NULL) = (extended_why = '')"),
    },
    "edition": {
        "state": (
            one_of("state", ("draft", "published", "retired")),
            one_of("state", ("draft", "scheduled", "published", "retired")),
        ),
        "published_has_its_moment": (
            "state = 'draft' OR published_at IS NOT NULL",
            "state IN ('draft', 'scheduled') OR published_at IS NOT NULL",
        ),
        "scheduled_has_its_day": (None, "state <> 'scheduled' OR publish_on IS NOT NULL"),
    },
}
# Made by adding the column, so only taken away here.
OF_NEW_COLUMNS = {"application": "held_from", "conflict_of_interest": "kind"}


def on_postgres() -> bool:
    """Whether this is PostgreSQL."""
    return op.get_bind().dialect.name == "postgresql"


def change_checks(newer: bool) -> None:
    """Bring every CHECK of CHANGED into its newer or its older form."""
    for table, checks in CHANGED.items():
        was_there = [name for name, (old, _new) in checks.items() if not newer or old is not None]
        wanted: Mapping[str, str | None] = {name: new if newer else old for name, (old, new) in checks.items()}
        replace_checks(table, wanted, was_there)


def replace_partial_index(table: str, name: str, columns: list[str], states: Iterable[str]) -> None:
    """Let a partial unique index hold for rows in these states instead of those before."""
    where = sa.text(one_of("state", sorted(states)))
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_index(name)
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_index(name, columns, unique=True, sqlite_where=where, postgresql_where=where)


def create_second_step() -> None:
    op.create_table(
        "passkey",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column(
            "transports", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("added_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("last_used_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_uses_counted")),
        sa.CheckConstraint(
            "last_used_at IS NULL OR last_used_at >= added_at", name=op.f("ck_passkey_used_after_it_was_added")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"], unique=False)
    op.create_table(
        "passkey_challenge",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("add", "use", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("expires_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["user_session.id"], name=op.f("fk_passkey_challenge_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenge")),
        sa.UniqueConstraint("session_id", name=op.f("uq_passkey_challenge_session_id")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("used_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "used_at IS NULL OR used_at >= made_at", name=op.f("ck_recovery_code_used_after_it_was_made")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("person_id", "code_hash", name=op.f("uq_recovery_code_person_id_code_hash")),
    )


def drop_second_step() -> None:
    op.drop_table("recovery_code")
    op.drop_table("passkey_challenge")
    op.drop_index(op.f("ix_passkey_person_id"), table_name="passkey")
    op.drop_table("passkey")


def upgrade() -> None:
    create_second_step()
    op.create_table(
        "draw_seed",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("one_in", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("committed", "revealed", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("committed_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("revealed_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(commitment) = 64", name=op.f("ck_draw_seed_commitment_is_whole")),
        sa.CheckConstraint("one_in >= 1", name=op.f("ck_draw_seed_one_in_some")),
        sa.CheckConstraint(
            "state <> 'revealed' OR revealed_at IS NOT NULL", name=op.f("ck_draw_seed_revealed_has_its_moment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_seed")),
        sa.UniqueConstraint("period", name=op.f("uq_draw_seed_period")),
    )
    op.create_table(
        "calibration_exercise",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "open", "closed", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("finish_by", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_calibration_exercise_has_a_title")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_calibration_exercise_created_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_calibration_exercise_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_exercise")),
    )
    op.create_table(
        "edition_draft",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_edition_draft_has_a_name")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_edition_draft_begun_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_draft_edition_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_edition_draft_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_draft")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_edition_draft_edition_id")),
        sa.UniqueConstraint("name", name=op.f("uq_edition_draft_name")),
    )
    op.create_table(
        "interest_declaration",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("declared_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interest_declaration_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_declaration")),
        sa.UniqueConstraint("person_id", "year", name=op.f("uq_interest_declaration_person_id_year")),
    )
    op.create_table(
        "past_example",
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("example", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("retired_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(example) > 0 AND length(why) > 0", name=op.f("ck_past_example_says_what_and_why")),
        sa.CheckConstraint("score BETWEEN 0 AND 3", name=op.f("ck_past_example_score_in_range")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_past_example_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_example")),
    )
    with op.batch_alter_table("past_example", schema=None) as batch_op:
        batch_op.create_index("ix_past_example_criterion", ["criterion"], unique=False)

    op.create_table(
        "reviewer_note",
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_reviewer_note_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewer_note")),
    )
    with op.batch_alter_table("reviewer_note", schema=None) as batch_op:
        batch_op.create_index("ix_reviewer_note_criterion", ["criterion", "written_at"], unique=False)

    op.create_table(
        "calibration_application",
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_calibration_application_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["calibration_exercise.id"], name=op.f("fk_calibration_application_exercise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_application")),
        sa.UniqueConstraint(
            "exercise_id", "application_id", name=op.f("uq_calibration_application_exercise_id_application_id")
        ),
        sa.UniqueConstraint("exercise_id", "label", name=op.f("uq_calibration_application_exercise_id_label")),
    )
    op.create_table(
        "calibration_turn",
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("finished_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["calibration_exercise.id"], name=op.f("fk_calibration_turn_exercise_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_calibration_turn_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_turn")),
        sa.UniqueConstraint("exercise_id", "reviewer_id", name=op.f("uq_calibration_turn_exercise_id_reviewer_id")),
    )
    op.create_table(
        "conversation",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "criteria", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(note) > 0", name=op.f("ck_conversation_says_something")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_conversation_application_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_conversation_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_table(
        "second_review",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "triggers", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "criteria", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("required_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_second_review_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_review")),
        sa.UniqueConstraint("application_id", "round", name=op.f("uq_second_review_application_id_round")),
    )
    op.create_table(
        "appeal",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "to_be_confirmed",
                "lodged",
                "not_admitted",
                "with_panel",
                "corrected",
                "fresh_review",
                "not_upheld",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "grounds", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "criteria", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("lodged_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column(
            "advice",
            sa.Enum("admit", "do_not_admit", name="advice", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("advice_why", sa.String(), nullable=False),
        sa.Column("advised_by_id", sa.Uuid(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("outcome_why", sa.String(), nullable=False),
        sa.Column("state_since", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('to_be_confirmed', 'lodged', 'with_panel', 'withdrawn') OR length(outcome_why) > 0",
            name=op.f("ck_appeal_end_has_its_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('to_be_confirmed', 'withdrawn') OR (lodged_at IS NOT NULL AND confirmed_by_id IS NOT NULL)",
            name=op.f("ck_appeal_lodged_has_its_moment"),
        ),
        sa.CheckConstraint("(advice IS NULL) = (advised_by_id IS NULL)", name=op.f("ck_appeal_advice_is_somebodys")),
        sa.CheckConstraint("length(statement) > 0", name=op.f("ck_appeal_says_something")),
        sa.ForeignKeyConstraint(["advised_by_id"], ["person.id"], name=op.f("fk_appeal_advised_by_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_appeal_application_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_appeal_confirmed_by_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_appeal_council_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_appeal_decision_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_appeal_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("reference", name=op.f("uq_appeal_reference")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "uq_appeal_decision",
            ["decision_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )

    op.create_table(
        "calibration_score",
        sa.Column("calibration_application_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_calibration_score_score_has_a_reason")),
        sa.CheckConstraint("score BETWEEN 0 AND 3", name=op.f("ck_calibration_score_score_in_range")),
        sa.ForeignKeyConstraint(
            ["calibration_application_id"],
            ["calibration_application.id"],
            name=op.f("fk_calibration_score_calibration_application_id"),
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_calibration_score_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_score")),
        sa.UniqueConstraint(
            "calibration_application_id",
            "reviewer_id",
            "criterion",
            name=op.f("uq_calibration_score_calibration_application_id_reviewer_id_criterion"),
        ),
    )
    op.create_table(
        "live_check",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("sampled", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("recorded_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(account) > 0", name=op.f("ck_live_check_names_an_account")),
        sa.CheckConstraint(
            "sampled > 0 AND good >= 0 AND good <= sampled", name=op.f("ck_live_check_good_out_of_sampled")
        ),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_live_check_assignment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_check")),
    )
    with op.batch_alter_table("live_check", schema=None) as batch_op:
        batch_op.create_index("ix_live_check_assignment", ["assignment_id", "criterion"], unique=False)

    op.create_table(
        "objection",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(upheld IS NULL) = (answered_at IS NULL) AND (upheld IS NULL) = (answered_by_id IS NULL) AND (upheld IS NULL) = (answer = '')",
            name=op.f("ck_objection_answer_is_whole"),
        ),
        sa.CheckConstraint("length(why) > 0", name=op.f("ck_objection_says_why")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_objection_answered_by_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_objection_assignment_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_objection_raised_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_objection_assignment_id")),
    )
    op.create_table(
        "corrected_score",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_corrected_score_score_has_a_reason")),
        sa.CheckConstraint("score BETWEEN 0 AND 3", name=op.f("ck_corrected_score_score_in_range")),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_corrected_score_appeal_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_corrected_score_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrected_score")),
        sa.UniqueConstraint("appeal_id", "criterion", name=op.f("uq_corrected_score_appeal_id_criterion")),
    )
    op.create_table(
        "panel_finding",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "correct",
                "fresh_review",
                "not_upheld",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(why) > 0", name=op.f("ck_panel_finding_has_a_reason")),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_panel_finding_appeal_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_finding_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_finding")),
        sa.UniqueConstraint("appeal_id", "person_id", name=op.f("uq_panel_finding_appeal_id_person_id")),
    )
    op.create_table(
        "panel_member",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("chair", sa.Boolean(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("joined_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_panel_member_appeal_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_member")),
        sa.UniqueConstraint("appeal_id", "person_id", name=op.f("uq_panel_member_appeal_id_person_id")),
    )
    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.create_index(
            "uq_panel_member_chair",
            ["appeal_id"],
            unique=True,
            sqlite_where=sa.text("chair"),
            postgresql_where=sa.text("chair"),
        )

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(
            sa.Column(
                "held_from",
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
                    "lapsed",
                    "clarification_requested",
                    "resubmission_draft",
                    "second_review",
                    "on_hold",
                    "closed",
                    name="held_from",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("held_why", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("link_accepted_why", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("no_objection_at", portal.storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("begun_at", portal.storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("second_opinion_why", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("extended_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("extended_why", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("clarification_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extended_at", portal.storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("extended_why", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("conflict_of_interest", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "employment",
                    "advice",
                    "neighbour",
                    "relative",
                    "dispute",
                    "party",
                    "other",
                    name="kind",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                server_default="other",
                nullable=False,
            )
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("released_at", portal.storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("counts_from", sa.Date(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_decision_application_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_decision_application_id_round"), ["application_id", "round"])

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("publish_on", sa.Date(), nullable=True))

    with op.batch_alter_table("final_score", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("improvement", sa.String(), server_default="", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_final_score_application_id_criterion"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_final_score_application_id_round_criterion"), ["application_id", "round", "criterion"]
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reviewed_before", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("outside_local_government", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    # What would move a score up stood with the reviewer's alone.
    op.execute(
        "UPDATE final_score SET improvement = COALESCE((SELECT score.improvement FROM score JOIN assignment"
        " ON assignment.id = score.assignment_id WHERE assignment.application_id = final_score.application_id"
        " AND assignment.state = 'locked' AND score.criterion = final_score.criterion), '')"
    )
    # Nobody could object before: whoever had accepted had begun.
    op.execute("UPDATE assignment SET begun_at = accepted_at WHERE state IN ('accepted', 'locked')")
    op.execute(
        "UPDATE decision SET released_at = (SELECT application.state_since FROM application"
        " WHERE application.id = decision.application_id AND application.state = 'feedback_released')"
    )
    op.execute("UPDATE decision SET counts_from = CAST(released_at AS DATE)" if on_postgres() else SQLITE_DAY)
    change_checks(newer=True)
    replace_partial_index("application", "uq_application_open", ["council_id"], set(NEW_STATES) - OVER)
    replace_partial_index("assignment", "uq_assignment_live", ["application_id", "place"], (*LIVE, "link_declared"))


def downgrade() -> None:
    drop_second_step()
    replace_partial_index("assignment", "uq_assignment_live", ["application_id", "place"], LIVE)
    replace_partial_index("application", "uq_application_open", ["council_id"], set(OLD_STATES) - OVER)
    change_checks(newer=False)
    for table, column in OF_NEW_COLUMNS.items():
        replace_checks(table, {column: None}, (column,))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("outside_local_government")
        batch_op.drop_column("reviewed_before")

    with op.batch_alter_table("final_score", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_final_score_application_id_round_criterion"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_final_score_application_id_criterion"), ["application_id", "criterion"]
        )
        batch_op.drop_column("improvement")
        batch_op.drop_column("round")

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("publish_on")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_decision_application_id_round"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_decision_application_id"), ["application_id"])
        batch_op.drop_column("counts_from")
        batch_op.drop_column("released_at")
        batch_op.drop_column("round")

    with op.batch_alter_table("conflict_of_interest", schema=None) as batch_op:
        batch_op.drop_column("kind")

    with op.batch_alter_table("clarification_round", schema=None) as batch_op:
        batch_op.drop_column("extended_why")
        batch_op.drop_column("extended_at")

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_column("extended_why")
        batch_op.drop_column("extended_to")
        batch_op.drop_column("second_opinion_why")
        batch_op.drop_column("begun_at")
        batch_op.drop_column("no_objection_at")
        batch_op.drop_column("link_accepted_why")
        batch_op.drop_column("round")

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_column("held_why")
        batch_op.drop_column("held_from")
        batch_op.drop_column("round")

    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.drop_index("uq_panel_member_chair", sqlite_where=sa.text("chair"), postgresql_where=sa.text("chair"))

    op.drop_table("panel_member")
    op.drop_table("panel_finding")
    op.drop_table("corrected_score")
    op.drop_table("objection")
    with op.batch_alter_table("live_check", schema=None) as batch_op:
        batch_op.drop_index("ix_live_check_assignment")

    op.drop_table("live_check")
    op.drop_table("calibration_score")
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appeal_decision",
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )
        batch_op.drop_index(batch_op.f("ix_appeal_application_id"))

    op.drop_table("appeal")
    op.drop_table("second_review")
    op.drop_table("conversation")
    op.drop_table("calibration_turn")
    op.drop_table("calibration_application")
    with op.batch_alter_table("reviewer_note", schema=None) as batch_op:
        batch_op.drop_index("ix_reviewer_note_criterion")

    op.drop_table("reviewer_note")
    with op.batch_alter_table("past_example", schema=None) as batch_op:
        batch_op.drop_index("ix_past_example_criterion")

    op.drop_table("past_example")
    op.drop_table("interest_declaration")
    op.drop_table("edition_draft")
    op.drop_table("calibration_exercise")
    op.drop_table("draw_seed")
