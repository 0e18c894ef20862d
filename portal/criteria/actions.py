"""Scheduling and publishing editions of the criteria."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.criteria.canonical import canonical, edition_hash
from portal.criteria.edition import Edition
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
from portal.kernel.clock import day_of, today
from portal.kernel.errors import IllegalMove, Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.words import Words, words


def publish(work: Work, edition: Edition) -> bool:
    """Publish an edition and retire the one before. Returns False where exactly this edition is published already.

    One that is scheduled, with this content, is published before its day. Raises RuleBroken where an edition of this
    name has other content: what is published never changes.
    """
    sha256 = edition_hash(edition)
    known = _named(work, edition.slug)
    if known is not None and known.sha256 != sha256:
        raise RuleBroken([Problem("", _other_content(edition.slug, known.state))])
    if known is not None and known.state in (EditionState.PUBLISHED, EditionState.RETIRED):
        return False
    if known is None:
        known = PublishedEdition(
            slug=edition.slug, version_name=edition.version, canonical=canonical(edition), sha256=sha256
        )
        work.begin(known, Permission.EDITION_PUBLISH, "edition:drafted")
    _publish(work, known)
    return True


def schedule(work: Work, edition: Edition, publish_on: date) -> UUID:
    """Fix the content of an edition and the day from which it counts. Returns its key.

    Raises IllegalMove where it is scheduled or published already, RuleBroken where another edition is scheduled: what
    a council prepares for must not change under its hands.
    """
    others = select(PublishedEdition.slug).where(
        PublishedEdition.state == EditionState.SCHEDULED, PublishedEdition.slug != edition.slug
    )
    if (other := work.session.scalars(others.limit(1)).one_or_none()) is not None:
        said = words(
            "Edition %(name)s is scheduled already, and councils prepare for it. Unschedule it first, or wait until it"
            " is published.",
            name=other,
        )
        raise RuleBroken([Problem("", said)])
    row = _named(work, edition.slug)
    if row is None:
        row = PublishedEdition(id=uuid4(), slug=edition.slug)
        _fill(row, edition)
        work.begin(row, Permission.EDITION_DRAFT, "edition:drafted")
    elif row.state is not EditionState.DRAFT:
        raise IllegalMove("edition", row.state, "schedule")
    _fill(row, edition)
    row.publish_on = publish_on
    work.perform(row, "schedule", sha256=row.sha256, publish_on=publish_on.isoformat())
    return row.id


def unschedule(work: Work, edition_id: UUID, reason: str) -> None:
    """Take a scheduled edition back, so that it can be changed. Raises IllegalMove once it is published."""
    row = work.session.scalars(
        select(PublishedEdition).where(PublishedEdition.id == edition_id).with_for_update()
    ).one()
    work.perform(row, "unschedule", reason=reason)


def publications_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the publishing of the edition whose day has come: one of the things that fall due."""
    due = select(PublishedEdition.id).where(
        PublishedEdition.state == EditionState.SCHEDULED,
        PublishedEdition.publish_on <= day_of(now),
    )
    for edition_id in session.scalars(due.order_by(PublishedEdition.publish_on)).all():
        yield partial(_publish_scheduled, edition_id=edition_id)


def _publish_scheduled(work: Work, edition_id: UUID) -> None:
    row = work.session.scalars(
        select(PublishedEdition).where(PublishedEdition.id == edition_id).with_for_update()
    ).one()
    # It may have been taken back since the look.
    if row.state is EditionState.SCHEDULED and row.publish_on is not None and row.publish_on <= today(work.clock):
        _publish(work, row)


def _publish(work: Work, row: PublishedEdition) -> None:
    """Let the edition count from now on, and retire the one before."""
    before = work.session.scalars(select(PublishedEdition).where(PublishedEdition.state == EditionState.PUBLISHED))
    for former in before.all():
        work.perform(former, "retire")
    row.published_at = work.clock.now()
    work.perform(row, "publish", sha256=row.sha256)


def _fill(row: PublishedEdition, edition: Edition) -> None:
    row.version_name, row.canonical, row.sha256 = edition.version, canonical(edition), edition_hash(edition)


def _named(work: Work, slug: str) -> PublishedEdition | None:
    return work.session.scalars(
        select(PublishedEdition).where(PublishedEdition.slug == slug).with_for_update()
    ).one_or_none()


def _other_content(name: str, state: EditionState) -> Words:
    if state in (EditionState.DRAFT, EditionState.SCHEDULED):
        return words(
            "Edition %(name)s is being prepared in the portal with other content. Schedule it there, or give this one"
            " another name under framework.edition.",
            name=name,
        )
    return words(
        "Edition %(name)s is published with other content, and a published edition never changes. "
        "Give the new one another name under framework.edition.",
        name=name,
    )
