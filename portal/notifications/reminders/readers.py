"""Who reads the reminders about many councils at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Person
from portal.accounts.states import MembershipState
from portal.kernel.permissions import Role


def in_councils(session: Session, council_ids: Collection[UUID], *roles: Role) -> Mapping[UUID, tuple[str, ...]]:
    """The addresses of everyone who holds one of these roles in one of these councils, by council; in one query."""
    found: dict[UUID, set[str]] = defaultdict(set)
    if council_ids:
        rows = session.execute(
            select(Membership.council_id, Person.email)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.council_id.in_(council_ids),
                Membership.state == MembershipState.ACTIVE,
                Membership.role.in_(roles),
            )
        )
        for council_id, email in rows:
            found[council_id].add(email)
    return {council_id: tuple(sorted(found[council_id])) for council_id in council_ids}
