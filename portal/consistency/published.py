"""What everybody may read of the agreement between reviewers (C6: agreement is published)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.consistency.agreement import measure
from portal.consistency.doubled import doubled, units_of
from portal.consistency.rules import Agreement, quarter_begins


@dataclass(frozen=True)
class PublishedPage:
    """``until`` is the last day of results that are counted: the end of a quarter, so that no single one shows."""

    until: date
    doubled: Agreement


def published_page(session: Session, today: date) -> PublishedPage:
    """The figures for everybody."""
    begins = quarter_begins(today)
    return PublishedPage(begins - timedelta(days=1), measure(units_of(doubled(session, before=begins))))
