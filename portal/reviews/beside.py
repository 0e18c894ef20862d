"""What of a criterion's evidence can be looked at beside the rubric: pictures, and the words of kept pages.

A PDF is not shown in the page: a browser shows one only in a frame that may run, which our pages do not allow (0022).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import EvidenceItem
from portal.links.models import LinkSnapshot, SnapshotProgress

# What is shown beside the rubric of a very long page; all of it is one link away.
LONGEST_SHOWN = 20_000
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True)
class KeptWords:
    """What could be read on a kept page, cut where it is very long."""

    text: str
    cut: bool


@dataclass(frozen=True)
class Beside:
    """By the item's key as text: which files are pictures, and the words of the newest kept page of each link."""

    pictures: frozenset[str]
    words: Mapping[str, KeptWords]


def beside(session: Session, item_ids: Collection[UUID]) -> Beside:
    """What can be shown of these items, in two queries; who may open them is asked before."""
    pictures = session.scalars(
        select(EvidenceItem.id).where(EvidenceItem.id.in_(item_ids), EvidenceItem.media_type.in_(_PICTURES))
    )
    pages = session.execute(
        select(
            LinkSnapshot.evidence_item_id,
            func.substr(LinkSnapshot.text, 1, LONGEST_SHOWN),
            func.length(LinkSnapshot.text),
        )
        .where(LinkSnapshot.evidence_item_id.in_(item_ids), LinkSnapshot.progress == SnapshotProgress.TAKEN)
        .order_by(LinkSnapshot.asked_at)
    )
    return Beside(
        frozenset(str(found) for found in pictures),
        {str(item): KeptWords(text, length > LONGEST_SHOWN) for item, text, length in pages if text},
    )
