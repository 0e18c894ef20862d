"""Councils by their names: the order of lists, and the beginnings by which a search finds them

Revision: 0005
Follows: 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from portal.councils.naming import folded, name_parts

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels = None
depends_on = None

BY_BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("council") as batch_op:
        batch_op.add_column(sa.Column("in_order", BY_BYTES, server_default="", nullable=False))
    with op.batch_alter_table("council") as batch_op:
        batch_op.alter_column("in_order", existing_type=BY_BYTES, existing_nullable=False, server_default=None)
        batch_op.create_index(batch_op.f("ix_council_in_order"), ["in_order"])
        batch_op.create_index(batch_op.f("ix_council_region"), ["region"])
    op.create_table(
        "council_name_part",
        sa.Column("part", BY_BYTES, nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_council_name_part_council_id")),
        sa.PrimaryKeyConstraint("part", "council_id", name=op.f("pk_council_name_part")),
    )
    op.create_index("ix_council_name_part_council_id_part", "council_name_part", ["council_id", "part"])
    op.drop_index(op.f("ix_award_council_id"), "award")
    op.create_index("ix_award_newest", "award", ["council_id", "starts_on", "granted_at", "number"])
    _fill()


def _fill() -> None:
    """Whatever the portal writes later keeps them itself; what it has now gets them here."""
    connection = op.get_bind()
    council = sa.table(
        "council", *(sa.column(name) for name in ("slug", "name", "name_cy", "in_order")), sa.column("id", sa.Uuid())
    )
    part = sa.table("council_name_part", sa.column("part", BY_BYTES), sa.column("council_id", sa.Uuid()))
    for row in connection.execute(sa.select(council)).all():
        connection.execute(council.update().where(council.c.id == row.id).values(in_order=folded(row.name)))
        parts = sorted(name_parts(row.slug, row.name, row.name_cy))
        if parts:
            connection.execute(part.insert(), [{"part": each, "council_id": row.id} for each in parts])


def downgrade() -> None:
    op.drop_index("ix_award_newest", "award")
    op.create_index(op.f("ix_award_council_id"), "award", ["council_id"])
    op.drop_table("council_name_part")
    with op.batch_alter_table("council") as batch_op:
        batch_op.drop_index(batch_op.f("ix_council_in_order"))
        batch_op.drop_index(batch_op.f("ix_council_region"))
        batch_op.drop_column("in_order")
