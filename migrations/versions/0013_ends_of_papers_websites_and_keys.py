"""Credentials that are superseded but true, websites closed with their award, and keys that are not trusted

Revision: 0013
Follows: 0012
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from portal.storage.checks import one_of, replace_checks

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels = None
depends_on = None

OLD_WEBSITE = ("proposed", "accepted", "refused", "taken_back", "removed")
OLD_KEY = ("in_use", "retired")


def upgrade() -> None:
    """Until now whatever was superseded was revoked."""
    with op.batch_alter_table("credential") as batch_op:
        batch_op.add_column(sa.Column("revoked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text("UPDATE credential SET revoked = (superseded_reason <> '')"))
    with op.batch_alter_table("credential") as batch_op:
        batch_op.alter_column("revoked", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_credential_revoked_has_its_reason"), sa.text("NOT revoked OR superseded_reason <> ''")
        )
    replace_checks(
        "proposed_website",
        {
            "state": one_of("state", (*OLD_WEBSITE, "closed")),
            "refused_has_its_reason": "state NOT IN ('refused', 'closed') OR length(refused_because) > 0",
        },
        ("state", "refused_has_its_reason"),
    )
    replace_checks(
        "issuer_key",
        {
            "state": one_of("state", (*OLD_KEY, "distrusted")),
            "retired_has_its_moment": "state = 'in_use' OR retired_at IS NOT NULL",
        },
        ("state", "retired_has_its_moment"),
    )


def downgrade() -> None:
    """A website that was closed and a key that is not trusted have no place in what was before: they stop this."""
    replace_checks(
        "issuer_key",
        {
            "state": one_of("state", OLD_KEY),
            "retired_has_its_moment": "state <> 'retired' OR retired_at IS NOT NULL",
        },
        ("state", "retired_has_its_moment"),
    )
    replace_checks(
        "proposed_website",
        {
            "state": one_of("state", OLD_WEBSITE),
            "refused_has_its_reason": "state <> 'refused' OR length(refused_because) > 0",
        },
        ("state", "refused_has_its_reason"),
    )
    with op.batch_alter_table("credential") as batch_op:
        batch_op.drop_constraint(op.f("ck_credential_revoked_has_its_reason"), type_="check")
        batch_op.drop_column("revoked")
