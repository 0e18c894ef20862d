"""What each certificate says, kept beside its document: the page of an old issue shows what it said

Revision: 0007
Follows: 0006
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

import portal.storage.types
from portal.kernel.clock import day_of

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels = None
depends_on = None

CERTIFICATE = sa.table(
    "certificate",
    sa.column("id", sa.Uuid),
    sa.column("award_id", sa.Uuid),
    sa.column("issued_at", portal.storage.types.UtcDateTime),
    sa.column("printed", portal.storage.types.Document),
)
# The documents of this time were in English, and the pages of councils and awards said what they say.
SAID = sa.text("""
SELECT certificate.id, award.number, council.name AS council, council.name_cy AS other_name, award.commendation,
  award.starts_on, award.ends_on, edition.slug AS edition, edition.version_name AS edition_version,
  (SELECT host FROM award_domain WHERE award_domain.award_id = award.id ORDER BY place LIMIT 1) AS domain
FROM certificate JOIN award ON award.id = certificate.award_id
JOIN council ON council.id = award.council_id JOIN edition ON edition.id = award.edition_id
""").columns(id=sa.Uuid, commendation=sa.Boolean, starts_on=sa.Date, ends_on=sa.Date)


def upgrade() -> None:
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("printed", portal.storage.types.Document, nullable=True))
        batch_op.create_index(batch_op.f("ix_certificate_sha256"), ["sha256"], unique=False)
    _fill(op.get_bind())
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.alter_column("printed", existing_type=portal.storage.types.Document, nullable=False)


def _fill(connection: sa.Connection) -> None:
    issued = {row.id: row.issued_at for row in connection.execute(sa.select(CERTIFICATE.c.id, CERTIFICATE.c.issued_at))}
    for row in connection.execute(SAID).mappings().all():
        said: dict[str, Any] = dict(row) | {"domain": row["domain"] or ""}
        key = said.pop("id")
        for day in ("starts_on", "ends_on"):
            said[day] = said[day].isoformat()
        said |= {"lang": "en", "council_lang": "en", "other_lang": "cy", "left_out": "", "verify_url": ""}
        said["issued_on"] = day_of(issued[key]).isoformat()
        connection.execute(sa.update(CERTIFICATE).where(CERTIFICATE.c.id == key).values(printed=said))


def downgrade() -> None:
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_sha256"))
        batch_op.drop_column("printed")
