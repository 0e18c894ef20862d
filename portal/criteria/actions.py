"""Publishing an edition of the criteria."""

from sqlalchemy import select

from portal.audit.work import Work
from portal.criteria.canonical import canonical, edition_hash
from portal.criteria.edition import Edition
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.words import words


def publish(work: Work, edition: Edition) -> bool:
    """Publish an edition and retire the one before. Returns False where exactly this edition is published already.

    Raises RuleBroken where an edition of this name has other content: what is published never changes.
    """
    sha256 = edition_hash(edition)
    known = work.session.scalars(
        select(PublishedEdition).where(PublishedEdition.slug == edition.slug).with_for_update()
    ).one_or_none()
    if known is not None and known.sha256 == sha256:
        return False
    if known is not None:
        raise RuleBroken(
            [
                Problem(
                    "",
                    words(
                        "Edition %(name)s is published with other content, and a published edition never changes. "
                        "Give the new one another name under framework.edition.",
                        name=edition.slug,
                    ),
                )
            ]
        )
    before = work.session.scalars(select(PublishedEdition).where(PublishedEdition.state == EditionState.PUBLISHED))
    for former in before.all():
        work.perform(former, "retire")
    row = PublishedEdition(slug=edition.slug, version_name=edition.version, canonical=canonical(edition), sha256=sha256)
    work.begin(row, Permission.EDITION_PUBLISH, "edition:drafted")
    row.published_at = work.clock.now()
    work.perform(row, "publish", sha256=sha256)
    return True
