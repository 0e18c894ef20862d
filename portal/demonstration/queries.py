"""What the demonstration holds, for machines."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Person, StaffRole
from portal.accounts.states import MembershipState, StaffRoleState
from portal.applications.models import Application
from portal.awards.queries import awards, official_places
from portal.councils.models import Council

Rows = list[dict[str, object]]


def contents(session: Session, day: date) -> dict[str, Rows]:
    """The people, the awards as they stand on a day, and the applications: what ``demo show --json`` prints."""
    return {"people": _people(session), "awards": _awards(session, day), "applications": _applications(session)}


def _people(session: Session) -> Rows:
    in_scheme = session.execute(
        select(Person.email, Person.name, StaffRole.role)
        .join(StaffRole, StaffRole.person_id == Person.id)
        .where(Person.demonstration, StaffRole.state == StaffRoleState.ACTIVE)
        .order_by(Person.email)
    )
    in_councils = session.execute(
        select(Person.email, Person.name, Membership.role, Council.slug)
        .join(Membership, Membership.person_id == Person.id)
        .join(Council, Council.id == Membership.council_id)
        .where(Person.demonstration, Membership.state == MembershipState.ACTIVE)
        .order_by(Council.slug, Person.email)
    )
    staff: Rows = [{"email": email, "name": name, "role": role, "council": None} for email, name, role in in_scheme]
    return staff + [
        {"email": email, "name": name, "role": role, "council": slug} for email, name, role, slug in in_councils
    ]


def _awards(session: Session, day: date) -> Rows:
    found = sorted(awards(session), key=lambda award: award.number)
    places = official_places(session, [award.id for award in found])
    return [
        {
            "id": award.number,
            "council": award.council_slug,
            "standing": award.position(day).standing,
            "domains": list(places[award.id].domains),
        }
        for award in found
    ]


def _applications(session: Session) -> Rows:
    rows = session.execute(
        select(Application.reference, Council.slug, Application.state)
        .join(Council, Council.id == Application.council_id)
        .order_by(Application.reference)
    )
    return [{"reference": reference, "council": slug, "state": state} for reference, slug, state in rows]
