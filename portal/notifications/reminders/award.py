"""Reminders about awards: one has ended, take the badge down (E32); one is suspended for 90 days, decide (E33)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.awards.models import Award
from portal.awards.queries import AwardRecord, awards
from portal.awards.rules import Standing
from portal.awards.states import AwardState
from portal.councils.models import Council
from portal.kernel.clock import LONDON
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.letter import Letter
from portal.notifications.letters.awards import ended_key, ended_letter
from portal.notifications.people import Case
from portal.notifications.reminders.readers import in_councils
from portal.notifications.reminders.series import Point, Reminder, newest_due
from portal.standing.models import AwardContact, ContactKind, Suspension
from portal.standing.rules import UNRESOLVED
from portal.standing.states import SuspensionState

AGAIN = timedelta(days=14)
# An award that ended longer ago is not written about any more: the portal was away, or is new.
LOOKS_BACK = timedelta(days=28)
ONE_MORE_MONTH = timedelta(days=30)
ENDED_BY_DATE = (Standing.EXPIRED, Standing.COUNCIL_REPLACED)


def ended(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E32 on the day after the last day of an award that ended by its dates, and 14 days later.

    Where an administrator has ended it because the council was replaced, the first was written there and then.
    """
    last = func.coalesce(Award.grace_until, Award.ends_on)
    since = today - LOOKS_BACK
    lately = Award.state_since >= datetime.combine(since, time.min, LONDON)
    gone = or_(
        last.between(since, today),
        Council.last_day.between(since, today),
        and_(Award.state == AwardState.ENDED, lately),
    )
    found = [(award, award.position(today)) for award in awards(session, Award.starts_on <= today, gone)]
    over = [
        (award, position)
        for award, position in found
        if position.standing in ENDED_BY_DATE and since <= award.held_until(today) < today
    ]
    cases = cases_of(session, [award for award, _position in over])
    readers = in_councils(session, {award.council_id for award, _position in over}, Role.OWNER, Role.APPROVER)
    web = dict(
        session.execute(
            select(AwardContact.council_id, AwardContact.email).where(AwardContact.kind == ContactKind.WEB)
        ).all()
    )
    for award, position in over:
        points = (Point("0", position.since_on), Point("14", position.since_on + AGAIN))
        if point := newest_due(points, today):
            replaced = position.standing is Standing.COUNCIL_REPLACED
            letter = ended_letter(cases[award.application_id], award.held_until(today), replaced=replaced)
            more = (web[award.council_id],) if award.council_id in web else ()
            key = ended_key(award.id, point.name)
            yield Reminder(key, letter, (*readers[award.council_id], *more), award.application_id)


def unresolved(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E33 to the lead reviewers where an award is suspended for 90 days, and each month after: withdraw or restore."""
    in_force = select(Suspension.award_id).where(Suspension.state == SuspensionState.IN_FORCE)
    leads = tuple(people.in_scheme(session, Role.LEAD))
    for award in awards(session, Award.id.in_(in_force)):
        position = award.position(today)
        if position.standing is not Standing.SUSPENDED:
            continue
        first = position.since_on + UNRESOLVED
        months = max(0, (today - first) // ONE_MORE_MONTH)
        points = tuple(Point(str(count), first + count * ONE_MORE_MONTH) for count in range(months + 1))
        if point := newest_due(points, today):
            letter = Letter(
                "E33",
                words("Suspended for 90 days: %(council)s", council=award.council),
                (
                    words("The award has been suspended since %(day)s and is not put right.", day=position.since_on),
                    words("Restore it, or propose to the appeal panel that it is withdrawn."),
                ),
                words("Sign in and open the award"),
                f"/administration/awards/{award.number}",
                words("If you do nothing, it stays suspended, and the council does not know what to expect."),
            )
            yield Reminder(f"E33:{point.name}:{award.id}:{position.since_on}", letter, leads, award.application_id)


def cases_of(session: Session, found: Sequence[AwardRecord]) -> dict[UUID, Case]:
    """The case of each of the awards, by the key of its application; in one query."""
    rows = session.execute(
        select(Application.id, Application.reference, Council.id, Council.name, Council.slug)
        .join(Council, Council.id == Application.council_id)
        .where(Application.id.in_([award.application_id for award in found]))
    )
    return {row[0]: Case(*row) for row in rows}
