"""What people declare that ties them to councils, and what others found out."""

from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import ConflictOfInterest
from portal.accounts.states import InterestKind
from portal.audit.work import Work


def keep_conflict(
    work: Work, person_id: UUID, council_id: UUID, reason: str, kind: InterestKind = InterestKind.OTHER
) -> None:
    """Keep a tie that came out while a case was handled: from now on the person must not work on this council's."""
    known = work.session.scalars(
        select(ConflictOfInterest).where(
            ConflictOfInterest.person_id == person_id, ConflictOfInterest.council_id == council_id
        )
    ).one_or_none()
    if known is None:
        known = ConflictOfInterest(person_id=person_id, council_id=council_id, since=work.clock.now(), kind=kind)
        work.session.add(known)
    # Known now, so it holds until somebody ends it, whatever was entered before.
    known.reason, known.until = reason, None
    work.session.flush()
