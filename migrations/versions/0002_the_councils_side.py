"""The council's side: sharing the work, safe evidence, questions, lapsing, resubmission, digests, #OurDay

Revision: 0002
Follows: 0001
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import portal.storage.types
from portal.storage.checks import one_of, replace_checks

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
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
)
NEW_STATES = (*OLD_STATES, "lapsed", "clarification_requested", "resubmission_draft")
EVIDENCE_CHECKS = ("file_says_whether_it_was_scanned", "verdict_on_a_link_has_its_moment", "scan", "verdict")
OLD_INVITATION_STATES = ("sent", "accepted", "cancelled")
NEW_INVITATION_STATES = ("to_be_approved", "sent", "accepted", "cancelled", "refused")
OVER = {"feedback_released", "withdrawn", "lapsed"}


def replace_open_index(states: Iterable[str]) -> None:
    """A council has one open application: the states that count as open have changed."""
    is_open = sa.text(one_of("state", sorted(set(states) - OVER)))
    with op.batch_alter_table("application") as batch_op:
        batch_op.drop_index("uq_application_open")
    with op.batch_alter_table("application") as batch_op:
        batch_op.create_index(
            "uq_application_open", ["council_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
        )


def upgrade() -> None:
    op.create_table(
        "our_day",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_our_day_has_a_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_our_day")),
        sa.UniqueConstraint("year", name=op.f("uq_our_day_year")),
    )
    op.create_table(
        "access_review",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_access_review_confirmed_by_somebody")
        ),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_access_review_confirmed_by_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_access_review_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review")),
    )
    with op.batch_alter_table("access_review", schema=None) as batch_op:
        batch_op.create_index(
            "uq_access_review_open",
            ["council_id"],
            unique=True,
            sqlite_where=sa.text("confirmed_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL"),
        )

    op.create_table(
        "digest_entry",
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("letter", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("queued_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("email_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["email_id"], ["outbox_email.id"], name=op.f("fk_digest_entry_email_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_digest_entry_key")),
    )
    with op.batch_alter_table("digest_entry", schema=None) as batch_op:
        batch_op.create_index("ix_digest_entry_waiting", ["email_id", "to_address"], unique=False)

    op.create_table(
        "our_day_record",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=True),
        sa.Column("best_post", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "posts >= 0 AND accounts >= 0 AND (reached IS NULL OR reached >= 0)",
            name=op.f("ck_our_day_record_counts_from_nothing"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_our_day_record_council_id")),
        sa.ForeignKeyConstraint(["day_id"], ["our_day.id"], name=op.f("fk_our_day_record_day_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_our_day_record_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_our_day_record")),
        sa.UniqueConstraint("council_id", "day_id", name=op.f("uq_our_day_record_council_id_day_id")),
    )
    op.create_table(
        "allocation",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_allocation_application_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_allocation_given_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_allocation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("application_id", "criterion", name=op.f("uq_allocation_application_id_criterion")),
    )
    op.create_table(
        "announcement_wish",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "wish",
            sa.Enum(
                "at_once",
                "on_a_day",
                "ask_first",
                name="wish",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(wish = 'on_a_day') = (wanted_on IS NOT NULL)", name=op.f("ck_announcement_wish_a_day_is_named")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_announcement_wish_application_id")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_announcement_wish_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_wish")),
        sa.UniqueConstraint("application_id", name=op.f("uq_announcement_wish_application_id")),
    )
    op.create_table(
        "clarification_round",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("asked_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column(
            "ending",
            sa.Enum("answered", "timed_out", name="ending", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("ended_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (answer_by IS NULL)", name=op.f("ck_clarification_round_asked_has_its_deadline")
        ),
        sa.CheckConstraint(
            "(ending IS NULL) = (ended_at IS NULL) AND (ending IS NULL OR asked_at IS NOT NULL)",
            name=op.f("ck_clarification_round_ending_has_its_moment"),
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 2", name=op.f("ck_clarification_round_two_rounds_at_most")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_clarification_round_application_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_clarification_round_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification_round")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_clarification_round_application_id_number")),
    )
    with op.batch_alter_table("clarification_round", schema=None) as batch_op:
        batch_op.create_index(
            "uq_clarification_round_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("ending IS NULL"),
            postgresql_where=sa.text("ending IS NULL"),
        )

    op.create_table(
        "comment",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("removed_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_comment_says_something")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_comment_application_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_comment_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index("ix_comment_application_criterion", ["application_id", "criterion"], unique=False)

    op.create_table(
        "finding",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "accounts_page",
                "security_txt",
                "filming_allowed",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("words_found", sa.String(), nullable=False),
        sa.Column("found_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("accepted", "dismissed", name="answer", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_finding_answer_has_its_moment_and_person"),
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_finding_answered_by_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_finding_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint(
            "application_id", "criterion", "address", name=op.f("uq_finding_application_id_criterion_address")
        ),
    )
    op.create_table(
        "viewing",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("typing", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_viewing_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_viewing_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
        sa.UniqueConstraint(
            "application_id", "criterion", "person_id", name=op.f("uq_viewing_application_id_criterion_person_id")
        ),
    )
    op.create_table(
        "withdrawal_request",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "confirmed",
                "refused",
                "taken_back",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "answer IS NULL OR answer <> 'confirmed' OR answered_by_id <> asked_by_id",
            name=op.f("ck_withdrawal_request_confirmed_by_somebody_else"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_withdrawal_request_answer_has_its_moment_and_person"),
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_withdrawal_request_has_a_reason")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_withdrawal_request_answered_by_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_withdrawal_request_application_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_withdrawal_request_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal_request")),
    )
    with op.batch_alter_table("withdrawal_request", schema=None) as batch_op:
        batch_op.create_index(
            "uq_withdrawal_request_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("answer IS NULL"),
            postgresql_where=sa.text("answer IS NULL"),
        )

    op.create_table(
        "clarification_question",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_by_id", sa.Uuid(), nullable=True),
        sa.Column("replied_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("read_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(reply = '') = (replied_at IS NULL)", name=op.f("ck_clarification_question_reply_has_its_moment")
        ),
        sa.CheckConstraint(
            "(replied_at IS NULL) = (replied_by_id IS NULL)",
            name=op.f("ck_clarification_question_reply_has_its_person"),
        ),
        sa.CheckConstraint("length(question) > 0", name=op.f("ck_clarification_question_asks_something")),
        sa.ForeignKeyConstraint(["replied_by_id"], ["person.id"], name=op.f("fk_clarification_question_replied_by_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["clarification_round.id"], name=op.f("fk_clarification_question_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification_question")),
        sa.UniqueConstraint("round_id", "criterion", name=op.f("uq_clarification_question_round_id_criterion")),
    )
    op.create_table(
        "link_check",
        sa.Column("evidence_item_id", sa.Uuid(), nullable=False),
        sa.Column("tried_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("run_after", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_item_id"], ["evidence_item.id"], name=op.f("fk_link_check_evidence_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_check")),
        sa.UniqueConstraint("evidence_item_id", name=op.f("uq_link_check_evidence_item_id")),
    )
    with op.batch_alter_table("link_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_check_tried_at"), ["tried_at"], unique=False)

    op.create_table(
        "website_look",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("run_after", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_website_look_application_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_website_look_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_website_look")),
        sa.UniqueConstraint("application_id", "day", name=op.f("uq_website_look_application_id_day")),
    )
    op.create_table(
        "link_snapshot",
        sa.Column("evidence_item_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "progress",
            sa.Enum(
                "waiting", "taken", "missed", name="progress", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("asked_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("run_after", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("taken_at", portal.storage.types.UtcDateTime(), nullable=True),
        sa.Column("final_address", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("file_key", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN progress = 'taken' THEN taken_at IS NOT NULL AND file_key IS NOT NULL AND length(sha256) = 64 ELSE file_key IS NULL END",
            name=op.f("ck_link_snapshot_taken_has_its_bytes"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence_item_id"], ["evidence_item.id"], name=op.f("fk_link_snapshot_evidence_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_snapshot")),
        sa.UniqueConstraint("evidence_item_id", "asked_at", name=op.f("uq_link_snapshot_evidence_item_id_asked_at")),
    )
    with op.batch_alter_table("link_snapshot", schema=None) as batch_op:
        batch_op.create_index("ix_link_snapshot_due", ["progress", "run_after"], unique=False)

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("to_check", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resubmission_of_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("begun_from_id", sa.Uuid(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_application_resubmission_of_id"), ["resubmission_of_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_application_resubmission_of_id"), "application", ["resubmission_of_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_application_begun_from_id"), "application", ["begun_from_id"], ["id"]
        )

    with op.batch_alter_table("completeness_check", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extended_at", portal.storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("extended_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("extended_why", sa.String(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_completeness_check_extended_by_id"), "person", ["extended_by_id"], ["id"]
        )

    with op.batch_alter_table("unlocked_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))

    with op.batch_alter_table("evidence_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("look_at", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("reused_from_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "verdict",
                sa.Enum(
                    "opens",
                    "dead",
                    "unreachable",
                    "refused",
                    name="verdict",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("verdict_note", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("checked_at", portal.storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "scan",
                sa.Enum(
                    "not_scanned", "nothing_found", name="scan", native_enum=False, create_constraint=True, length=40
                ),
                nullable=True,
            )
        )
        batch_op.drop_constraint(batch_op.f("uq_evidence_item_file_key"), type_="unique")
        batch_op.create_index(batch_op.f("ix_evidence_item_file_key"), ["file_key"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_evidence_item_reused_from_id"), "evidence_item", ["reused_from_id"], ["id"]
        )

    with op.batch_alter_table("outbox_email", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_outbox_email_key"), ["key"])

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("daily_digest", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.execute("UPDATE evidence_item SET scan = 'not_scanned' WHERE kind = 'file'")
    replace_checks(
        "evidence_item",
        {
            "file_says_whether_it_was_scanned": "(kind = 'file') = (scan IS NOT NULL)",
            "verdict_on_a_link_has_its_moment": "(verdict IS NULL) = (checked_at IS NULL)"
            " AND (verdict IS NULL OR kind = 'link')",
        },
        (),
    )
    replace_checks(
        "completeness_check",
        {
            "extension_has_its_reason": "(extended_at IS NULL) = (extended_by_id IS NULL)"
            " AND (extended_at IS NULL) = (extended_why = '') AND (extended_at IS NULL OR fix_by IS NOT NULL)"
        },
        (),
    )
    replace_checks(
        "application",
        {
            "state": one_of("state", NEW_STATES),
            "submitted_has_its_moment": "submitted_at IS NOT NULL OR state IN"
            " ('draft', 'awaiting_declaration', 'withdrawn', 'lapsed', 'resubmission_draft')",
            "resubmission_names_what_it_repeats": "state <> 'resubmission_draft' OR resubmission_of_id IS NOT NULL",
        },
        ("state", "submitted_has_its_moment"),
    )
    replace_open_index(NEW_STATES)
    replace_checks(
        "declaration",
        {
            "sent_from": one_of("sent_from", NEW_STATES),
            "sent_from_where_it_was_written": "sent_from IN ('draft', 'returned_incomplete', 'resubmission_draft')",
        },
        ("sent_from", "sent_from_where_it_was_written"),
    )
    replace_checks("invitation", {"state": one_of("state", NEW_INVITATION_STATES)}, ("state",))


def downgrade() -> None:
    replace_checks("invitation", {"state": one_of("state", OLD_INVITATION_STATES)}, ("state",))
    replace_checks(
        "declaration",
        {
            "sent_from": one_of("sent_from", OLD_STATES),
            "sent_from_where_it_was_written": "sent_from IN ('draft', 'returned_incomplete')",
        },
        ("sent_from", "sent_from_where_it_was_written"),
    )
    replace_open_index(OLD_STATES)
    replace_checks(
        "application",
        {
            "resubmission_names_what_it_repeats": None,
            "submitted_has_its_moment": "submitted_at IS NOT NULL OR state IN"
            " ('draft', 'awaiting_declaration', 'withdrawn')",
            "state": one_of("state", OLD_STATES),
        },
        ("resubmission_names_what_it_repeats", "submitted_has_its_moment", "state"),
    )
    replace_checks("completeness_check", {"extension_has_its_reason": None}, ("extension_has_its_reason",))
    replace_checks(
        "evidence_item",
        dict.fromkeys(EVIDENCE_CHECKS),
        EVIDENCE_CHECKS,
    )
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.drop_column("carried")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("daily_digest")

    with op.batch_alter_table("outbox_email", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_outbox_email_key"), type_="unique")
        batch_op.drop_column("key")

    with op.batch_alter_table("evidence_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evidence_item_reused_from_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_evidence_item_file_key"))
        batch_op.create_unique_constraint(batch_op.f("uq_evidence_item_file_key"), ["file_key"])
        batch_op.drop_column("scan")
        batch_op.drop_column("checked_at")
        batch_op.drop_column("verdict_note")
        batch_op.drop_column("verdict")
        batch_op.drop_column("reused_from_id")
        batch_op.drop_column("look_at")

    with op.batch_alter_table("completeness_check", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_completeness_check_extended_by_id"), type_="foreignkey")
        batch_op.drop_column("extended_why")
        batch_op.drop_column("extended_by_id")
        batch_op.drop_column("extended_at")

    with op.batch_alter_table("unlocked_item", schema=None) as batch_op:
        batch_op.drop_column("until")

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_application_begun_from_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_application_resubmission_of_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_application_resubmission_of_id"), type_="unique")
        batch_op.drop_column("begun_from_id")
        batch_op.drop_column("resubmission_of_id")

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_column("to_check")

    with op.batch_alter_table("link_snapshot", schema=None) as batch_op:
        batch_op.drop_index("ix_link_snapshot_due")

    op.drop_table("link_snapshot")
    op.drop_table("website_look")
    with op.batch_alter_table("link_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_check_tried_at"))

    op.drop_table("link_check")
    op.drop_table("clarification_question")
    with op.batch_alter_table("withdrawal_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_withdrawal_request_open",
            sqlite_where=sa.text("answer IS NULL"),
            postgresql_where=sa.text("answer IS NULL"),
        )

    op.drop_table("withdrawal_request")
    op.drop_table("viewing")
    op.drop_table("finding")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_application_criterion")

    op.drop_table("comment")
    with op.batch_alter_table("clarification_round", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_clarification_round_open",
            sqlite_where=sa.text("ending IS NULL"),
            postgresql_where=sa.text("ending IS NULL"),
        )

    op.drop_table("clarification_round")
    op.drop_table("announcement_wish")
    op.drop_table("allocation")
    op.drop_table("our_day_record")
    with op.batch_alter_table("digest_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_digest_entry_waiting")

    op.drop_table("digest_entry")
    with op.batch_alter_table("access_review", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_access_review_open",
            sqlite_where=sa.text("confirmed_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL"),
        )

    op.drop_table("access_review")
    op.drop_table("our_day")
