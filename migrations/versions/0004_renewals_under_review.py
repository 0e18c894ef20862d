"""Awards that hold beyond their end because their renewal is being reviewed

Revision: 0004
Follows: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import portal.storage.types
from portal.storage.checks import replace_checks

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels = None
depends_on = None

CHECK = {"grace_takes_nothing_away": "grace_until IS NULL OR grace_until >= ends_on"}


def upgrade() -> None:
    """Award, and the extensions of each."""
    with op.batch_alter_table("award") as batch_op:
        batch_op.add_column(sa.Column("grace_until", sa.Date(), nullable=True))
    replace_checks("award", CHECK, ())
    op.create_table(
        "award_extension",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("recorded_at", portal.storage.types.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_award_extension_application_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_extension_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_extension")),
        sa.UniqueConstraint("award_id", "place", name=op.f("uq_award_extension_award_id_place")),
    )


def downgrade() -> None:
    """Without them: an award under review has run out."""
    op.drop_table("award_extension")
    replace_checks("award", dict.fromkeys(CHECK), tuple(CHECK))
    with op.batch_alter_table("award") as batch_op:
        batch_op.drop_column("grace_until")
