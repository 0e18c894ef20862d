"""What is said of one piece of evidence, in plain values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.applications.models import EvidenceKind, LinkVerdict
from portal.fetching.results import why_words
from portal.kernel.words import Words
from portal.uploads.results import Scan


@dataclass(frozen=True)
class EvidenceFacts:
    """One piece of evidence. ``shown`` is the address of a link or the name of a file; ``size`` is in bytes.

    ``note`` says what it shows, ``look_at`` which page or part to look at. ``scan`` is for staff alone to see.
    """

    id: UUID
    criterion: str
    kind: EvidenceKind
    shown: str
    note: str
    look_at: str
    scan: Scan | None
    file_key: str | None
    size: int | None
    sha256: str | None
    added_by: str
    added_at: datetime
    verdict: LinkVerdict | None = None
    verdict_note: str = ""
    checked_at: datetime | None = None

    @property
    def trouble(self) -> Words | None:
        """Why a link did not open when the portal tried it; None where it did, or has not been tried."""
        return why_words(self.verdict_note) if self.verdict not in (None, LinkVerdict.OPENS) else None

    @property
    def is_file(self) -> bool:
        """Whether the portal keeps it, rather than linking to it."""
        return self.kind is EvidenceKind.FILE

    @property
    def not_scanned(self) -> bool:
        """Whether it is a file that no virus scanner has looked at."""
        return self.scan is Scan.NOT_SCANNED
