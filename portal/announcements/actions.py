"""Choosing the day of an announcement, and making an award public when it has come (C9 of docs/process.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.announcements import queries, rules
from portal.announcements.models import AnnouncementWish
from portal.announcements.rules import Wish
from portal.applications import queries as applications
from portal.audit.work import Work
from portal.awards import actions as awards
from portal.kernel.clock import day_of, today
from portal.kernel.errors import IllegalMove, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import Permission


@dataclass(frozen=True)
class Plan:
    """When the council would like its award to become public; ``wanted_on`` is there where it names a day."""

    slug: str
    wish: Wish | None
    wanted_on: date | None


def plan(work: Work, command: Plan) -> None:
    """Save the council's wish; an award that waits becomes public at once where that is the wish.

    Raises NotFound, NotPermitted, RuleBroken, and IllegalMove once the award is public.
    """
    page = queries.announcement_page(work.session, work.actor, command.slug)
    application = applications.locked(work.session, page.application.id)
    work.require(Permission.ANNOUNCEMENT_PLAN, work.record_of(application))
    if page.number is not None:
        raise IllegalMove("announcement", "public", "plan")
    wanted_on = command.wanted_on if command.wish is Wish.ON_A_DAY else None
    problems = tuple(rules.wish_problems(command.wish, wanted_on, today(work.clock), page.released_on))
    if problems or command.wish is None:
        raise RuleBroken(problems)
    row = work.session.scalar(select(AnnouncementWish).where(AnnouncementWish.application_id == application.id))
    if row is None:
        row = AnnouncementWish(id=uuid4(), application_id=application.id)
        work.session.add(row)
    row.wish, row.wanted_on = command.wish, wanted_on
    row.saved_by_id, row.saved_at = work.person_id, work.clock.now()
    work.session.flush()
    _publish_if_due(work.as_system(), application.id)


def award_when_public(work: Work, event: Event) -> None:
    """Follow a result that is an award: give it, unless it becomes public on a later day."""
    _publish_if_due(work, event.subject_id)
    # Where there is an award already, the result is a corrected one: an appeal may add the commendation, never take.
    if queries.is_commended(work.session, event.subject_id):
        awards.commend(work, event.subject_id)


def publications_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the publication of each award whose day has come: one of the things that fall due."""
    day = day_of(now)
    for held in queries.held_awards(session):
        if held.public_on <= day:
            yield partial(_publish_if_due, application_id=held.application_id)


def _publish_if_due(work: Work, application_id: UUID) -> None:
    # Held, so that of two that come at once the second finds the award.
    applications.locked(work.session, application_id)
    for held in queries.held_awards(work.session, application_id):
        if held.public_on <= today(work.clock):
            awards.grant(work, awards.Grant(application_id, commendation=held.commendation))
