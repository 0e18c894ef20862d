"""What a migration does to CHECK constraints: Alembic does not see that they have changed."""

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from alembic import op


def one_of(column: str, values: Iterable[str]) -> str:
    """A CHECK as the enum's column type writes it."""
    return "{} IN ({})".format(column, ", ".join(f"'{value}'" for value in values))


def replace_checks(table: str, checks: Mapping[str, str | None], known: Collection[str]) -> None:
    """Put each CHECK in the place of the one of this name, or take it away; ``known`` are those that there are."""
    with op.batch_alter_table(table) as batch_op:
        for name, condition in checks.items():
            if name in known:
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            if condition is not None:
                batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(condition))
