"""The decision log and its signed heads, which are only added to; what the register knows already is its beginning

Revision: 0010
Follows: 0009
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

import portal.storage.types
from portal.awards.states import AwardState
from portal.transparency.rules import BEGINNING, OF_STATE, Decided, Fact, hash_of, line_of

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels = None
depends_on = None

REFUSAL = "the decision log is only added to"
TABLES = ("log_entry", "log_head")
SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
REFUSE = f"""
CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
POSTGRES = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_log_change()"""

KNOWN = """
SELECT award.id, award.number, award.ends_on, award.commendation, council.name, council.slug, council.last_day,
  made.place, made.state, made.from_on, made.recorded_at, made.public_note, made.reason_type, newer.number AS replaced_by
FROM award_state_change AS made
JOIN award ON award.id = made.award_id
JOIN council ON council.id = award.council_id
LEFT JOIN award AS newer ON newer.id = made.replaced_by_id
ORDER BY made.recorded_at, made.from_on, award.number, made.place"""
COLUMNS: dict[str, Any] = {
    "id": sa.Uuid(),
    "ends_on": sa.Date(),
    "last_day": sa.Date(),
    "from_on": sa.Date(),
    "commendation": sa.Boolean(),
    "recorded_at": portal.storage.types.UtcDateTime(),
}


def upgrade() -> None:
    op.create_table(
        "log_entry",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_log_entry_award_id")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_log_entry")),
        sa.UniqueConstraint("sha256", name=op.f("uq_log_entry_sha256")),
    )
    op.create_index(op.f("ix_log_entry_award_id"), "log_entry", ["award_id"])
    op.create_table(
        "log_head",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("signed_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_log_head")),
    )
    _begin()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE)
        for table in TABLES:
            op.execute(POSTGRES.format(table=table))
    else:
        for table in TABLES:
            for change in ("UPDATE", "DELETE"):
                op.execute(SQLITE.format(table=table, name=change.lower(), change=change, refusal=REFUSAL))


def _begin() -> None:
    """The lines about what was decided before there was a log, in the order in which it was recorded."""
    connection = op.get_bind()
    entry = sa.table(
        "log_entry",
        *(sa.column(name) for name in ("place", "line", "sha256")),
        sa.column("award_id", sa.Uuid()),
        sa.column("at", portal.storage.types.UtcDateTime()),
    )
    previous = BEGINNING
    rows = connection.execute(sa.text(KNOWN).columns(**COLUMNS)).all()
    for place, row in enumerate(rows, 1):
        decided = Decided.AWARDED if row.place == 1 else OF_STATE[AwardState(row.state)]
        until = min(row.ends_on, row.last_day or row.ends_on)
        fact = Fact(
            decided,
            row.number,
            row.name,
            row.slug,
            row.from_on,
            until,
            row.commendation,
            row.public_note,
            row.reason_type,
            row.replaced_by,
        )
        line = line_of(fact, row.recorded_at, place, previous)
        previous = hash_of(line)
        connection.execute(
            entry.insert().values(place=place, award_id=row.id, at=row.recorded_at, line=line, sha256=previous)
        )


def downgrade() -> None:
    op.drop_table("log_head")
    op.drop_table("log_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_log_change()")
